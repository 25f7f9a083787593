import type { Style } from './style.js';

/** However wide a terminal is, lines of prose are no longer. */
const MAX_COLUMNS = 80;

/** However narrow it is, they have this many columns. */
const MIN_COLUMNS = 20;

/** A text in lines of so many characters at most, parted at blanks; what stands in `…` is not parted. */
export function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.match(/(?:`[^`]*`|[^ `]|`)+/g) ?? ['']) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** How wide prose may be on a terminal of so many columns; null for none. */
export function proseWidth(columns: number | null): number {
  return Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, columns ?? MAX_COLUMNS));
}

/**
 * Lines of prose, filled: those of a paragraph flow together, a dash begins an item of a list, and what is indented stays as it is. What
 * stands in `…` is strong, where that can be seen.
 */
export function renderProse(lines: readonly string[], columns: number, style: Style): string {
  const blocks: { text: string; kind: 'paragraph' | 'item' | 'as it is' }[] = [];
  let isOpen = false;
  for (const line of lines) {
    const item = /^- +(.*)$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (line === '' || line.startsWith(' ')) blocks.push({ text: line, kind: 'as it is' });
    else if (item !== undefined) blocks.push({ text: item, kind: 'item' });
    else if (isOpen && last !== undefined) last.text += ` ${line}`;
    else blocks.push({ text: line, kind: 'paragraph' });
    isOpen = line !== '' && !line.startsWith(' ');
  }
  return blocks
    .flatMap(({ text, kind }) => {
      if (kind === 'as it is') return [style.paint('strong', text)];
      if (kind === 'item') return hang('- ', text, columns, style);
      return wrap(text, columns).map((line) => paintCode(line, style));
    })
    .join('\n');
}

/** A text behind a mark, its further lines below its first word. */
export function hang(mark: string, text: string, columns: number, style: Style): string[] {
  const lines = wrap(text, columns - mark.length).map((line) => paintCode(line, style));
  return lines.map((line, index) => `${index === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}

/** Without colour, the quotes stay. */
function paintCode(line: string, style: Style): string {
  return line.replaceAll(/`([^`]+)`/g, (quoted, code: string) => {
    const painted = style.paint('strong', code);
    return painted === code ? quoted : painted;
  });
}
