import { allFlags, GLOBAL_FLAGS } from './globals.js';
import { flagsOfAny, readName } from './names.js';
import { unexpected } from './parse.js';
import type { Fault, WordsRead } from './read-words.js';
import { asksForJson, needsValue, readWords } from './read-words.js';
import type { CommandSyntax } from './spec.js';

/** A line, read: everything that is asked about a line is asked of this value. `words` are those that are not its name. */
export interface CommandLine<Spec extends CommandSyntax = CommandSyntax> extends WordsRead {
  /** Words of the name of a command or a topic, each in full. */
  readonly name: readonly string[];
  /** The command, once its name is whole; that which help is wanted on, if it is. */
  readonly spec: Spec | null;
  /** What the line asks for. A topic: more words must follow to name a command. Nothing: it has no name, only global flags. */
  readonly asks: 'command' | 'topic' | 'help' | 'version' | 'nothing';
  /** The first thing that is wrong; `at` is the index in the whole line, and so that of its token. */
  readonly fault: Fault | null;
}

/** How a line is read. */
interface Reading {
  /** Whether the words of its name may be cut short. */
  readonly isShort: boolean;
  /** Whether it is read up to a cursor, so that more may follow. */
  readonly isPartial: boolean;
}

/** Reads the words of a line, without the program's name. */
export function readLine<Spec extends CommandSyntax>(
  commands: readonly Spec[],
  words: readonly string[],
  { isShort, isPartial }: Reading,
): CommandLine<Spec> {
  const { name, at, spec, asks, fault } = readName(commands, words, isShort);
  const positions = [...words.keys()].filter((index) => !at.includes(index));
  const others = positions.map((index) => words[index] ?? '');
  const inLine = (found: Fault | null) => found && { ...found, at: positions[found.at] ?? words.length };
  const isCommand = asks === 'command' && spec !== null;
  const flags = isCommand ? allFlags(spec) : isPartial ? flagsOfAny(commands) : GLOBAL_FLAGS;
  const read = readWords(flags, others);
  const [extra] = read.args;
  const tooMany = !isCommand && extra !== undefined ? { at: extra.at, error: unexpected(extra.text) } : null;
  const open = read.open !== null && !isPartial ? { at: others.length, error: needsValue(read.open, undefined) } : null;
  return {
    ...read,
    name,
    spec,
    asks: asks === 'command' && spec === null ? (name.length === 0 ? 'nothing' : 'topic') : asks,
    fault: fault ?? inLine(read.fault ?? tooMany ?? open),
  };
}

/**
 * Whether a line asks for a JSON document, even if the rest of it cannot be understood.
 *
 * @param spec the command, where it is known already, and the words are those after its name
 */
export function wantsJson(commands: readonly CommandSyntax[], spec: CommandSyntax | null, words: readonly string[]): boolean {
  return asksForJson(
    spec === null ? readLine(commands, words, { isShort: true, isPartial: true }) : readWords(allFlags(spec), words),
  );
}
