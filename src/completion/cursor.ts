import type { ArgSpec, CommandSpec, Completes, FlagSpec, FlagSpecs, OptionSpec } from '../execute/definition.js';
import { meantWords } from '../grammar/dispatch.js';
import { allFlags, GLOBAL_FLAGS } from '../grammar/globals.js';
import { isFlag } from '../grammar/parse.js';

/** Where on a line the cursor is: what the words before it come to. */
export interface Place {
  /** Words of the name of a command or a topic, each in full. */
  readonly name: readonly string[];
  /** The command, once its name is whole. */
  readonly spec: CommandSpec | null;
  /** Whether the name is that of what help is wanted on. */
  readonly isHelp: boolean;
  /** The words that are for the command: those after its name, and flags before it. */
  readonly rest: readonly string[];
  readonly args: readonly string[];
  /** The values of the flags that are given, by name; none for a switch. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** The flag whose value comes next. */
  readonly open: OptionSpec | null;
  /** Whether a `--` ended the flags. */
  readonly flagsEnded: boolean;
}

/** Of a longer line, nothing is offered: a command may hold another one, and that one more, which takes time with the square of their number. */
const MAX_WORDS = 1_000;

/** Follows the words before the cursor. Null if they are no beginning of a line that the program would understand. */
export function findPlace(commands: readonly CommandSpec[], words: readonly string[]): Place | null {
  if (words.length > MAX_WORDS) return null;
  const walk = new Walk(commands);
  for (const word of words[0] === 'mcast' ? words.slice(1) : words) if (!walk.take(word)) return null;
  return walk;
}

/** The flags that may stand where the cursor is. */
export function flagsAt({ spec }: Place): FlagSpecs {
  return spec === null ? GLOBAL_FLAGS : allFlags(spec);
}

/** The argument that comes next. Null if there are all of them that may be there, or there is no command yet. */
export function nextArg({ spec, args, flags }: Place): ArgSpec | null {
  if (spec === null) return null;
  const specs = Object.values(spec.args).filter(({ onlyWith }) => onlyWith === undefined || flags.has(onlyWith));
  const last = specs.at(-1);
  return specs[args.length] ?? (last?.isRest === true ? last : null);
}

/** Whether a word that follows the name of a command makes it that of another one, as in `explain route`. */
function goesOn(commands: readonly CommandSpec[], place: Place, word: string): boolean {
  return mayGoOn(place) && meantWords(commands, place.name, word).length === 1;
}

/** Whether the name of a command that is whole may still go on. */
export function mayGoOn({ args, flagsEnded, open }: Place): boolean {
  return args.length === 0 && !flagsEnded && open === null;
}

/** The words of a command that stands on the line as an argument of another. Null if there is none. */
export function commandWithin({ spec, args, flagsEnded }: Place): readonly string[] | null {
  if (spec === null || !flagsEnded) return null;
  const specs = Object.values(spec.args);
  const from = specs.findIndex(({ completes }) => completes === 'command');
  return from === -1 || args.length < from ? null : args.slice(from);
}

/** The values on the line that name such a thing, arguments before flags. */
export function givenValues({ spec, args, flags }: Place, kind: Completes): readonly string[] {
  if (spec === null) return [];
  const fromArgs = Object.values(spec.args).flatMap(({ completes }, index) => {
    const text = args[index];
    return completes === kind && text !== undefined ? [text] : [];
  });
  const fromFlags = Object.entries(spec.flags).flatMap(([name, flag]) =>
    flag.kind === 'option' && flag.completes === kind ? (flags.get(name) ?? []) : [],
  );
  return [...fromArgs, ...fromFlags];
}

/** A line that is followed word by word. */
class Walk implements Place {
  name: string[] = [];
  spec: CommandSpec | null = null;
  isHelp = false;
  rest: string[] = [];
  args: string[] = [];
  flags = new Map<string, string[]>();
  open: OptionSpec | null = null;
  flagsEnded = false;
  #openName = '';

  constructor(private readonly commands: readonly CommandSpec[]) {}

  /** Goes on by a word. Returns whether it is one that may stand there. */
  take(word: string): boolean {
    if (this.open === null && !this.flagsEnded && isFlag(word) && word !== '--') return this.#takeFlag(word);
    if (this.open === null && (this.spec === null || goesOn(this.commands, this, word))) return this.#takeName(word);
    this.rest.push(word);
    if (this.open !== null) this.#takeValue(word);
    else if (word === '--' && !this.flagsEnded) this.flagsEnded = true;
    else this.args.push(word);
    return true;
  }

  #takeName(word: string): boolean {
    if (this.name.length === 0 && word === 'help' && !this.isHelp) {
      this.isHelp = true;
      return true;
    }
    const [full, ...others] = meantWords(this.commands, this.name, word);
    if (full === undefined || others.length > 0) return false;
    this.name.push(full);
    const id = this.name.join(' ');
    this.spec = this.commands.find((spec) => spec.id === id) ?? null;
    return true;
  }

  #takeValue(value: string): void {
    this.flags.get(this.#openName)?.push(value);
    this.open = null;
  }

  #takeFlag(word: string): boolean {
    const equals = word.indexOf('=');
    const written = equals === -1 ? word : word.slice(0, equals);
    const found = this.#findFlag(written);
    if (found === null) return false;
    const [name, flag] = found;
    this.rest.push(word);
    this.flags.set(name, this.flags.get(name) ?? []);
    if (flag.kind === 'switch') return equals === -1;
    this.#openName = name;
    this.open = flag;
    if (equals !== -1) this.#takeValue(word.slice(equals + 1));
    return true;
  }

  /** Before there is a command, a flag may be that of any. */
  #findFlag(written: string): readonly [string, FlagSpec] | null {
    for (const spec of this.spec === null ? this.commands : [this.spec]) {
      for (const [name, flag] of Object.entries(allFlags(spec))) {
        if (written === `--${name}` || (flag.kind === 'switch' && written === `-${flag.short}`)) return [name, flag];
      }
    }
    return null;
  }
}
