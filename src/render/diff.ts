import type { Family } from '../core/address.js';
import { FAMILIES, FAMILY_NAMES } from '../core/address.js';
import { formatDuration } from '../core/duration.js';
import type { Change, DiffResult } from '../ops/diff.js';
import type { InterfaceView } from '../ops/view/interface.js';
import type { PacketView } from '../ops/view/packet.js';
import type { CountedRouteView, PendingView } from '../ops/view/route.js';
import { describeEvent } from './effects.js';
import { count, pair, path } from './phrase.js';
import type { Role, Style } from './style.js';

type Section = Change['section'];
type ChangeOf<Name extends Section> = Extract<Change, { section: Name }>;

/** The sign before a difference. */
export const SIGNS: Readonly<Record<Change['what'], { readonly sign: string; readonly role: Role }>> = {
  added: { sign: '+', role: 'good' },
  removed: { sign: '-', role: 'bad' },
  changed: { sign: '~', role: 'waiting' },
};

/** One line for each difference: `+` was added, `-` was removed, `~` has changed. */
export function renderDiff({ same, changes, notCompared }: DiffResult, style: Style): string {
  const { packets, events } = notCompared;
  const left = [...(packets === 0 ? [] : [count(packets, 'packet')]), ...(events === 0 ? [] : [count(events, 'event')])];
  const lines = same ? ['no difference'] : changes.map((change) => renderChange(change, style));
  const note =
    left.length === 0 ? [] : [style.paint('faint', `not compared: ${left.join(' and ')} that one side no longer remembers`)];
  return [...lines, ...note].join('\n');
}

const CONFIG_NAMES = {
  anyAddress: 'any-address',
  maxPendingQueueSize: 'queue size',
  journalSize: 'journal size',
  stack: 'stack',
} as const;

function renderChange(change: Change, style: Style): string {
  if (change.section === 'clock') return describeChange(change);
  const { sign, role } = SIGNS[change.what];
  return `${style.paint(role, sign)} ${describeChange(change)}`;
}

/** A difference without its sign. */
export function describeChange(change: Change): string {
  switch (change.section) {
    case 'clock':
      return `clock ${moved(change, formatTime)}`;
    case 'config':
      return `${CONFIG_NAMES[change.name]} ${moved(change, settingText)}`;
    case 'forwarding':
      return `forwarding ${FAMILY_NAMES[change.family]} ${moved(change, settingText)}`;
    case 'settings':
      return `${FAMILY_NAMES[change.family]} ${change.name} ${moved(change, settingText)}`;
    case 'interfaces':
      return `interface ${oneOrBoth(change, wholeInterface, interfaceMoves)}`;
    case 'routes':
      return `route ${pair(change)} ${oneOrBoth(change, path, routeMoves)}`;
    case 'pending':
      return `pending ${pair(change)} ${oneOrBoth(change, ({ packets }) => count(packets, 'packet'), pendingMoves)}`;
    case 'packets':
      return `packet ${change.id} ${packetText(change)}`;
    case 'counters':
      return `counter ${FAMILY_NAMES[change.family]} ${change.name} ${moved(change, settingText)}`;
    case 'events': {
      const event = change.after ?? change.before;
      return `event ${event === null ? '' : describeEvent(event)}`;
    }
    case 'timers':
      return `timer ${FAMILY_NAMES[change.family]} ${change.what === 'changed' ? '' : 'at '}${timerText(change)}`;
  }
}

/** `0 → 1` */
function moved<Value>(
  { before, after }: { readonly before: Value; readonly after: Value },
  write: (value: Value) => string,
): string {
  return `${write(before)} → ${write(after)}`;
}

/** A row that is on one side, whole; of one that is on both, what is not the same. */
function oneOrBoth<View>(
  { before, after }: { readonly before: View | null; readonly after: View | null },
  whole: (view: View) => string,
  moves: (before: View, after: View) => readonly string[],
): string {
  if (before !== null && after !== null) return moves(before, after).join(', ');
  const only = before ?? after;
  return only === null ? '' : whole(only);
}

function wholeInterface({ id, name, addresses }: InterfaceView): string {
  return `${name} (id ${id})${addresses.length === 0 ? '' : ` ${addresses.join(', ')}`}`;
}

function interfaceMoves(before: InterfaceView, after: InterfaceView): string[] {
  const switches = FAMILIES.flatMap((family: Family) =>
    before.forwarding[family] === after.forwarding[family]
      ? []
      : [`${FAMILY_NAMES[family]} ${settingText(before.forwarding[family])} → ${settingText(after.forwarding[family])}`],
  );
  const renamed = before.name === after.name ? after.name : `${before.name} → ${after.name}`;
  return [
    [
      renamed,
      [
        ...switches,
        ...listMoves(before.addresses, after.addresses),
        ...groupMoves(before, after),
        ...vifMoves(before, after),
      ].join(', '),
    ].join(' '),
  ];
}

function listMoves(before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((item) => !before.includes(item)).map((item) => `with ${item}`);
  return [...added, ...before.filter((item) => !after.includes(item)).map((item) => `without ${item}`)];
}

/** Vifs and rp_filter, of Linux. */
function vifMoves(before: InterfaceView, after: InterfaceView): string[] {
  const [was, is] = [before, after].map(
    ({ vifs = [] }) => new Map(vifs.map((vif) => [`vif ${vif.number} ${FAMILY_NAMES[vif.family]}`, vif])),
  );
  const names = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])];
  const moves = names.flatMap((name) => {
    const [earlier, now] = [was?.get(name), is?.get(name)];
    if (earlier === undefined || now === undefined) return [now === undefined ? `without ${name}` : `with ${name}`];
    const counts = [
      earlier.packetsIn === now.packetsIn ? [] : [`in ${earlier.packetsIn} → ${now.packetsIn} pkts`],
      earlier.packetsOut === now.packetsOut ? [] : [`out ${earlier.packetsOut} → ${now.packetsOut} pkts`],
    ].flat();
    return counts.length === 0 ? [] : [`${name} ${counts.join(', ')}`];
  });
  return before.rpFilter === after.rpFilter ? moves : [...moves, `rp_filter ${before.rpFilter} → ${after.rpFilter}`];
}

function groupMoves(before: InterfaceView, after: InterfaceView): string[] {
  const joins = (view: InterfaceView, group: string) => view.groups.find((joined) => joined.group === group)?.joins ?? 0;
  const groups = [...new Set([...before.groups, ...after.groups].map(({ group }) => group))];
  return groups.flatMap((group) => {
    const [was, is] = [joins(before, group), joins(after, group)];
    if (was === is) return [];
    if (was === 0 && is === 1) return [`joined ${group}`];
    return is === 0 ? [`left ${group}`] : [`joins of ${group} ${was} → ${is}`];
  });
}

function routeMoves(before: CountedRouteView, after: CountedRouteView): string[] {
  const paths = [before, after].map(path);
  return [
    ...(paths[0] === paths[1] ? [] : [`${paths[0]}, now ${paths[1]}`]),
    ...fieldMoves('packets', before.packets, after.packets, String),
    ...fieldMoves('bytes', before.bytes, after.bytes, String),
    ...fieldMoves('wrong', before.wrongIf, after.wrongIf, String),
    ...fieldMoves('last used', before.lastUsedNs, after.lastUsedNs, formatDuration),
  ];
}

function pendingMoves(before: PendingView, after: PendingView): string[] {
  const ids = [before, after].map(({ queue }) => queue.map(({ id }) => id).join(', '));
  const moves = [
    ...fieldMoves('packets', before.packets, after.packets, String),
    ...fieldMoves('expires', before.expiresNs, after.expiresNs, formatDuration),
    ...(before.expired === after.expired ? [] : [after.expired ? 'expired' : 'not expired any more']),
  ];
  if (moves.length > 0) return moves;
  return ids[0] === ids[1] ? ['other packets'] : [`packets ${ids[0]}, now ${ids[1]}`];
}

function fieldMoves<Value>(name: string, before: Value, after: Value, write: (value: Value) => string): string[] {
  return before === after ? [] : [`${name} ${write(before)} → ${write(after)}`];
}

function packetText({ before, after }: ChangeOf<'packets'>): string {
  const packet: PacketView | null = after ?? before;
  if (packet === null) return '';
  const { outcome, reason, copies } = packet;
  const to = copies.length === 0 ? '' : ` to ${copies.map(({ oif }) => oif).join(', ')}`;
  return `${pair(packet)} on ${packet.iif}, ${outcome}${reason === null ? '' : `: ${reason}`}${to}`;
}

function timerText({ before, after }: ChangeOf<'timers'>): string {
  return [before, after].flatMap((timer) => (timer === null ? [] : [formatDuration(timer.firesAtNs)])).join(' → ');
}

function formatTime(timeNs: number | null): string {
  return timeNs === null ? 'none' : formatDuration(timeNs);
}

function settingText(value: boolean | number | string | null): string {
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  return value === true ? 'on' : 'off';
}
