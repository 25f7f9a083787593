/** What a figure has to come to. */
export interface Aim {
  /** Which way is better: a ratio of times or of memory should be small, one of lines a second large. */
  readonly better: 'smaller' | 'larger';
  readonly goal: number;
  readonly atLeast: number;
}

type Verdict = 'goal' | 'at least' | 'missed';

/** One figure: what we need, divided by what the counterpart needs, for each pair of runs. */
export interface Figure extends Aim {
  readonly figure: string;
  readonly against: string;
  /** One for each pair; empty if the counterpart is missing on this machine. */
  readonly ratios: readonly number[];
  /** Medians, as a reader sees them: what we need, and what the counterpart needs. */
  readonly absolute: string;
  /** How it was measured where that depends on the machine, or why it was not. Null if there is nothing to say. */
  readonly note: string | null;
}

/** A figure as it is printed. */
export interface Row extends Figure {
  readonly median: number | null;
  /** The first and the third quartile. */
  readonly spread: readonly [number, number] | null;
  readonly verdict: Verdict | null;
}

/** Works out what a figure came to. */
export function toRow(figure: Figure): Row {
  if (figure.ratios.length === 0) return { ...figure, median: null, spread: null, verdict: null };
  const middle = median(figure.ratios);
  const spread = [quantile(figure.ratios, 0.25), quantile(figure.ratios, 0.75)] as const;
  return { ...figure, median: middle, spread, verdict: judge(middle, figure) };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of all lies, between the two that are nearest. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

function judge(ratio: number, { better, goal, atLeast }: Aim): Verdict {
  const reaches = (limit: number) => (better === 'smaller' ? ratio <= limit : ratio >= limit);
  if (reaches(goal)) return 'goal';
  return reaches(atLeast) ? 'at least' : 'missed';
}

const HEAD = ['figure', 'against', 'ratio', 'spread', 'goal', 'at least', 'verdict', 'ours / theirs'] as const;

/** The rows as a table for docs/performance.md. Absolute times are left out: they mean nothing elsewhere. */
export function formatMarkdown(rows: readonly Row[]): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...rows.map(cellsOf)];
  return lines.map((cells) => `| ${cells.slice(0, -1).join(' | ')} |\n`).join('');
}

function cellsOf(row: Row): string[] {
  const sign = row.better === 'smaller' ? '≤' : '≥';
  const spread = row.spread === null ? '' : `${row.spread[0].toFixed(2)}–${row.spread[1].toFixed(2)}`;
  const limits = [`${sign} ${row.goal.toFixed(1)}`, `${sign} ${row.atLeast.toFixed(1)}`];
  return [row.figure, row.against, row.median?.toFixed(2) ?? '–', spread, ...limits, row.verdict ?? '–', row.absolute];
}

/** The rows as a table for people. */
export function formatRows(rows: readonly Row[]): string {
  const cells = rows.map(cellsOf);
  const widths = HEAD.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const notes = new Set(rows.flatMap(({ note }) => (note === null ? [] : [note])));
  return [line(HEAD), ...cells.map(line), ...notes].map((text) => `${text}\n`).join('');
}
