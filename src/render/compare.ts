import { count } from './phrase.js';
import type { Style } from './style.js';
import { table, text } from './table.js';

/** A value that is not the same on all stacks, by the name of the stack; left out for a stack that has none. */
export interface ComparedField {
  /** Its place in the line's document, such as `packets[0].outcome`. */
  readonly field: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A line that came out differently. */
export interface ComparedLine {
  /** Null for the state after the last line. */
  readonly line: number | null;
  readonly command: string;
  /** What the line printed, by the name of the stack. */
  readonly printed: Readonly<Record<string, string>>;
  readonly fields: readonly ComparedField[];
}

/** One script on several stacks. */
export interface Comparison {
  readonly file: string;
  readonly stacks: readonly string[];
  /** Number of lines that were executed. */
  readonly lines: number;
  readonly differences: readonly ComparedLine[];
}

/** Characters of a value that text shows. */
const MAX_SHOWN = 40;

export function renderComparison({ file, stacks, lines, differences }: Comparison, style: Style): string {
  const where = stacks.join(' and ');
  if (differences.length === 0) return `${file}: ${count(lines, 'line')}, no differences between ${where}`;
  const different = differences.filter(({ line }) => line !== null).length;
  const parts = differences.map((difference) => renderLine(difference, stacks, style));
  return [...parts, `${file}: ${different} of ${count(lines, 'line')} differ on ${where}`].join('\n\n');
}

function renderLine({ line, command, printed, fields }: ComparedLine, stacks: readonly string[], style: Style): string {
  const title = style.paint('heading', line === null ? 'after the last line' : `line ${line}: ${command}`);
  const width = Math.max(...stacks.map(({ length }) => length));
  const said = stacks.map(
    (stack) => `  ${stack.padEnd(width)}  ${(printed[stack] ?? '').replaceAll('\n', `\n${' '.repeat(width + 4)}`)}`,
  );
  const rows = fields.map(({ field, values }) => [field, ...stacks.map((stack) => shown(values[stack]))]);
  const texts = line === null || new Set(Object.values(printed)).size === 1 ? [] : said;
  return [title, ...texts, table([text('field'), ...stacks.map(text)], rows, style)].join('\n');
}

function shown(value: unknown): string {
  if (value === undefined) return '-';
  const whole = typeof value === 'string' ? value : JSON.stringify(value);
  return whole.length <= MAX_SHOWN ? whole : `${whole.slice(0, MAX_SHOWN)}…`;
}
