import type { Program } from '../../execute/definition.js';
import { joinWords } from '../../grammar/words.js';
import { toAscii } from '../../render/ascii.js';

/** How to write explanations for their reader. */
export interface Writer {
  /** A command, ready to paste, for the session of the line. */
  readonly write: (command: string) => string;
  /** Text in printable form. */
  readonly shown: (text: string) => string;
}

export function writerFor({ context, globals: { session } }: Program): Writer {
  const rest = session === undefined ? '' : ` ${joinWords(['--session', session])}`;
  const shown = showsOnlyAscii(context.machine.environment) ? toAscii : (text: string) => text;
  return { write: (command) => `mcast ${command}${rest}`, shown };
}

/** Follows the locale; without one, most terminals show more than it would allow. */
function showsOnlyAscii({ LC_ALL, LC_CTYPE, LANG }: Program['context']['machine']['environment']): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
}
