import { breakLine } from './finish-text.js';
import { hang } from './prose.js';
import type { Style } from './style.js';
import { tableLines, text } from './table.js';

/** Lines of a page that belong together. */
interface Block {
  readonly kind: 'heading' | 'table' | 'code' | 'prose' | 'blank';
  readonly lines: string[];
}

/** A page of the documentation as it is read on a terminal: its tables and paragraphs fit the width. In a pipe, it stays as it is. */
export function renderMarkdown(page: string, style: Style): string {
  const { columns } = style;
  if (columns === null) return page;
  return blocksOf(page)
    .flatMap((block) => renderBlock(block, columns, style))
    .join('\n');
}

function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let isCode = false;
  for (const line of page.split('\n')) {
    const isFence = line.startsWith('```');
    if (isFence) isCode = !isCode;
    const kind = isCode || isFence ? 'code' : kindOf(line);
    const last = blocks.at(-1);
    if (last?.kind === kind && goesOn(kind, line)) last.lines.push(line);
    else blocks.push({ kind, lines: [line] });
  }
  return blocks;
}

function kindOf(line: string): Block['kind'] {
  if (line === '') return 'blank';
  if (line.startsWith('#')) return 'heading';
  return line.startsWith('|') ? 'table' : 'prose';
}

/** A dash or a number begins an item of a list. */
function goesOn(kind: Block['kind'], line: string): boolean {
  return kind === 'table' || kind === 'code' || (kind === 'prose' && !/^ *(- |\d+\. )/.test(line));
}

function renderBlock({ kind, lines }: Block, columns: number, style: Style): string[] {
  const [first = ''] = lines;
  switch (kind) {
    case 'blank':
      return [''];
    case 'heading':
      return [style.paint('heading', first.replace(/^#+ /, ''))];
    case 'code':
      return lines.filter((line) => !line.startsWith('```')).map((line) => `  ${line}`);
    case 'table':
      return renderTable(lines, style);
    case 'prose':
      return renderProseBlock(lines, columns, style);
  }
}

function renderProseBlock(lines: readonly string[], columns: number, style: Style): string[] {
  const whole = plainText(lines.map((line) => line.trim()).join(' '));
  const mark = /^(- |\d+\. )/.exec(whole)?.[0] ?? '';
  return hang(mark, whole.slice(mark.length), columns, style).flatMap((line) => breakLine(line, columns));
}

function renderTable([head = '', , ...rows]: readonly string[], style: Style): string[] {
  const cells = (row: string) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => plainText(cell.trim()).replaceAll('`', ''));
  const columns = cells(head).map(text);
  return [...tableLines(columns, rows, cells, style)].flatMap((lines) => lines.split('\n'));
}

/** Without what leads elsewhere, and without escapes. */
function plainText(written: string): string {
  return written
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*([^*]+)\*\*/g, '$1')
    .replaceAll(/\\([|*])/g, '$1');
}
