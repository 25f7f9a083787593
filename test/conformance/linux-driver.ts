import { decodeLinux, encodeLinux } from '../../src/codec/linux-document.js';
import type { Family } from '../../src/core/address.js';
import { Address, parseAddressWithPrefix } from '../../src/core/address.js';
import { ManualClock } from '../../src/core/clock.js';
import { Interface, Interfaces } from '../../src/core/interface.js';
import type { MfcOutput, MfcRoute, Unresolved } from '../../src/core/linux/mfc-route.js';
import type { LinuxReport } from '../../src/core/linux/report.js';
import { LinuxRouter } from '../../src/core/linux/router.js';
import { Packet } from '../../src/core/packet.js';
import { RouteKey } from '../../src/core/route.js';
import type { StackEvent, StackRefusal } from '../../src/core/stack.js';
import type { Driver, TraceOp } from './trace.js';
import { numberArgument, TraceError, textArgument } from './trace.js';

/** A router under test, and what it has said since the last operation. */
interface Subject {
  readonly clock: ManualClock;
  readonly interfaces: Interfaces;
  readonly router: LinuxRouter;
  readonly events: StackEvent[];
}

const ERRNOS: Record<Exclude<StackRefusal, 'NOT_IN_THIS_STACK'>, string> = {
  BAD_ADDRESS: 'EINVAL',
  ROUTE_NOT_FOUND: 'ENOENT',
  UNKNOWN_INTERFACE: 'EADDRNOTAVAIL',
  VIF_IN_USE: 'EADDRINUSE',
  VIF_NOT_FOUND: 'EADDRNOTAVAIL',
  VIF_OUT_OF_RANGE: 'ENFILE',
};

const UPCALLS: Record<StackEvent['type'], string> = {
  missingRoute: 'NOCACHE',
  unexpectedInputInterface: 'WRONGVIF',
  unexpectedInputInterfacePacket: 'WRVIFWHOLE',
};

const FLUSH_ROUTES = 1;
const FLUSH_VIFS = 4;

/** Bytes of the headers in front of the payload. */
const HEADERS = { ipv4: 28, ipv6: 48 } as const;

/** Copies of one operation up to which their order is compared. */
const ORDERED_COPIES = 50;

/** Drives a Linux router. With `roundTrip` its state is encoded to JSON and restored between every two operations. */
export function linuxDriver(roundTrip: boolean): Driver {
  let subject: Subject | null = null;
  return (op) => {
    if (op.op === 'new') {
      subject = newSubject(op);
      return {};
    }
    if (subject === null) throw new TraceError(`${op.op} comes before new`);
    if (roundTrip) subject = restored(subject);
    subject.clock.advance(numberArgument(op, 'atNs') - subject.clock.nowNs());
    if (op.op === 'show') return show(subject);
    subject.events.length = 0;
    const { refused = null, reports = [] } = apply(subject, op);
    return {
      error: refused === null || refused === 'NOT_IN_THIS_STACK' ? refused : ERRNOS[refused],
      upcalls: subject.events.map(({ type, vif, source, group }) => ({
        type: UPCALLS[type],
        vif,
        source: source.text,
        group: group.text,
      })),
      copies: copiesOf(reports),
      delivered: reports
        .flatMap(({ packet, deliveredOn }) => deliveredOn.map((id) => ({ interface: id - 1, packet: packet.id })))
        .sort((a, b) => a.interface - b.interface || a.packet - b.packet),
    };
  };
}

/** In the order in which they left; where there are many, recorders may miss it, and traces have them sorted. */
function copiesOf(reports: readonly LinuxReport[]): object[] {
  const copies = reports.flatMap(({ packet, copies }) =>
    copies.map(({ oif, ttl }) => ({ interface: oif - 1, packet: packet.id, ttl })),
  );
  if (copies.length <= ORDERED_COPIES) return copies;
  return copies.sort((a, b) => a.interface - b.interface || a.packet - b.packet || a.ttl - b.ttl);
}

function newSubject(op: TraceOp): Subject {
  const interfaces = new Interfaces();
  const count = numberArgument(op, 'interfaces');
  for (let i = 0; i < count; i += 1) {
    const addresses = [`10.0.${i}.1/24`, `fd00:${i}::1/64`].map(parseAddressWithPrefix);
    interfaces.add(new Interface({ id: i + 1, name: `eth${i}`, addresses, forwarding: { ipv4: true, ipv6: true } }));
  }
  const clock = new ManualClock();
  const subject = subjectOf(familyOf(op), clock, interfaces);
  for (let i = 0; i < count; i += 1) subject.router.addVif(i, i + 1);
  return subject;
}

function subjectOf(family: Family, clock: ManualClock, interfaces: Interfaces): Subject {
  const events: StackEvent[] = [];
  const ignore = () => {};
  const around = { clock, interfaces, onEvent: (event: StackEvent) => events.push(event), onPacket: ignore, onExpired: ignore };
  return { clock, interfaces, events, router: new LinuxRouter(family, around) };
}

function restored({ clock, interfaces, router }: Subject): Subject {
  const text = JSON.stringify(encodeLinux(router));
  const subject = subjectOf(router.family, new ManualClock(clock.nowNs()), interfaces);
  decodeLinux(subject.router, JSON.parse(text));
  return subject;
}

interface Answer {
  readonly refused?: StackRefusal | null;
  readonly reports?: readonly LinuxReport[];
}

function apply({ router, interfaces }: Subject, op: TraceOp): Answer {
  switch (op.op) {
    case 'inject':
      return { reports: [router.receive(packetOf(op, router.family), nicOf(op, interfaces))] };
    case 'originate':
      return { reports: [router.originate(packetOf(op, router.family), nicOf(op, interfaces))] };
    case 'routeAdd': {
      const entry = { key: keyOf(op), parent: numberArgument(op, 'iif'), outputs: outputsOf(op), isProxy: op.proxy === true };
      const added = router.addRoute(entry);
      return typeof added === 'string' ? { refused: added } : { reports: added.flushed };
    }
    case 'routeRemove': {
      const removed = router.removeRoute(keyOf(op), op.proxy === true ? numberArgument(op, 'iif') : null);
      return { refused: typeof removed === 'string' ? removed : null };
    }
    case 'vifAdd':
      return { refused: router.addVif(numberArgument(op, 'vif'), numberArgument(op, 'interface') + 1) };
    case 'vifRemove':
      return { refused: router.removeVif(numberArgument(op, 'vif')) };
    default:
      return applySetting(router, op, interfaces);
  }
}

function applySetting(router: LinuxRouter, op: TraceOp, interfaces: Interfaces): Answer {
  switch (op.op) {
    case 'assert':
      router.setAssert(numberArgument(op, 'value') !== 0);
      return {};
    case 'pim':
      router.setPim(numberArgument(op, 'value'));
      return {};
    case 'flush': {
      const flags = numberArgument(op, 'flags');
      router.flush({ routes: (flags & FLUSH_ROUTES) !== 0, vifs: (flags & FLUSH_VIFS) !== 0 });
      return {};
    }
    case 'rpFilter':
      return rpFilter(router, op);
    case 'join':
      nicOf(op, interfaces).join(Address.parse(textArgument(op, 'group')));
      return {};
    case 'leave':
      nicOf(op, interfaces).leave(Address.parse(textArgument(op, 'group')));
      return {};
    default:
      throw new TraceError(`there is no operation ${op.op}`);
  }
}

function rpFilter(router: LinuxRouter, op: TraceOp): Answer {
  const value = numberArgument(op, 'value');
  if (value !== 0 && value !== 1 && value !== 2) throw new TraceError('rpFilter is 0, 1 or 2');
  router.forwarder.rpFilters.set(op.interface === null ? null : numberArgument(op, 'interface') + 1, value);
  return {};
}

function show({ router }: Subject): object {
  return {
    routes: [
      ...router.mfc.routes().map((route) => showRoute(router, route)),
      ...router.mfc.unresolved.list().toReversed().map(showUnresolved),
    ],
    vifs: router.vifs
      .list()
      .map(({ number, interfaceId, ...counts }) => ({ vif: number, interface: interfaceId - 1, ...counts })),
  };
}

/** As `/proc/net/ip_mr_cache` has it: outputs by rising number, without the vifs that do not exist. */
function showRoute({ vifs }: LinuxRouter, { key, parent, packets, bytes, wrongIf, outputs }: MfcRoute): object {
  const oifs = outputs.filter(({ vif }) => vifs.get(vif) !== null).toReversed();
  return { source: key.source.text, group: key.group.text, iif: parent, packets, bytes, wrongIf, oifs };
}

function showUnresolved({ key }: Unresolved): object {
  return { source: key.source.text, group: key.group.text, iif: -1, packets: 0, bytes: 0, wrongIf: 0, oifs: [] };
}

function packetOf(op: TraceOp, family: Family): Packet {
  const length = numberArgument(op, 'bytes') - HEADERS[family];
  const iif = numberArgument(op, 'interface') + 1;
  const [id, ttl] = [numberArgument(op, 'packet'), numberArgument(op, 'ttl')];
  return new Packet({
    id,
    ttl,
    iif,
    source: textArgument(op, 'source'),
    group: textArgument(op, 'group'),
    payload: new Uint8Array(length),
  });
}

function nicOf(op: TraceOp, interfaces: Interfaces): Interface {
  return interfaces.require(numberArgument(op, 'interface') + 1);
}

function keyOf(op: TraceOp): RouteKey {
  return new RouteKey(textArgument(op, 'source'), textArgument(op, 'group'));
}

function familyOf({ family }: TraceOp): Family {
  if (family !== 'ipv4' && family !== 'ipv6') throw new TraceError('new needs a family, ipv4 or ipv6');
  return family;
}

function outputsOf({ oifs }: TraceOp): MfcOutput[] {
  if (!Array.isArray(oifs)) throw new TraceError('routeAdd needs a list oifs');
  return oifs.map((output: unknown) => {
    if (typeof output === 'object' && output !== null && 'vif' in output && 'threshold' in output) {
      const { vif, threshold } = output;
      if (typeof vif === 'number' && typeof threshold === 'number') return { vif, threshold };
    }
    throw new TraceError('routeAdd has an output without vif and threshold');
  });
}
