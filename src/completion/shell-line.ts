import { SHELL_LINES, splitAtCursor, tokenize } from '../grammar/tokens.js';

/** A line as a shell hands it over, up to the cursor. */
export interface ShellLine {
  /** The whole words after the program's name. */
  readonly words: readonly string[];
  /** The word at the cursor, up to the cursor. */
  readonly partial: string;
  /** Whether the cursor is on a redirection of the shell, which is not a word of the program. */
  readonly isRedirection: boolean;
}

/** Reads the line of a shell. Null if a quote is not closed, or the cursor is in the program's name. */
export function splitShellLine(line: string): ShellLine | null {
  const { before, last } = splitAtCursor(line, tokenize(line, SHELL_LINES).tokens);
  const program = before.findIndex(({ text }) => !/^\w+=/.test(text));
  if (program === -1 || (last?.open ?? null) !== null) return null;
  const words: string[] = [];
  let isTarget = false;
  for (const { text, redirects } of before.slice(program + 1)) {
    if (!redirects && !isTarget) words.push(text);
    isTarget = redirects && /[<>]$/.test(text);
  }
  return { words, partial: last?.text ?? '', isRedirection: isTarget || last?.redirects === true };
}
