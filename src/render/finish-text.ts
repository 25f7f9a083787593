import { toAscii } from './ascii.js';
import type { Style } from './style.js';
import { widthOf, wrap } from './width.js';

/** The text of a result: whole, or line by line, each made when it is asked for, so that a long text is never in memory at once. */
export type Text = string | Iterable<string>;

/** The text as a whole, as it is printed in a style. */
export function finishText(text: Text, style: Style): string {
  return [...finishLines(text, style)].join('\n');
}

/** The text as it is printed in a style, some lines at a time: none longer than the terminal, and our own signs in ASCII if that is asked for. */
export function* finishLines(text: Text, style: Style): Iterable<string> {
  const { columns, isAscii } = style;
  for (const piece of typeof text === 'string' ? [text] : text) {
    const written = isAscii ? toAscii(piece) : piece;
    yield columns === null
      ? written
      : written
          .split('\n')
          .flatMap((line) => breakLine(line, columns, 2))
          .join('\n');
  }
}

/** What begins or ends a color. */
const COLOR = /\u001b\[(\d+)[\d;]*m/g;

/**
 * A line, which may be painted, in lines of so many columns: broken at blanks, the further ones indented as the first one is, and by so many columns
 * more.
 */
export function breakLine(line: string, columns: number, hanging = 0): string[] {
  if (widthOf(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const further = indent.length + hanging > columns / 2 ? '' : ' '.repeat(indent.length + hanging);
  const first = indent.length > columns / 2 ? '' : indent;
  // All lines are broken as if they were indented as the further ones are.
  const lines = wrap(line.slice(indent.length), Math.max(1, columns - further.length));
  return repaint(lines.map((each, index) => `${index === 0 ? first : further}${each}`));
}

/** A text behind a mark, in lines that begin at one column; on a narrow terminal, the further ones begin further to the left. */
export function hangLine(mark: string, text: string, column: number, { columns }: Style): string[] {
  const lead = mark === '' ? ' '.repeat(column) : mark;
  if (columns === null || column + widthOf(text) <= columns) return [`${lead}${text}`];
  const further = column > columns / 3 ? 4 : column;
  const [first = '', ...rest] = breakLine(text, columns - (mark === '' ? further : column));
  const lines = mark === '' || further === column ? rest : breakLine(rest.join(' '), columns - further);
  return [
    mark === '' ? `${' '.repeat(further)}${first}` : `${lead}${first}`,
    ...lines.map((line) => `${' '.repeat(further)}${line}`),
  ];
}

/** Lines of one painted text: a color that spans several lines ends at the end of each line and starts again on the next. */
function repaint(lines: readonly string[]): string[] {
  let open: string[] = [];
  return lines.map((line) => {
    const begins = open.join('');
    for (const [color, code = ''] of line.matchAll(COLOR)) {
      // 22 ends bold and faint, 39 a color of the foreground.
      if (code === '22') open = open.filter((each) => !/\[[12]m/.test(each));
      else if (code === '39') open = open.filter((each) => /\[[12]m/.test(each));
      else open.push(color);
    }
    return `${begins}${line}${open.length === 0 ? '' : '\u001b[0m'}`;
  });
}
