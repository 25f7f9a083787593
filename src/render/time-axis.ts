import { formatDuration } from '../core/duration.js';
import type { Style } from './style.js';
import { widthOf } from './width.js';

/** Signs above one another at most; where there are more, a mark on top says so. */
const HIGHEST = 5;

/** What stands on a line of time. */
export interface AxisRequest {
  readonly nowNs: number;
  readonly nowSign: string;
  /** In order. Each sign takes one column, regardless of its style. */
  readonly marks: readonly { readonly atNs: number; readonly sign: string }[];
  /** How wide it may be. */
  readonly columns: number;
}

interface Instant {
  readonly atNs: number;
  readonly column: number;
  readonly signs: readonly string[];
}

/** A line of time: what happens at one time stands above one another, and below the line some of the times. */
export function axisOf({ nowNs, nowSign, marks, columns }: AxisRequest, style: Style): string[] {
  const times = [...new Set([nowNs, ...marks.map(({ atNs }) => atNs)])].sort((a, b) => a - b);
  const { at, isToScale } = place(times, columns - 4);
  const byColumn = new Map<number, Instant>();
  for (const [index, atNs] of times.entries()) {
    const column = 2 + (at[index] ?? 0);
    const earlier = byColumn.get(column);
    const signs = marks.filter((mark) => mark.atNs === atNs).map(({ sign }) => sign);
    byColumn.set(column, { atNs: earlier?.atNs ?? atNs, column, signs: [...(earlier?.signs ?? []), ...signs] });
  }
  const instants = [...byColumn.values()];
  const nowColumn = 2 + (at[times.indexOf(nowNs)] ?? 0);
  const [line, joint, more] = style.drawsLines ? ['\u2500', '\u2534', '\u22ee'] : ['-', '+', ':'];
  const joints = new Map(instants.map(({ column }) => [column, column === nowColumn ? nowSign : joint]));
  const rule = Array.from({ length: columns }, (_, column) => joints.get(column) ?? line).join('');
  return [
    ...stacks(instants, more),
    rule,
    ...labels(instants, nowColumn, columns),
    ...scale(times, isToScale, columns - 4, style),
  ];
}

/** Columns from 0 to the width, in proportion as far as two times do not fall on one another. */
function place(times: readonly number[], width: number): { at: readonly number[]; isToScale: boolean } {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const linear = times.map((time) => (last === first ? 0 : Math.round(((time - first) / (last - first)) * (width - 1))));
  const step = Math.floor((width - 1) / Math.max(1, times.length - 1)) >= 2 ? 2 : 1;
  if (times.length > width) return { at: linear, isToScale: true };
  const at: number[] = [];
  for (const column of linear) at.push(Math.max(column, (at.at(-1) ?? -step) + step));
  let limit = width - 1;
  for (let index = at.length - 1; index >= 0; index -= 1) {
    at[index] = Math.min(at[index] ?? 0, limit);
    limit = (at[index] ?? 0) - step;
  }
  return { at, isToScale: at.every((column, index) => column === linear[index]) };
}

/** The rows above the line, from the highest stack down. The first sign of a time stands on top. */
function stacks(instants: readonly Instant[], more: string): string[] {
  const shown = instants.map(({ column, signs }) => ({
    column,
    signs: signs.length > HIGHEST ? [...signs.slice(0, HIGHEST - 1), more] : signs,
  }));
  const height = shown.reduce((highest, { signs }) => Math.max(highest, signs.length), 0);
  return Array.from({ length: height }, (_, row) => {
    let [text, from] = ['', 0];
    for (const { column, signs } of shown) {
      const sign = signs[row - (height - signs.length)];
      if (sign === undefined) continue;
      text += `${' '.repeat(column - from)}${sign}`;
      from = column + 1;
    }
    return text;
  });
}

/** Times below the line, as many as have room: the present first, then the ends, then from the left. Where `now` is, a line below says. */
function labels(instants: readonly Instant[], nowColumn: number, columns: number): string[] {
  const now = instants.filter(({ column }) => column === nowColumn);
  const order = [...now, ...instants.slice(0, 1), ...instants.slice(-1), ...instants];
  const placed: { from: number; text: string }[] = [];
  for (const { atNs, column } of order) {
    const text = formatDuration(atNs);
    const from = centred(text, column, columns);
    const isFree = placed.every((other) => from + widthOf(text) < other.from || other.from + widthOf(other.text) < from);
    if (isFree) placed.push({ from, text });
  }
  placed.sort((a, b) => a.from - b.from);
  let row = '';
  for (const { from, text } of placed) row += `${' '.repeat(from - widthOf(row))}${text}`;
  return [row, `${' '.repeat(centred('now', nowColumn, columns))}now`];
}

function centred(text: string, column: number, columns: number): number {
  const width = widthOf(text);
  return Math.max(0, Math.min(columns - width, column - Math.floor((width - 1) / 2)));
}

function scale(times: readonly number[], isToScale: boolean, width: number, style: Style): string[] {
  if (times.length === 1) return [];
  const perColumn = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (width - 1);
  const told = isToScale ? `a column is about ${formatDuration(rounded(perColumn))}` : 'not to scale where times are close';
  return [style.paint('faint', told)];
}

/** Two digits of a number, and the rest zeros. */
function rounded(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.max(1, Math.round(value / unit) * unit);
}
