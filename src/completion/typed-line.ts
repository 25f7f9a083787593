import { LabError } from '../core/errors.js';
import { splitWords } from '../grammar/words.js';

/** A line that is being typed, up to the cursor. */
export interface TypedLine {
  /** The whole words, without the program's name. */
  readonly words: readonly string[];
  /** The word at the cursor, as it is typed so far. */
  readonly partial: string;
}

/** Null where the cursor is in quotes, or behind some: then the word is the user's own. */
export function readTypedLine(text: string): TypedLine | null {
  const partial = text.split(/\s/).at(-1) ?? '';
  if (/['"\\]/.test(partial)) return null;
  try {
    const words = splitWords(text.slice(0, text.length - partial.length));
    return { words: words[0] === 'mcast' ? words.slice(1) : words, partial };
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** Whether the end of a text is within quotes. */
export function endsInQuotes(text: string): boolean {
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\' && quote !== "'") at += 1;
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  return quote !== '';
}
