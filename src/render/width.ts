import stringWidth from 'string-width';

/**
 * Text whose characters each take one column: ASCII, Latin letters, and the signs that we draw with. Nearly all text is of this kind; for any other, the
 * first call of `string-width` takes tens of milliseconds.
 */
const NARROW = /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2190-\u22ff\u2500-\u259f\u25a0-\u25fc\u2713\u2717]*$/;

/** What colors text, and takes no room. */
const COLORS = /\u001b\[[\d;]*m/g;

/** How many columns of a terminal a text takes. Colors take none. */
export function widthOf(text: string): number {
  const bare = text.includes('\u001b') ? text.replaceAll(COLORS, '') : text;
  return NARROW.test(bare) ? bare.length : stringWidth(bare);
}

/** As much of the beginning of a text as fits into so many columns. */
export function start(text: string, columns: number): string {
  if (text.includes('\u001b')) return startOfPainted(text, columns);
  if (NARROW.test(text)) return text.slice(0, Math.max(0, columns));
  let width = 0;
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    width += widthOf(segment);
    if (width > columns) return text.slice(0, index);
  }
  return text;
}

function startOfPainted(text: string, columns: number): string {
  let kept = '';
  let room = columns;
  for (const part of text.match(/\u001b(?:\[[\d;]*m)?|[^\u001b]+/g) ?? []) {
    const shown = part.startsWith('\u001b') ? part : start(part, room);
    kept += shown;
    if (shown !== part) break;
    room -= widthOf(part);
  }
  return kept;
}

/** A text, cut to so many columns; an ellipsis marks the cut. */
export function cut(text: string, columns: number, ellipsis = '…'): string {
  return widthOf(text) <= columns ? text : `${start(text, columns - widthOf(ellipsis))}${ellipsis}`;
}

/** The text, filled with blanks to so many columns. */
export function pad(text: string, columns: number): string {
  return `${text}${' '.repeat(Math.max(0, columns - widthOf(text)))}`;
}

/**
 * The text in lines of at most so many columns, broken at blanks. What is quoted in `…` stays together, unless it is longer than a line; a word that is
 * longer than a line is broken anywhere.
 */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const [, blanks = '', whole = ''] of text.matchAll(/( *)((?:`[^`]*`|[^ ])+)/g)) {
    for (const [index, word] of pieces(whole, columns).entries()) {
      const last = lines.at(-1);
      const gap = index === 0 ? blanks : ' ';
      if (last !== undefined && widthOf(last) + gap.length + widthOf(word) <= columns)
        lines[lines.length - 1] = `${last}${gap}${word}`;
      else lines.push(word);
    }
  }
  return lines.length === 0 ? [''] : lines;
}

/** A word, or its parts where it is longer than a line. */
function pieces(word: string, columns: number): string[] {
  if (widthOf(word) <= columns) return [word];
  if (word.includes(' ')) return word.split(' ').flatMap((each) => pieces(each, columns));
  const parts: string[] = [];
  for (let rest = word; rest !== ''; ) {
    const [first = rest] = rest;
    const part = start(rest, columns) || first;
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return parts;
}
