import { decodeTable, encodeTable } from '../../src/codec/table-document.js';
import { ManualClock } from '../../src/core/clock.js';
import { LabError } from '../../src/core/errors.js';
import { DEFAULT_MAX_PENDING_QUEUE_SIZE, RouteTable } from '../../src/core/gvisor/route-table.js';
import { Packet } from '../../src/core/packet.js';
import type { InstalledRoute } from '../../src/core/route.js';
import { RouteKey } from '../../src/core/route.js';
import type { Driver, TraceOp } from './trace.js';
import { numberArgument, oifsArgument, TraceError, textArgument } from './trace.js';

interface Subject {
  readonly clock: ManualClock;
  readonly table: RouteTable;
  readonly maxPendingQueueSize: number;
}

/** Drives a route table alone. With `roundTrip` the table is encoded to JSON and decoded again between every two operations. */
export function tableDriver(roundTrip: boolean): Driver {
  let subject: Subject | null = null;
  return (op) => {
    if (op.op === 'new') {
      const { made, error } = createTable(op);
      subject = made;
      return { ...(error !== null && { error }), ...dump(subject) };
    }
    if (subject === null) throw new TraceError(`${op.op} comes before new`);
    const answer = apply(subject, op);
    if (roundTrip) subject = decode(encode(subject));
    return { ...answer, ...dump(subject) };
  };
}

function createTable(op: TraceOp): { made: Subject; error: string | null } {
  const clock = new ManualClock();
  const table = new RouteTable();
  const maxPendingQueueSize =
    op.maxPendingQueueSize === undefined ? DEFAULT_MAX_PENDING_QUEUE_SIZE : numberArgument(op, 'maxPendingQueueSize');
  const error = op.noClock === true ? refusal(() => table.init({ maxPendingQueueSize, clock: null })) : null;
  table.init({ maxPendingQueueSize, clock });
  return { made: { clock, table, maxPendingQueueSize }, error };
}

function apply(subject: Subject, op: TraceOp): object {
  const { clock, table } = subject;
  switch (op.op) {
    case 'init':
      return { error: refusal(() => table.init(subject)) };
    case 'advance':
      clock.advance(numberArgument(op, 'ns'));
      return {};
    case 'getRouteOrInsertPending':
      return getRouteOrInsertPending(table, op);
    case 'addInstalledRoute': {
      const outgoingInterfaces = oifsArgument(op);
      const route = table.newInstalledRoute({ expectedInputInterface: numberArgument(op, 'iif'), outgoingInterfaces });
      return { pendingPackets: table.addInstalledRoute(keyOf(op), route).map((packet) => packet.payloadText()) };
    }
    case 'removeInstalledRoute':
      return { removed: table.removeInstalledRoute(keyOf(op)) };
    case 'removeAllInstalledRoutes':
      table.removeAllInstalledRoutes();
      return {};
    case 'close':
      table.close();
      return {};
    case 'getLastUsedTimestamp': {
      const lastUsedNs = table.getLastUsedTimestamp(keyOf(op));
      return lastUsedNs === null ? { found: false } : { found: true, lastUsedNs };
    }
    case 'setLastUsedTimestamp': {
      const route = table.installedRoute(keyOf(op));
      route?.setLastUsedTimestamp(numberArgument(op, 'ns'));
      return { found: route !== null };
    }
    default:
      throw new TraceError(`there is no operation ${op.op} on a table`);
  }
}

function getRouteOrInsertPending(table: RouteTable, op: TraceOp): object {
  const key = keyOf(op);
  const result = table.getRouteOrInsertPending(key, new Packet({ ...key, iif: 0, payload: textArgument(op, 'payload') }));
  switch (result.state) {
    case null:
      return { hasBufferSpace: false };
    case 'InstalledRouteFound':
      return { hasBufferSpace: true, state: result.state, route: dumpRoute(key, result.route) };
    default:
      return { hasBufferSpace: true, state: result.state };
  }
}

function dump({ clock, table }: Subject): object {
  return {
    nowNs: clock.nowNs(),
    table: {
      installed: sortByKey([...table.installedRoutes()], ([key]) => key).map(([key, route]) => dumpRoute(key, route)),
      pending: sortByKey([...table.pendingRoutes()], ({ key }) => key).map(({ key, expiresNs, packets }) => ({
        source: key.source.text,
        destination: key.group.text,
        expirationNs: expiresNs,
        packets: packets.map((packet) => packet.payloadText()),
      })),
      cleanupRunning: table.isCleanupRoutineRunning,
    },
  };
}

function dumpRoute(key: RouteKey, route: InstalledRoute): object {
  return {
    source: key.source.text,
    destination: key.group.text,
    iif: route.expectedInputInterface,
    oifs: route.outgoingInterfaces,
    lastUsedNs: route.lastUsedTimestamp(),
  };
}

function sortByKey<Item>(items: Item[], keyOfItem: (item: Item) => RouteKey): Item[] {
  return items.sort((a, b) => (keyOfItem(a).text < keyOfItem(b).text ? -1 : 1));
}

function keyOf(op: TraceOp): RouteKey {
  return new RouteKey(textArgument(op, 'source'), textArgument(op, 'destination'));
}

/** gVisor's text of a refusal: its clock is nil where ours is null. */
function refusal(action: () => void): string | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof LabError) return error.message.replace('null', 'nil');
    throw error;
  }
}

function encode({ clock, table, maxPendingQueueSize }: Subject): string {
  const firesAtNs = table.cleanupTimer?.firesAtNs ?? null;
  return JSON.stringify({ nowNs: clock.nowNs(), maxPendingQueueSize, firesAtNs, table: encodeTable(table) });
}

function decode(text: string): Subject {
  const { nowNs, maxPendingQueueSize, firesAtNs, table: document } = JSON.parse(text);
  const clock = new ManualClock(nowNs);
  const table = new RouteTable();
  table.init({ maxPendingQueueSize, clock });
  table.restore(decodeTable(document));
  if (firesAtNs !== null) table.resumeCleanupTimer(firesAtNs);
  return { clock, table, maxPendingQueueSize };
}
