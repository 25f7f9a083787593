import type { Style } from './style.js';
import { wrap } from './width.js';

/** However wide a terminal is, lines of prose are no longer. */
const MAX_COLUMNS = 80;

/** However narrow it is, they have this many columns. */
const MIN_COLUMNS = 20;

/** How wide prose may be on a terminal of so many columns; null for none. */
export function proseWidth(columns: number | null): number {
  return Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, columns ?? MAX_COLUMNS));
}

/** What flows together: a paragraph, an item of a list, or one line that stays as it is. */
interface Block {
  readonly kind: 'paragraph' | 'item' | 'as it is';
  text: string;
}

/**
 * Lines of prose, filled: those of a paragraph flow together, a dash begins an item of a list, which continues in lines indented by two, and
 * what is indented otherwise stays as it is. What stands in `…` is strong, where that can be seen.
 */
export function renderProse(lines: readonly string[], columns: number, style: Style): string {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const line of lines) {
    if (open !== null && goesOn(open, line)) {
      open.text += ` ${line.trim()}`;
      continue;
    }
    const block = blockOf(line);
    blocks.push(block);
    open = block.kind === 'as it is' ? null : block;
  }
  return blocks
    .flatMap(({ kind, text }) => {
      if (kind === 'as it is') return [style.paint('strong', text)];
      return hang(kind === 'item' ? '- ' : '', text, columns, style);
    })
    .join('\n');
}

function blockOf(line: string): Block {
  const item = /^- +(.*)$/.exec(line)?.[1];
  if (item !== undefined) return { kind: 'item', text: item };
  return { kind: line === '' || line.startsWith(' ') ? 'as it is' : 'paragraph', text: line };
}

function goesOn({ kind }: Block, line: string): boolean {
  return kind === 'item' ? /^ {2}\S/.test(line) : line !== '' && !/^( |- )/.test(line);
}

/** A text behind a mark, its further lines below its first word. */
export function hang(mark: string, text: string, columns: number, style: Style): string[] {
  const lines = wrap(text, columns - mark.length).map((line) => paintCode(line, style));
  return lines.map((line, index) => `${index === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}

/** Without color, the quotes stay. */
function paintCode(line: string, style: Style): string {
  return line.replaceAll(/`([^`]+)`/g, (quoted, code: string) => {
    const painted = style.paint('strong', code);
    return painted === code ? quoted : painted;
  });
}
