import { describeOpen, tokenize } from './tokens.js';

const [SPACE, TAB, RETURN, NO_BREAK_SPACE] = [0x20, 0x09, 0x0d, 0xa0];
const [DOUBLE_QUOTE, HASH, SINGLE_QUOTE, BACKSLASH] = [0x22, 0x23, 0x27, 0x5c];

/**
 * The words of one of our lines.
 *
 * @throws LabError `USAGE` if a quote is not closed, or the line ends in a backslash
 */
export function splitWords(line: string): string[] {
  return splitPlain(line) ?? splitTokens(line);
}

/** The words of a command, without the name of the program, or the prompt of a shell and the name, as they stand on a line that was pasted. */
export function withoutProgram(words: readonly string[]): readonly string[] {
  const at = words[0] === '$' ? 1 : 0;
  return words[at] === 'mcast' ? words.slice(at + 1) : words;
}

/** The words of a line with `~` as the user's home folder, where a shell would read it so: at the beginning of a word, outside quotes. */
export function splitWordsAt(home: string | undefined, line: string): string[] {
  if (home === undefined || !line.includes('~')) return splitWords(line);
  return wholeTokens(line).map(({ text, start }) =>
    /^~(?:[/ \t\r\u00a0]|$)/.test(line.slice(start, start + 2)) ? `${home}${text.slice(1)}` : text,
  );
}

/** Writes words as a line that {@link splitWords} splits into the same words. A word must have no line break. */
export function joinWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ');
}

/** Whether a line has the very form in which {@link joinWords} writes it. */
export function isJoined(line: string): boolean {
  return /^[A-Za-z0-9_./:=@%+,-]+(?: [A-Za-z0-9_./:=@%+,-]+)*$/.test(line);
}

/** A word with a backslash before each character that has a meaning, so that it begins as the typed word does. */
export function escapeWord(word: string): string {
  return word.replaceAll(/[ \t\r\u00a0'"\\#]/g, '\\$&');
}

function splitTokens(line: string): string[] {
  return wholeTokens(line).map(({ text }) => text);
}

function wholeTokens(line: string) {
  const { tokens } = tokenize(line);
  const open = tokens.at(-1)?.open ?? null;
  if (open !== null) throw describeOpen(open);
  return tokens;
}

/** The words of a line without quotes, backslashes and comments, as most are. Null for other lines. */
function splitPlain(line: string): string[] | null {
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === SPACE || code === TAB || code === RETURN || code === NO_BREAK_SPACE) {
      if (at > start) words.push(line.slice(start, at));
      start = at + 1;
    } else if (code === DOUBLE_QUOTE || code === HASH || code === SINGLE_QUOTE || code === BACKSLASH) return null;
  }
  if (start < line.length) words.push(line.slice(start));
  return words;
}

/** Writes a word as {@link splitWords} reads it. */
export function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
