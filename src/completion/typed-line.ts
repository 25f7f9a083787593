import { splitAtCursor, tokenize } from '../grammar/tokens.js';
import { withoutProgram } from '../grammar/words.js';

/** A line that is being typed, up to the cursor. */
export interface TypedLine {
  /** The whole words, without the program's name. */
  readonly words: readonly string[];
  /** The word at the cursor, as it is typed so far. */
  readonly partial: string;
}

/** Null where the cursor is in a comment or in a word with quotes: then the text is the user's own. */
export function readTypedLine(text: string): TypedLine | null {
  const { tokens, comment } = tokenize(text);
  const { before, last } = splitAtCursor(text, tokens);
  if (comment !== null || last?.isQuoted === true) return null;
  return { words: withoutProgram(before.map((token) => token.text)), partial: last?.text ?? '' };
}

/** Whether the end of a text is within quotes. */
export function endsInQuotes(text: string): boolean {
  const open = tokenize(text).tokens.at(-1)?.open ?? null;
  return open !== null && open.mark !== '\\';
}
