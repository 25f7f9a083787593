import { allFlags, GLOBAL_FLAGS } from '../grammar/globals.js';
import type { CommandLine } from '../grammar/read-line.js';
import { readLine } from '../grammar/read-line.js';
import type { ArgSpec, CommandSyntax, Completes, FlagSpecs } from '../grammar/spec.js';
import { withoutProgram } from '../grammar/words.js';

/** Of a longer line, nothing is offered: a command may hold another one, and that one more, which takes time with the square of their number. */
const MAX_WORDS = 1_000;

/** Reads the words before the cursor. Null if no valid line begins with them. */
export function readBefore<Spec extends CommandSyntax>(
  commands: readonly Spec[],
  words: readonly string[],
): CommandLine<Spec> | null {
  if (words.length > MAX_WORDS) return null;
  const line = readLine(commands, withoutProgram(words), { isShort: true, isPartial: true });
  const isBeforeName = line.spec === null && line.flagsEnded;
  return line.fault !== null || line.asks === 'version' || isBeforeName ? null : line;
}

/** The flags that may be at the cursor. */
export function flagsAt({ spec, asks }: CommandLine): FlagSpecs {
  return spec === null || asks === 'help' ? GLOBAL_FLAGS : allFlags(spec);
}

/** Whether a flag is on the line. */
export function hasFlag({ flags }: CommandLine, name: string): boolean {
  return flags.some(({ flag }) => flag.name === name);
}

/** The argument that comes next. Null if all are there, or there is no command yet. */
export function nextArg(line: CommandLine): ArgSpec | null {
  const { spec, args } = line;
  if (spec === null) return null;
  const specs = Object.values(spec.args).filter(({ onlyWith }) => onlyWith === undefined || hasFlag(line, onlyWith));
  const last = specs.at(-1);
  return specs[args.length] ?? (last?.isRest === true ? last : null);
}

/** Whether another word may follow to make a longer command name. */
export function mayGoOn({ args, flagsEnded, open }: CommandLine): boolean {
  return args.length === 0 && !flagsEnded && open === null;
}

/** The words of a command that is an argument of another one. Null if there is none. */
export function commandWithin({ spec, args, flagsEnded }: CommandLine): readonly string[] | null {
  if (spec === null || !flagsEnded) return null;
  const from = Object.values(spec.args).findIndex(({ completes }) => completes === 'command');
  return from === -1 || args.length < from ? null : args.slice(from).map(({ text }) => text);
}

/** The values on the line that name such a thing, arguments before flags. */
export function givenValues({ spec, args, flags }: CommandLine, kind: Completes): readonly string[] {
  if (spec === null) return [];
  const fromArgs = Object.values(spec.args).flatMap(({ completes }, index) => {
    const text = args[index]?.text;
    return completes === kind && text !== undefined ? [text] : [];
  });
  const fromFlags = flags.flatMap(({ flag, text }) =>
    flag.spec.kind === 'option' && flag.spec.completes === kind ? [text] : [],
  );
  return [...fromArgs, ...fromFlags];
}
