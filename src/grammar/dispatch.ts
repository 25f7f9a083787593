import type { LabError } from '../core/errors.js';
import type { GlobalFlags } from './globals.js';
import { allFlags, readGlobals } from './globals.js';
import { findPlain } from './names.js';
import { entriesOf } from './parse.js';
import { readLine } from './read-line.js';
import { readWords } from './read-words.js';
import type { CommandSyntax } from './spec.js';

/** What a line is for. */
export type Dispatch<Spec extends CommandSyntax = CommandSyntax> =
  | { readonly kind: 'command'; readonly spec: Spec; readonly words: readonly string[] }
  /** Help on everything, a topic or a command, whose name is in `words`; `isAsked` if that was asked for, and not just a name cut short. */
  | { readonly kind: 'help'; readonly words: readonly string[]; readonly globals: GlobalFlags; readonly isAsked: boolean }
  /** Help on a word that names no command: a topic, or else the error. */
  | { readonly kind: 'topic'; readonly word: string; readonly globals: GlobalFlags; readonly otherwise: LabError }
  | { readonly kind: 'version'; readonly globals: GlobalFlags }
  /** Nothing but global flags. */
  | { readonly kind: 'nothing'; readonly globals: GlobalFlags };

/**
 * Finds the command that a line names.
 *
 * @param isShort whether words of its name, and arguments that say so, may be cut short, as long as only one can be meant:
 * so at the prompt and in scripts. In a shell, they must be whole: there a typing error should do nothing
 * @throws LabError `USAGE` if there is no such command, or more than one
 */
export function dispatch<Spec extends CommandSyntax>(
  commands: readonly Spec[],
  words: readonly string[],
  isShort = false,
): Dispatch<Spec> {
  const plain = findPlain(commands, words);
  if (plain !== null) return command(plain.spec, plain.words, isShort);
  const line = readLine(commands, words, { isShort, isPartial: false });
  if (line.asks === 'command' && line.spec !== null) return command(line.spec, line.words, isShort);
  if (line.fault !== null) {
    const word = words[line.fault.at];
    const isTopic = line.asks === 'help' && line.name.length === 0 && line.args.length === 1;
    if (!isTopic || word === undefined) throw line.fault.error;
    return { kind: 'topic', word, globals: readGlobals(line), otherwise: line.fault.error };
  }
  const globals = readGlobals(line);
  if (line.asks === 'version') return { kind: 'version', globals };
  if (line.asks === 'nothing') return globals.help ? helpOn([], globals, true) : { kind: 'nothing', globals };
  return helpOn(line.name, globals, globals.help || line.asks === 'help');
}

function helpOn(words: readonly string[], globals: GlobalFlags, isAsked: boolean) {
  return { kind: 'help', words, globals, isAsked } as const;
}

function command<Spec extends CommandSyntax>(spec: Spec, words: readonly string[], isShort: boolean) {
  return { kind: 'command', spec, words: isShort ? wholeArgs(spec, words) : words } as const;
}

/** The words of a command, with arguments that are cut short in full. */
function wholeArgs(spec: CommandSyntax, words: readonly string[]): readonly string[] {
  const args = entriesOf(spec.args);
  if (args.every(([, { mayBeShort }]) => mayBeShort !== true)) return words;
  const whole = [...words];
  for (const [index, { text, at }] of readWords(allFlags(spec), words).args.entries()) {
    const arg = args[index]?.[1];
    const options = arg?.mayBeShort === true ? (arg.options ?? []) : [];
    const meant = options.filter((option) => option.startsWith(text));
    if (text !== '' && !options.includes(text) && meant.length === 1) whole[at] = meant[0] ?? text;
  }
  return whole;
}
