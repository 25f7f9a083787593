import { tokenize } from './tokens.js';

/** The first word of a line about the prompt itself, such as `.mode`; null if the line is for the lab. */
export function dotWordOf(line: string): string | null {
  const [first] = tokenize(line).tokens;
  return first !== undefined && line[first.start] === '.' ? first.text : null;
}

/** What the user asks about with `?` or `help` at the end of a line. */
export interface Question {
  /** The line before the mark. */
  readonly about: string;
  readonly mark: '?' | 'help';
}

/** Null if the line does not end with a question. */
export function questionOf(line: string): Question | null {
  const { tokens, comment } = tokenize(line);
  const last = tokens.at(-1);
  if (comment !== null || last === undefined || last.isQuoted) return null;
  const about = line.slice(0, last.start);
  return last.text === '?' || last.text === 'help' ? { about, mark: last.text } : null;
}
