import { FAMILY_NAMES } from '../../core/address.js';
import { formatDuration } from '../../core/duration.js';
import type { WatchResult } from '../../ops/watch.js';
import type { Role, Style } from '../style.js';
import { wrap } from '../width.js';
import type { Deeds } from './deeds.js';
import type { KeyHelp } from './keys.js';
import { footerLine, helpLines } from './keys.js';
import { placesOf, shareRows } from './layout.js';
import type { Line, Span } from './line.js';
import { dress, fitLine, span, widthOfLine } from './line.js';
import type { PaneName } from './pane-names.js';
import { PANE_NAMES } from './pane-names.js';
import type { Pane } from './panes.js';
import { makePanes } from './panes.js';

/** The smallest screen that shows anything. */
const SMALLEST = { columns: 40, rows: 12 };

/** What is on the screen: a session, or why there is none. */
export type Subject =
  | { readonly kind: 'lab'; readonly label: string; readonly result: WatchResult; readonly deeds: Deeds; readonly step: number }
  | { readonly kind: 'missing'; readonly label: string }
  | { readonly kind: 'fault'; readonly label: string; readonly message: string; readonly hint: string | null };

/** What the user chose to see. */
export interface Looking {
  /** The part that is alone on the screen; null for all. */
  readonly only: PaneName | null;
  /** The part that is scrolled. */
  readonly focus: PaneName;
  /** The first line that is seen of each part; of those that are not here, what changed is seen. */
  readonly tops: Readonly<Partial<Record<PaneName, number>>>;
  /** Whether the keys are explained in place of all else. */
  readonly helps: boolean;
  /** Shown instead of the keys, or null. */
  readonly message: string | null;
}

/** What is seen at first. */
export const FIRST_LOOK: Looking = { only: null, focus: 'changes', tops: {}, helps: false, message: null };

/** How large the screen is, and what is known of who sees it. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly style: Style;
  /** The keys that there are; null if nobody can press any. */
  readonly keys: KeyHelp | null;
}

/** What a part shows. */
interface Shown {
  readonly top: number;
  readonly height: number;
  readonly count: number;
}

/** A picture of the screen. */
export interface Frame {
  /** As many as the screen has rows, each of all its columns. */
  readonly lines: readonly string[];
  /** The parts that are on it. */
  readonly panes: Readonly<Partial<Record<PaneName, Shown>>>;
}

/** Draws the screen. Only what is seen is formatted. */
export function drawFrame(subject: Subject, looking: Looking, screen: Screen): Frame {
  const { columns, rows, style, keys } = screen;
  const finish = (lines: readonly Line[], panes: Frame['panes']): Frame => {
    const all = Array.from({ length: rows }, (_, row) => lines[row] ?? []);
    return { lines: all.map((line) => dress(fitLine(line, columns), style)), panes };
  };
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) {
    return finish(
      [[span('too small:')], [span(`${columns}×${rows},`)], [span(`needs ${SMALLEST.columns}×${SMALLEST.rows}`)]],
      {},
    );
  }
  const header = headerLine(subject, columns);
  const footer = keys === null ? null : footerLine(keys, looking.message);
  const height = rows - (footer === null ? 1 : 2);
  const { lines, panes } = body(subject, looking, { columns, height, keys });
  const filled = Array.from({ length: height }, (_, row) => lines[row] ?? []);
  return finish([header, ...filled, ...(footer === null ? [] : [footer])], panes);
}

interface Room {
  readonly columns: number;
  readonly height: number;
}

interface Body {
  readonly lines: readonly Line[];
  readonly panes: Frame['panes'];
}

function body(subject: Subject, looking: Looking, { columns, height, keys }: Room & { readonly keys: KeyHelp | null }): Body {
  if (looking.helps && keys !== null) return { lines: helpLines(keys), panes: {} };
  switch (subject.kind) {
    case 'missing':
      return { lines: missingLines(subject.label), panes: {} };
    case 'fault':
      return { lines: faultLines(subject, columns), panes: {} };
    case 'lab':
      return drawPanes(subject, looking, { columns, height });
  }
}

function headerLine(subject: Subject, columns: number): Line {
  const label = span(` ${subject.label} `, 'heading');
  if (subject.kind !== 'lab') return [label];
  const { nowNs, wasNs, timers } = subject.result;
  const clock: Span[] =
    wasNs === null
      ? [span(formatDuration(nowNs), 'strong')]
      : [span(`${formatDuration(wasNs)} → `, 'faint'), span(formatDuration(nowNs), 'waiting')];
  const next = timers.map(({ family, firesAtNs }) => `${FAMILY_NAMES[family]} cleanup in ${formatDuration(firesAtNs - nowNs)}`);
  const left = [label, span(' clock '), ...clock, span(next.length === 0 ? '' : `, ${next.join(', ')}`)];
  const right = span(`step ${subject.step} `, 'faint');
  const blanks = columns - widthOfLine(left) - widthOfLine([right]);
  return blanks < 2 ? left : [...left, span(' '.repeat(blanks)), right];
}

function missingLines(label: string): Line[] {
  return [
    [],
    [span(`  There is no session ${label} yet.`, 'strong')],
    [],
    [span('  It is shown as soon as a command starts it, such as:')],
    [span('  mcast inject 10.0.1.9 239.1.1.1 --iif eth1')],
  ];
}

function faultLines({ message, hint }: Extract<Subject, { kind: 'fault' }>, columns: number): Line[] {
  const inLines = (text: string, role: Role | null) => wrap(text, columns - 4).map((line) => [span('  '), span(line, role)]);
  return [
    [],
    ...inLines(message, 'bad'),
    ...(hint === null ? [] : inLines(hint, null)),
    [],
    [span('  It is shown again as soon as it can be read.', 'faint')],
  ];
}

function drawPanes({ result, deeds }: Extract<Subject, { kind: 'lab' }>, looking: Looking, { columns, height }: Room): Body {
  const places = looking.only === null ? placesOf(columns) : [[looking.only]];
  const between = 3 * (places.length - 1);
  const width = Math.floor((columns - between) / places.length);
  const panes = makePanes(result, deeds, width);
  const shown: Partial<Record<PaneName, Shown>> = {};
  const stacks = places.map((names) => {
    const shares = shareRows(height - names.length, new Map(names.map((name) => [name, panes[name].count])));
    return names.flatMap((name) => {
      const pane = panes[name];
      const view = viewOf(pane, shares.get(name) ?? 0, looking.tops[name]);
      shown[name] = view;
      return [titleLine(pane, view, looking.focus === name, width), ...pane.lines(view.top, view.top + view.height)];
    });
  });
  const lines = Array.from({ length: height }, (_, row) =>
    joinColumns(
      stacks.map((stack) => stack[row] ?? []),
      width,
    ),
  );
  return { lines, panes: shown };
}

/** What is seen of a part: from where the user scrolled to, else with the first change a line below the top. */
function viewOf({ count, firstChanged }: Pane, height: number, scrolled: number | undefined): Shown {
  const wanted = scrolled ?? (firstChanged === null || firstChanged < height ? 0 : firstChanged - Math.min(1, height - 1));
  return { top: Math.max(0, Math.min(wanted, count - height)), height, count };
}

function joinColumns(lines: readonly Line[], width: number): Line {
  const [only] = lines;
  if (lines.length <= 1) return only ?? [];
  return lines.flatMap((line, index) => [...(index === 0 ? [] : [span(' │ ', 'faint')]), ...fitLine(line, width)]);
}

/** `─ 3 Routes 120 ──────── 51–55 ─` */
function titleLine({ name, title }: Pane, { top, height, count }: Shown, isFocus: boolean, width: number): Line {
  const key = PANE_NAMES.indexOf(name) + 1;
  const lead = isFocus ? span(`▸ ${key} `, 'strong') : span(`─ ${key} `, 'faint');
  const range = height >= count ? '' : height === 0 ? ' … ' : ` ${top + 1}–${top + height} of ${count} `;
  const right = [span(range), span('─', 'faint')];
  const left = [lead, ...shorten([...title, span(' ')], width - widthOfLine([lead]) - widthOfLine(right))];
  const filler = width - widthOfLine(left) - widthOfLine(right);
  return [...left, span('─'.repeat(Math.max(0, filler)), 'faint'), ...right];
}

/** Cut to so many columns, and not filled. */
function shorten(line: Line, columns: number): Line {
  return widthOfLine(line) <= columns ? line : fitLine(line, columns);
}
