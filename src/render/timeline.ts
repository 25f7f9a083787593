import { FAMILY_NAMES } from '../core/address.js';
import { formatDuration } from '../core/duration.js';
import type { Moment, TimelineResult } from '../ops/timeline.js';
import { describeEvent } from './effects.js';
import { fate } from './packet.js';
import { ago, count, pair } from './phrase.js';
import type { Role, Style } from './style.js';
import { plainStyle } from './style.js';
import { axisOf } from './time-axis.js';
import { pad, widthOf, wrap } from './width.js';

/** How wide it is where no terminal says, in columns. */
const COLUMNS = 80;

/** Minimum width of the text; with less, it gets separate lines. */
const MIN_ROOM = 30;

/** Moments of the past, and of the future, that are shown. */
const SHOWN = 20;

/** Pending routes of one cleanup that are named. */
const NAMED = 3;

/** How a kind of moment is marked, on the line and in the rows below: drawn, in plain characters, and what it means. */
interface Sign {
  readonly drawn: string;
  readonly plain: string;
  readonly role: Role;
  readonly means: string;
}

const SIGNS = {
  forwarded: { drawn: '\u25b6', plain: '>', role: 'good', means: 'packet forwarded' },
  queued: { drawn: '\u25cb', plain: 'o', role: 'waiting', means: 'packet queued' },
  dropped: { drawn: '\u2717', plain: 'x', role: 'bad', means: 'packet dropped' },
  event: { drawn: '!', plain: '!', role: 'waiting', means: 'event' },
  install: { drawn: '+', plain: '+', role: 'good', means: 'route installed' },
  lastUsed: { drawn: '\u00b7', plain: '.', role: 'faint', means: 'route last used' },
  deadline: { drawn: '\u25bd', plain: 'v', role: 'waiting', means: 'deadline of a pending route' },
  cleanup: { drawn: '\u2248', plain: '~', role: 'bad', means: 'cleanup' },
  now: { drawn: '\u25c6', plain: '#', role: 'strong', means: 'now' },
} as const satisfies Record<string, Sign>;

/** One line of time, and below it a row for each moment. */
export function renderTimeline(result: TimelineResult, style: Style): string {
  const { nowNs, past, coming } = result;
  const columns = style.columns ?? COLUMNS;
  const [before, after] = [past.slice(-SHOWN), coming.slice(0, SHOWN)];
  const marks = [...before, ...after].map((moment) => ({ atNs: moment.atNs, sign: dress(signOf(moment), style) }));
  const leftOut = [
    ...(past.length === before.length ? [] : [`${past.length - before.length} earlier`]),
    ...(coming.length === after.length ? [] : [`${coming.length - after.length} later`]),
  ];
  return [
    ...axisOf({ nowNs, marks, nowSign: dress(SIGNS.now, style), columns }, style),
    '',
    ...momentRows(before, after, result, style),
    '',
    ...legend([...before, ...after].map(signOf), columns, style),
    ...(leftOut.length === 0 ? [] : [style.paint('faint', `and ${leftOut.join(', ')}, which --json has`)]),
  ].join('\n');
}

interface Row {
  readonly sign: Sign;
  readonly atNs: number;
  readonly words: string;
}

function momentRows(past: readonly Moment[], coming: readonly Moment[], result: TimelineResult, style: Style): string[] {
  const { nowNs } = result;
  const rowOf = (moment: Moment): Row => ({ sign: signOf(moment), atNs: moment.atNs, words: describeMoment(moment, result) });
  const rows = [...past.map(rowOf), { sign: SIGNS.now, atNs: nowNs, words: 'now' }, ...coming.map(rowOf)];
  const times = rows.map(({ atNs }) => formatDuration(atNs));
  const distances = rows.map(({ atNs }) => distance(atNs, nowNs));
  const [timeWidth, distanceWidth] = [widest(times), widest(distances)];
  const columns = style.columns ?? COLUMNS;
  const beside = 2 + timeWidth + 2 + distanceWidth + 2;
  const isBeside = columns - beside >= MIN_ROOM;
  const margin = isBeside ? beside : 2;
  return rows.flatMap(({ sign, words }, index) => {
    const lines = wrap(words, columns - margin);
    const head = `${dress(sign, style)} ${pad(times[index] ?? '', timeWidth)}  ${style.paint('faint', pad(distances[index] ?? '', distanceWidth))}  `;
    const shown = lines.map((line) => (sign === SIGNS.now ? style.paint('strong', line) : line));
    if (!isBeside) return [head.trimEnd(), ...shown.map((line) => `${' '.repeat(margin)}${line}`)];
    return shown.map((line, at) => `${at === 0 ? head : ' '.repeat(margin)}${line}`);
  });
}

/** What the signs mean that appear, as many to a line as fit. */
function legend(signs: readonly Sign[], columns: number, style: Style): string[] {
  const lines: string[] = [];
  for (const sign of Object.values<Sign>(SIGNS).filter((each) => each === SIGNS.now || signs.includes(each))) {
    const item = `${dress(sign, style)} ${sign.means}`;
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 3 + widthOf(item) <= columns) lines[lines.length - 1] = `${last}   ${item}`;
    else lines.push(item);
  }
  return lines;
}

function distance(atNs: number, nowNs: number): string {
  if (atNs === nowNs) return '';
  return atNs < nowNs ? ago(atNs, nowNs) : `in ${formatDuration(atNs - nowNs)}`;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
}

function signOf(moment: Moment): Sign {
  return moment.kind === 'packet' ? SIGNS[moment.outcome] : SIGNS[moment.kind];
}

function dress({ drawn, plain, role }: Sign, style: Style): string {
  return style.paint(role, style.drawsLines ? drawn : plain);
}

function describeMoment(moment: Moment, { nowNs, maxPendingQueueSize }: TimelineResult): string {
  switch (moment.kind) {
    case 'packet': {
      const became =
        moment.outcome === 'queued' ? 'queued' : fate(moment, { nowNs, maxPendingQueueSize, pending: null }, plainStyle);
      return `packet ${moment.id} ${pair(moment)} on ${moment.iif}${moment.waited ? ', which had waited,' : ''} ${became}`;
    }
    case 'event':
      return `event ${describeEvent(moment)}`;
    case 'install':
      return `route ${pair(moment)} installed, for which ${count(moment.packets, 'packet')} had waited`;
    case 'lastUsed':
      return `route ${pair(moment)} last used, or installed`;
    case 'deadline': {
      const what = `${pair(moment)} with ${count(moment.packets, 'packet')}`;
      if (moment.atNs < nowNs) return `deadline of ${what}: it has expired, and waits for a cleanup`;
      return `deadline of ${what}: 1ns later it has expired`;
    }
    case 'cleanup':
      return `${FAMILY_NAMES[moment.family]} cleanup ${removals(moment.removes)}`;
  }
}

function removals(removes: Extract<Moment, { kind: 'cleanup' }>['removes']): string {
  if (removes.length === 0) return 'finds nothing that has expired';
  const named = removes.slice(0, NAMED).map((each) => `${pair(each)} with ${count(each.packets, 'packet')}`);
  const more = removes.length - named.length;
  return `removes ${[...named, ...(more === 0 ? [] : [`${more} more`])].join(', ')}`;
}
