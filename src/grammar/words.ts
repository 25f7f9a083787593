import { LabError } from '../core/errors.js';

const SPACE = /[ \t\r]/;

const [SPACE_CODE, TAB, RETURN, DOUBLE_QUOTE, HASH, SINGLE_QUOTE, BACKSLASH] = [0x20, 0x09, 0x0d, 0x22, 0x23, 0x27, 0x5c];

/**
 * Takes a line apart into words, as a shell does: blanks part words; single quotes keep what is in them as it is; in double quotes and
 * outside, a backslash takes the meaning from what follows it; `#` at the beginning of a word begins a comment. Nothing else has a
 * meaning.
 *
 * @throws LabError `USAGE` if a quote is not closed, or the line ends in a backslash
 */
export function splitWords(line: string): string[] {
  const plain = splitPlain(line);
  if (plain !== null) return plain;
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    const start = line[at] ?? '';
    if (SPACE.test(start)) at += 1;
    else if (start === '#') break;
    else {
      const { word, end } = readWord(line, at);
      words.push(word);
      at = end;
    }
  }
  return words;
}

/** Writes words as a line that {@link splitWords} takes apart into the same. A word must have no line break. */
export function joinWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ');
}

/** Whether a line has the very form in which {@link joinWords} writes it. */
export function isJoined(line: string): boolean {
  return /^[A-Za-z0-9_./:=@%+,-]+(?: [A-Za-z0-9_./:=@%+,-]+)*$/.test(line);
}

/** A word with a backslash before whatever has a meaning: it begins as the word does, so that it can go on from what is typed. */
export function escapeWord(word: string): string {
  return word.replaceAll(/[ \t'"\\#]/g, '\\$&');
}

function readWord(line: string, start: number): { word: string; end: number } {
  let word = '';
  let at = start;
  while (at < line.length) {
    const character = line[at] ?? '';
    if (SPACE.test(character)) break;
    if (character === "'") {
      const end = closing(line, "'", at);
      word += line.slice(at + 1, end);
      at = end + 1;
    } else if (character === '"') {
      const quoted = readDoubleQuoted(line, at);
      word += quoted.text;
      at = quoted.end;
    } else if (character === '\\') {
      word += escaped(line, at);
      at += 2;
    } else {
      word += character;
      at += 1;
    }
  }
  return { word, end: at };
}

function readDoubleQuoted(line: string, start: number): { text: string; end: number } {
  let text = '';
  let at = start + 1;
  for (let character = line[at]; character !== undefined; character = line[at]) {
    if (character === '"') return { text, end: at + 1 };
    const next = line[at + 1] ?? '';
    if (character === '\\' && (next === '"' || next === '\\' || next === '$' || next === '`')) {
      text += next;
      at += 2;
    } else {
      text += character;
      at += 1;
    }
  }
  throw unclosed('"', start);
}

function closing(line: string, quote: string, start: number): number {
  const end = line.indexOf(quote, start + 1);
  if (end === -1) throw unclosed(quote, start);
  return end;
}

function escaped(line: string, at: number): string {
  const next = line[at + 1];
  if (next !== undefined) return next;
  throw new LabError(
    'USAGE',
    'the line ends in a backslash',
    'A command stands on one line; a backslash itself is written \\\\.',
  );
}

function unclosed(quote: string, start: number): LabError {
  return new LabError('USAGE', `the quote ${quote} in column ${start + 1} is not closed`, 'Close it, or write \\ before it.');
}

/** The words of a line of which no character has a meaning, as most lines are. Null if it is another one. */
function splitPlain(line: string): string[] | null {
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === SPACE_CODE || code === TAB || code === RETURN) {
      if (at > start) words.push(line.slice(start, at));
      start = at + 1;
    } else if (code === DOUBLE_QUOTE || code === HASH || code === SINGLE_QUOTE || code === BACKSLASH) return null;
  }
  if (start < line.length) words.push(line.slice(start));
  return words;
}

function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
