import { FAMILIES, FAMILY_NAMES } from '../../core/address.js';
import { formatDuration } from '../../core/duration.js';
import type { Change } from '../../ops/diff.js';
import type { RowChange, WatchedRow, WatchedRows } from '../../ops/watch/rows.js';
import type { WatchedCounter, WatchedInterface, WatchResult } from '../../ops/watch.js';
import { describeChange, SIGNS } from '../diff.js';
import { describeEvent } from '../effects.js';
import { fate } from '../packet.js';
import { ago, count, deadline, path } from '../phrase.js';
import { joinedGroups } from '../show.js';
import type { Role } from '../style.js';
import { plainStyle } from '../style.js';
import type { Deeds } from './deeds.js';
import { describeDeeds } from './deeds.js';
import type { Cell, Line } from './line.js';
import { align, span, widthOfLine } from './line.js';
import type { PaneName } from './pane-names.js';

/** A part of the screen. */
export interface Pane {
  readonly name: PaneName;
  readonly title: Line;
  /** How many lines it has. */
  readonly count: number;
  /** The line to be seen first as long as nobody has scrolled. */
  readonly firstChanged: number | null;
  /** Some of its lines: only those that are seen are made. */
  readonly lines: (from: number, end: number) => readonly Line[];
}

/** Queues of more packets than this are told in numbers alone. */
const MAX_DRAWN_QUEUE = 10;

/** More packets than this are not listed beside an interface. */
const MAX_LISTED = 3;

/** From so many columns on, a row tells what is told elsewhere as well. */
const WIDE_ROW = 100;

/** All parts, in their order. @param columns how wide they may be */
export function makePanes(result: WatchResult, deeds: Deeds, columns: number): Readonly<Record<PaneName, Pane>> {
  return {
    changes: changesPane(result.changes, deeds),
    interfaces: interfacesPane(result),
    routes: tablePane('routes', 'Routes', result.routes, (row) => routeCells(row, result)),
    pending: tablePane('pending', 'Pending', result.pending, (row) => pendingCells(row, result)),
    packets: tablePane('packets', 'Packets', result.packets, (row) => packetCells(row, result, columns)),
    events: tablePane('events', 'Events', result.events, ({ view }) => [
      [span(String(view.number), 'faint')],
      [span(formatDuration(view.atNs))],
      [span(describeEvent(view))],
    ]),
    counters: countersPane(result.counters, columns),
  };
}

function changesPane(changes: readonly Change[] | null, deeds: Deeds): Pane {
  // Counters have a pane that shows those that moved, and there are many of them.
  const isCounter = ({ section }: Change) => section === 'counters';
  const told = changes ?? [];
  const ordered = [...told.filter((change) => !isCounter(change)), ...told.filter(isCounter)];
  const title = [span('Changes', 'heading'), span(' '), span(describeDeeds(deeds), 'strong')];
  if (ordered.length === 0) {
    const lines = [[span(`  ${changes === null ? unknownBefore(deeds) : 'nothing has changed'}`, 'faint')]];
    return { name: 'changes', title, count: 1, firstChanged: null, lines: (from, end) => lines.slice(from, end) };
  }
  const line = (change: Change): Line => {
    const { sign, role } = SIGNS[change.what];
    return [span(`${sign} `, role), span(describeChange(change))];
  };
  const lines = (from: number, end: number) => ordered.slice(from, end).map(line);
  return { name: 'changes', title, count: ordered.length, firstChanged: null, lines };
}

function unknownBefore({ verb }: Deeds): string {
  return verb === 'began' ? 'the session as it began' : 'what it was before is not known';
}

/** A part with a line for each row. */
function tablePane<View>(
  name: PaneName,
  title: string,
  rows: WatchedRows<View>,
  cells: (row: WatchedRow<View>) => readonly Cell[],
): Pane {
  const lines = (from: number, end: number) => {
    const seen = Array.from({ length: Math.max(0, end - from) }, (_, index) => rows.at(from + index));
    return align(seen.map(cells)).map((line, index) => [mark(seen[index]?.change ?? null), ...line]);
  };
  const there = rows.count - rows.gone;
  const told = span(`${there === 0 ? ': none' : ` ${there}`}${rows.gone === 0 ? '' : `, ${rows.gone} gone`}`);
  return { name, title: [span(title, 'heading'), told], count: rows.count, firstChanged: rows.firstChanged, lines };
}

function mark(change: RowChange | null) {
  return change === null ? span('  ') : span(`${SIGNS[change].sign} `, SIGNS[change].role);
}

function interfacesPane({ interfaces, forwarding }: WatchResult): Pane {
  const pane = tablePane('interfaces', 'Interfaces', interfaces, interfaceCells);
  const switches = FAMILIES.flatMap((family) => [span(` ${FAMILY_NAMES[family]} `), switchSpan(forwarding[family])]);
  return { ...pane, title: [...pane.title, span(', forwarding'), ...switches] };
}

function interfaceCells({ view }: WatchedRow<WatchedInterface>): Cell[] {
  const { id, name, received, sent, addresses, forwarding } = view;
  const ttls = [...new Set(sent.map(({ ttl }) => ttl))].join(', ');
  const joined = joinedGroups(view);
  return [
    [span(String(id), 'faint')],
    [span(name, received.length + sent.length === 0 ? null : 'strong')],
    received.length === 0 ? [] : [span(`▶ in ${listed(received)}`, 'waiting')],
    sent.length === 0 ? [] : [span(`out ${listed(sent.map((copy) => copy.id))} (TTL ${ttls}) ▶`, 'good')],
    ...FAMILIES.map((family) => [span(`${FAMILY_NAMES[family]} `), switchSpan(forwarding[family])]),
    [span(addresses.join(', '))],
    joined.length === 0 ? [] : [span(`joined ${joined.join(', ')}`)],
  ];
}

/** A few packets by their ids, more by their number. */
function listed(ids: readonly number[]): string {
  return ids.length <= MAX_LISTED ? ids.join(', ') : count(ids.length, 'packet');
}

function switchSpan(on: boolean) {
  return on ? span('on') : span('off', 'bad');
}

function routeCells({ view, before }: WatchResultRow<'routes'>, { nowNs }: WatchResult): Cell[] {
  return [
    [span(view.source)],
    [span(view.group)],
    [span(path(view))],
    [span(count(view.packets, 'packet')), ...more(view.packets, before?.packets)],
    view.wrongIf === 0 ? [] : [span(`${view.wrongIf} wrong`, 'bad'), ...more(view.wrongIf, before?.wrongIf)],
    [span(`used ${ago(view.lastUsedNs, nowNs)}`, 'faint')],
  ];
}

type WatchResultRow<Name extends 'routes' | 'pending' | 'packets'> = ReturnType<WatchResult[Name]['at']>;

/** ` +2` */
function more(now: number, before: number | undefined): Cell {
  return before === undefined || before === now ? [] : [span(` ${now < before ? '−' : '+'}${Math.abs(now - before)}`, 'waiting')];
}

function pendingCells({ view, change, before }: WatchResultRow<'pending'>, { nowNs, maxPendingQueueSize }: WatchResult): Cell[] {
  const role: Role = view.expired ? 'bad' : 'waiting';
  const isDrawn = maxPendingQueueSize <= MAX_DRAWN_QUEUE;
  const drawn = (packets: number) => `${'■'.repeat(packets)}${'□'.repeat(Math.max(0, maxPendingQueueSize - packets))}`;
  if (change === 'removed') {
    const told = [[span(view.source)], [span(view.group)], [span(isDrawn ? drawn(0) : '')], [span(`was ${view.packets}`)]];
    return [...told, [span(view.expired ? 'had expired' : '')]];
  }
  return [
    [span(view.source)],
    [span(view.group)],
    isDrawn ? [span(drawn(view.packets), role)] : [],
    [span(`${view.packets} of ${maxPendingQueueSize}`), ...more(view.packets, before?.packets)],
    [span(deadline(view, nowNs), role)],
    [span(`packets ${view.queue.map(({ id }) => id).join(', ')}`, 'faint')],
  ];
}

const OUTCOMES: Readonly<Record<'forwarded' | 'queued' | 'dropped', Role>> = {
  forwarded: 'good',
  queued: 'waiting',
  dropped: 'bad',
};

function packetCells({ view }: WatchResultRow<'packets'>, { nowNs, maxPendingQueueSize }: WatchResult, columns: number): Cell[] {
  const text = fate(view, { nowNs, maxPendingQueueSize, pending: null }, plainStyle);
  return [
    [span(String(view.id), 'faint')],
    [span(formatDuration(view.atNs))],
    [span(view.source)],
    [span(view.group)],
    [span(`on ${view.iif}`)],
    columns < WIDE_ROW ? [] : [span(`TTL ${view.ttl}`)],
    [span(view.outcome, OUTCOMES[view.outcome]), span(text.slice(view.outcome.length))],
  ];
}

/** Counters side by side, as many as a line has room for. */
function countersPane(rows: WatchedRows<WatchedCounter>, columns: number): Pane {
  const items = Array.from({ length: rows.count }, (_, index) => rows.at(index));
  const lines: Line[] = [];
  let room = 0;
  for (const item of items.map(counterItem)) {
    const width = widthOfLine(item) + 2;
    if (width > room) {
      lines.push([]);
      room = columns;
    }
    lines.push([...(lines.pop() ?? []), span('  '), ...item]);
    room -= width;
  }
  const moved = items.filter(({ change }) => change !== null).length;
  const told = items.length === 0 ? ': all 0' : ` ${items.length}${moved === 0 ? '' : `, ${moved} moved`}`;
  const title = [span('Counters', 'heading'), span(told)];
  return { name: 'counters', title, count: lines.length, firstChanged: null, lines: (from, end) => lines.slice(from, end) };
}

function counterItem({ view, change, before }: WatchedRow<WatchedCounter>): Cell {
  const text = `${FAMILY_NAMES[view.family]} ${view.name} ${view.total}`;
  return [span(text, change === null ? null : 'strong'), ...more(view.total, before?.total)];
}
