import { LabError } from '../core/errors.js';
import { quoteText } from '../core/printable.js';
import { isFlag, tableOf, writtenName } from './flag-table.js';
import { allFlags, GLOBAL_FLAGS } from './globals.js';
import { belongsToShell, guessFor, shellFault } from './guesses.js';
import { nearest } from './nearest.js';
import type { Fault } from './read-words.js';
import type { CommandSyntax, FlagSpec, FlagSpecs } from './spec.js';

/** The name of a command or topic on a line. */
export interface NameRead<Spec> {
  /** Its words, each in full. */
  readonly name: readonly string[];
  /** Index of each word of the line that belongs to the name, `help` included. */
  readonly at: readonly number[];
  /** The command of that name, if there is one. */
  readonly spec: Spec | null;
  readonly asks: 'command' | 'help' | 'version';
  /** What is wrong with the word after the name, if the name is incomplete. */
  readonly fault: Fault | null;
}

/** Names of commands by their words: a command, and the words that may follow. */
interface NameTree<Spec> {
  spec: Spec | null;
  readonly below: Map<string, NameTree<Spec>>;
}

const VERSION_WORDS = ['version', '--version', '-v', '-V'];

/** The command of a line that begins with its whole name, as most do, and the words after it. Null for other lines. */
export function findPlain<Spec extends CommandSyntax>(
  commands: readonly Spec[],
  words: readonly string[],
): { spec: Spec; words: readonly string[] } | null {
  let node = treeOf(commands);
  for (let at = 0; at < words.length; at += 1) {
    const next = node.below.get(words[at] ?? '');
    if (next === undefined) return null;
    if (next.below.size === 0 && next.spec !== null) return { spec: next.spec, words: words.slice(at + 1) };
    node = next;
  }
  return null;
}

/**
 * Reads the name of a command. Flags may be before it and within it.
 *
 * @param isShort whether each word of the name may be cut short, as long as only one can be meant
 */
export function readName<Spec extends CommandSyntax>(
  commands: readonly Spec[],
  words: readonly string[],
  isShort: boolean,
): NameRead<Spec> {
  const reader = new NameReader(treeOf(commands), isShort);
  for (let index = 0; index < words.length && reader.goesOn; ) {
    const length = flagLength(commands, reader.spec, words[index] ?? '');
    if (length === 0 && !reader.take(words, index)) break;
    index += Math.max(length, 1);
  }
  return reader;
}

/** A name that is read word by word. */
class NameReader<Spec extends CommandSyntax> implements NameRead<Spec> {
  readonly name: string[] = [];
  readonly at: number[] = [];
  asks: NameRead<Spec>['asks'] = 'command';
  fault: Fault | null = null;
  #node: NameTree<Spec>;
  readonly #isShort: boolean;

  constructor(root: NameTree<Spec>, isShort: boolean) {
    this.#node = root;
    this.#isShort = isShort;
  }

  get spec(): Spec | null {
    return this.#node.spec;
  }

  /** Whether another word may belong to the name. */
  get goesOn(): boolean {
    return this.asks !== 'version' && (this.spec === null || this.#node.below.size > 0);
  }

  /** Takes a word that is not a flag. Returns whether it belongs to the name. */
  take(words: readonly string[], index: number): boolean {
    const word = words[index] ?? '';
    const isFirst = this.name.length === 0 && this.asks === 'command';
    const meant = meantWords(this.#node, word, this.#isShort);
    const [full = ''] = meant;
    const next = meant.length === 1 ? this.#node.below.get(full) : undefined;
    if (next !== undefined) {
      this.name.push(full);
      this.#node = next;
    } else if (isFirst && word === 'help') this.asks = 'help';
    else if (isFirst && VERSION_WORDS.includes(word)) this.asks = 'version';
    else {
      const isFault = this.spec === null && !word.startsWith('-');
      if (isFault) this.fault = { at: index, error: nameFault(this.#node, this.name, words.slice(index), meant) };
      return false;
    }
    this.at.push(index);
    return true;
  }
}

/** Every flag that any command has. */
export function flagsOfAny(commands: readonly CommandSyntax[]): FlagSpecs {
  const known = ANY_FLAGS.get(commands);
  if (known !== undefined) return known;
  const all: Record<string, FlagSpec> = { ...GLOBAL_FLAGS };
  for (const spec of commands) for (const [name, flag] of Object.entries(allFlags(spec))) all[name] ??= flag;
  ANY_FLAGS.set(commands, all);
  return all;
}

const TREES = new WeakMap<readonly CommandSyntax[], NameTree<CommandSyntax>>();
const ANY_FLAGS = new WeakMap<readonly CommandSyntax[], FlagSpecs>();

function treeOf<Spec extends CommandSyntax>(commands: readonly Spec[]): NameTree<Spec> {
  // The tree of a list holds what the list does.
  return (TREES.get(commands) ?? plant(commands)) as NameTree<Spec>;
}

function plant(commands: readonly CommandSyntax[]): NameTree<CommandSyntax> {
  const root: NameTree<CommandSyntax> = { spec: null, below: new Map() };
  for (const spec of commands) {
    let node = root;
    for (const word of spec.id.split(' ')) {
      const next = node.below.get(word) ?? { spec: null, below: new Map() };
      node.below.set(word, next);
      node = next;
    }
    node.spec = spec;
  }
  TREES.set(commands, root);
  return root;
}

function specsOf<Spec>({ spec, below }: NameTree<Spec>): Spec[] {
  return [...(spec === null ? [] : [spec]), ...[...below.values()].flatMap(specsOf)];
}

/** Words that came later may be cut short down to so many letters: scripts already use the shorter forms, here for `expect`. */
const SHORTEST: Readonly<Record<string, number>> = { explain: 4, router: 6, send: 4 };

/** The words that a word may mean: itself, if it is one. */
function meantWords<Spec extends CommandSyntax>(node: NameTree<Spec>, typed: string, isShort: boolean): string[] {
  if (node.below.has(typed)) return [typed];
  if (!isShort) return [];
  return listed(node).filter((word) => word.startsWith(typed) && typed.length >= (SHORTEST[word] ?? 1));
}

function listed<Spec extends CommandSyntax>({ below }: NameTree<Spec>): string[] {
  return [...below].filter(([, next]) => specsOf(next).some(({ hidden }) => !hidden)).map(([word]) => word);
}

/** The number of words that a flag with its value takes: 0 if no command has such a flag. */
function flagLength(commands: readonly CommandSyntax[], spec: CommandSyntax | null, word: string): number {
  if (!isFlag(word) || word === '--') return 0;
  const written = writtenName(word);
  const own = spec === null ? undefined : tableOf(allFlags(spec)).written.get(written);
  const flag = own ?? tableOf(flagsOfAny(commands)).written.get(written);
  if (flag === undefined) return 0;
  return flag.spec.kind === 'switch' || written.length < word.length ? 1 : 2;
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

function nameFault<Spec extends CommandSyntax>(
  node: NameTree<Spec>,
  name: readonly string[],
  [typed = '', ...others]: readonly string[],
  meant: readonly string[],
): LabError {
  if (meant.length > 1) {
    const list = meant.map((word) => [...name, word].join(' ')).join(', ');
    const message = `${quoteText([...name, typed].join(' '))} is ambiguous: ${list.replace(/, ([^,]*)$/, ' or $1')}`;
    return new LabError('USAGE', message, 'Type more characters.');
  }
  if (belongsToShell(typed)) return shellFault(typed);
  const prefix = name.map((word) => `${word} `).join('');
  const known = listed(node);
  const guess = known.find((word) => OTHER_WORDS[word]?.includes(typed)) ?? nearest(typed, known);
  const nearby = guess === null ? `Commands: ${known.join(', ')}; see: mcast ${prefix}--help` : `Did you mean ${prefix}${guess}?`;
  const hint = guessFor([...name, typed, ...others]) ?? nearby;
  return new LabError('USAGE', `unknown command ${quoteText(`${prefix}${typed}`)}`, hint);
}
