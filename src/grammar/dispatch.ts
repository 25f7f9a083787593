import { LabError } from '../core/errors.js';
import { quoteText } from '../core/printable.js';
import type { CommandSpec } from '../execute/definition.js';
import type { GlobalFlags } from './globals.js';
import { allFlags, GLOBAL_FLAGS, readGlobals } from './globals.js';
import { nearest } from './nearest.js';
import { readArgs, sortWords } from './parse.js';

/** What a line is for. */
export type Dispatch =
  | { readonly kind: 'command'; readonly spec: CommandSpec; readonly words: readonly string[] }
  /** Help on everything, a topic or a command, whose name is in `words`; `isAsked` if that was asked for, and not just a name cut short. */
  | { readonly kind: 'help'; readonly words: readonly string[]; readonly globals: GlobalFlags; readonly isAsked: boolean }
  | { readonly kind: 'version'; readonly globals: GlobalFlags }
  /** Nothing but flags that every command has. */
  | { readonly kind: 'nothing'; readonly globals: GlobalFlags };

/** A line, taken apart at the name of its command. */
interface SplitLine {
  readonly name: readonly string[];
  /** The command of that name, if it is the name of one. */
  readonly spec: CommandSpec | null;
  /** Flags that stand before the name or within it, with their values. */
  readonly flags: readonly string[];
  readonly rest: readonly string[];
}

/**
 * Finds the command that a line names. Flags may stand before its name and within it.
 *
 * @param isShort whether each word of the name may be cut short, as long as only one can be meant: so in the REPL and in scripts. In a shell
 * the name stands in full, where a slip of the fingers should do nothing
 * @throws LabError `USAGE` if there is no such command, or more than one
 */
export function dispatch(commands: readonly CommandSpec[], words: readonly string[], isShort = false): Dispatch {
  const plain = findPlain(commands, words);
  if (plain !== null) return plain;
  const { name, spec, flags, rest } = splitLine(commands, words, isShort);
  if (spec !== null) return { kind: 'command', spec, words: [...flags, ...rest] };
  const [next, ...others] = rest;
  if (name.length === 0 && (next === 'version' || next === '--version'))
    return { kind: 'version', globals: globalsOf([...flags, ...others]) };
  if (name.length === 0 && next === 'help') return helpOn(commands, others, flags, isShort);
  if (next !== undefined && !next.startsWith('-')) throw unknownCommand(commands, name, next);
  const globals = globalsOf([...flags, ...rest]);
  if (name.length === 0 && !globals.help) return { kind: 'nothing', globals };
  return { kind: 'help', words: name, globals, isAsked: globals.help };
}

/** Names of commands by their words: a command, or what may follow. */
interface NameTree {
  spec: CommandSpec | null;
  readonly below: Map<string, NameTree>;
}

/** A script says many lines to the same commands. */
const TREES = new WeakMap<readonly CommandSpec[], NameTree>();

/** The command of a line that begins with its whole name, as most do. Null also where the name may go on. */
function findPlain(commands: readonly CommandSpec[], words: readonly string[]): Dispatch | null {
  let node = TREES.get(commands) ?? plant(commands);
  for (let at = 0; at < words.length; at += 1) {
    const next = node.below.get(words[at] ?? '');
    if (next === undefined) return null;
    if (next.below.size === 0 && next.spec !== null) return { kind: 'command', spec: next.spec, words: words.slice(at + 1) };
    node = next;
  }
  return null;
}

function plant(commands: readonly CommandSpec[]): NameTree {
  const root: NameTree = { spec: null, below: new Map() };
  for (const spec of commands) {
    const words = spec.id.split(' ');
    let node = root;
    for (const [index, word] of words.entries()) {
      const next = node.below.get(word) ?? { spec: null, below: new Map() };
      if (index === words.length - 1) next.spec = spec;
      node.below.set(word, next);
      node = next;
    }
  }
  TREES.set(commands, root);
  return root;
}

function helpOn(
  commands: readonly CommandSpec[],
  words: readonly string[],
  before: readonly string[],
  isShort: boolean,
): Dispatch {
  const { name, spec, flags, rest } = splitLine(commands, words, isShort);
  const [next] = rest;
  if (spec === null && next !== undefined && !next.startsWith('-')) throw unknownCommand(commands, name, next);
  return { kind: 'help', words: name, globals: globalsOf([...before, ...flags, ...rest]), isAsked: true };
}

/** @throws LabError `USAGE` if there are other words than flags that every command has */
function globalsOf(words: readonly string[]): GlobalFlags {
  const sorted = sortWords(GLOBAL_FLAGS, words);
  readArgs({}, sorted);
  return readGlobals(sorted);
}

function splitLine(commands: readonly CommandSpec[], words: readonly string[], isShort: boolean): SplitLine {
  const name: string[] = [];
  const flags: string[] = [];
  const rest = [...words];
  let spec: CommandSpec | null = null;
  while (rest.length > 0 && (spec === null || wordsBelow(commands, name).length > 0)) {
    const length = flagLength(commands, rest);
    if (length > 0) {
      flags.push(...rest.splice(0, length));
      continue;
    }
    const word = meantWord(commands, name, rest[0] ?? '', isShort);
    if (word === null) break;
    rest.shift();
    name.push(word);
    const id = name.join(' ');
    spec = commands.find((candidate) => candidate.id === id) ?? null;
  }
  return { name, spec, flags, rest };
}

/**
 * The word of a command's name that is meant by one that may be cut short. Null if there is none.
 *
 * @throws LabError `USAGE` if there is more than one
 */
function meantWord(commands: readonly CommandSpec[], name: readonly string[], typed: string, isShort: boolean): string | null {
  const meant = meantWords(commands, name, typed);
  const [only = null] = meant;
  if (meant.length < 2) return isShort || only === typed ? only : null;
  if (!isShort) return null;
  const list = meant.map((word) => [...name, word].join(' ')).join(', ');
  throw new LabError(
    'USAGE',
    `${quoteText([...name, typed].join(' '))} can be ${list.replace(/, ([^,]*)$/, ' or $1')}`,
    'Type more of it.',
  );
}

/** Letters of a word that came later, down to which it may be cut short: scripts have what earlier ones were cut short to, here `expect`. */
const SHORTEST: Readonly<Record<string, number>> = { explain: 4 };

/** The words of a command's name that may be meant by one that may be cut short: itself, if it is one. */
export function meantWords(commands: readonly CommandSpec[], name: readonly string[], typed: string): string[] {
  if (wordsBelow(commands, name).includes(typed)) return [typed];
  const isMeant = (word: string) => word.startsWith(typed) && typed.length >= (SHORTEST[word] ?? 1);
  return wordsBelow(commands.filter(isListed), name).filter(isMeant);
}

/** The words that may follow in the name of a command. */
function wordsBelow(commands: readonly CommandSpec[], name: readonly string[]): string[] {
  const prefix = name.length === 0 ? '' : `${name.join(' ')} `;
  const below = commands.filter(({ id }) => id.startsWith(prefix)).map(({ id }) => id.slice(prefix.length).split(' ')[0] ?? '');
  return [...new Set(below)];
}

function isListed({ hidden }: CommandSpec): boolean {
  return !hidden;
}

/** How many words a flag at the front of a line takes up: 0 if there is none, or none that any command has. */
function flagLength(commands: readonly CommandSpec[], [first = '', second]: readonly string[]): number {
  if (!first.startsWith('-') || first === '--') return 0;
  const name = /^--?([^=]*)/.exec(first)?.[1] ?? '';
  for (const spec of commands) {
    const flags = Object.entries(allFlags(spec));
    const found = flags.find(([long, flag]) => long === name || (flag.short !== undefined && first === `-${flag.short}`))?.[1];
    if (found !== undefined) return found.kind === 'switch' || first.includes('=') || second === undefined ? 1 : 2;
  }
  return 0;
}

/** What people type who come from other programs. */
const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  add: ['create', 'new'],
  copy: ['cp'],
  init: ['create', 'new', 'start'],
  list: ['ls', 'show'],
  remove: ['del', 'delete', 'rm'],
  rename: ['mv', 'move'],
  rm: ['del', 'delete', 'remove'],
  show: ['get', 'list', 'ls', 'status'],
  'advance-clock': ['advance', 'clock', 'sleep', 'tick'],
};

function unknownCommand(commands: readonly CommandSpec[], name: readonly string[], next: string): LabError {
  const prefix = name.length === 0 ? '' : `${name.join(' ')} `;
  const known = wordsBelow(commands.filter(isListed), name);
  const guess = known.find((word) => OTHER_WORDS[word]?.includes(next)) ?? nearest(next, known);
  const hint = guess === null ? `There are ${known.join(', ')}; see: mcast ${prefix}--help` : `Did you mean ${prefix}${guess}?`;
  return new LabError('USAGE', `there is no command ${quoteText(`${prefix}${next}`)}`, hint);
}
