import { escapeText } from '../../core/printable.js';

/** Letters that take two columns: CJK, Hangul, Kana and their punctuation, as far as {@link drawable} leaves them. */
const WIDE = /[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]/g;

/**
 * Characters whose width and place on a line are known: no combining marks, no emoji of several parts, nothing that is written from right to
 * left.
 */
const UNSURE =
  /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02af\u0370-\u0373\u037b-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u21ff\u2200-\u22ff\u2500-\u257f\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3]/gu;

/** Text of unknown origin as it may stand in a drawing, where each character has to keep to its place. */
export function drawable(text: string): string {
  return escapeText(text).replaceAll(UNSURE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** How many columns of a terminal, or of a fixed-width font, a drawable text takes. */
export function columnsOf(text: string): number {
  return Array.from(text).length + (text.match(WIDE)?.length ?? 0);
}

/** The text, cut to so many columns. What is cut off is an ellipsis. */
export function cut(text: string, columns: number, ellipsis = '…'): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  for (const character of text) {
    if (columnsOf(kept) + columnsOf(character) + columnsOf(ellipsis) > columns) break;
    kept += character;
  }
  return `${kept}${ellipsis}`;
}

/** The text with blanks behind it, to so many columns. */
export function pad(text: string, columns: number): string {
  return `${text}${' '.repeat(Math.max(0, columns - columnsOf(text)))}`;
}

/** The text in lines of at most so many columns, parted at blanks; a word that is too long is parted anywhere. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((each) => pieces(each, columns))) {
    const last = lines.at(-1);
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(word) <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function pieces(word: string, columns: number): string[] {
  const parts = [''];
  for (const character of word) {
    const last = parts.at(-1) ?? '';
    if (columnsOf(last) + columnsOf(character) <= columns || last === '') parts[parts.length - 1] = `${last}${character}`;
    else parts.push(character);
  }
  return parts;
}
