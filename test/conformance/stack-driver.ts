import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import type { Family } from '../../src/core/address.js';
import { Address, parseAddressWithPrefix } from '../../src/core/address.js';
import type { CounterMoves, CounterName } from '../../src/core/counters.js';
import { LabError } from '../../src/core/errors.js';
import type { GvisorStack } from '../../src/core/gvisor/release.js';
import type { Lab } from '../../src/core/lab.js';
import { standardAddresses } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import { advanceClock } from '../../src/ops/advance-clock.js';
import { forwardingOff } from '../../src/ops/forwarding/off.js';
import { forwardingOn } from '../../src/ops/forwarding/on.js';
import { ifaceAdd } from '../../src/ops/iface/add.js';
import { ifaceJoin } from '../../src/ops/iface/join.js';
import { ifaceLeave } from '../../src/ops/iface/leave.js';
import { ifaceRm } from '../../src/ops/iface/rm.js';
import { ifaceSet } from '../../src/ops/iface/set.js';
import { createLab } from '../../src/ops/init.js';
import { inject } from '../../src/ops/inject.js';
import { routeAdd } from '../../src/ops/route/add.js';
import { routeRm } from '../../src/ops/route/rm.js';
import { routeTouch } from '../../src/ops/route/touch.js';
import type { EffectsView, EventView } from '../../src/ops/view/effects.js';
import type { PacketView } from '../../src/ops/view/packet.js';
import type { Driver, TraceOp } from './trace.js';
import { numberArgument, oifsArgument, TraceError, textArgument } from './trace.js';

/** What an operation gave back, before it is put in the traces' words. */
interface Answer {
  readonly effects?: EffectsView;
  readonly packets?: readonly PacketView[];
  /** Fields that only some operations have. */
  readonly extra?: object;
}

/** What is called after each operation, with the lab as it is then. */
export type Observer = (lab: Lab, before: string, refused: boolean) => void;

const GVISOR_ERRORS: Partial<Record<string, string>> = {
  BAD_ADDRESS: 'ErrBadAddress',
  DUPLICATE_INTERFACE: 'ErrDuplicateNICID',
  INPUT_CANNOT_BE_OUTPUT: 'ErrMulticastInputCannotBeOutput',
  MISSING_REQUIRED_FIELDS: 'ErrMissingRequiredFields',
  NOT_A_MEMBER: 'ErrBadLocalAddress',
  NOT_PERMITTED: 'ErrNotPermitted',
  ROUTE_NOT_FOUND: 'ErrHostUnreachable',
  UNKNOWN_INTERFACE: 'ErrUnknownNICID',
};

/** By the month of a release. */
const STACKS: Partial<Record<string, GvisorStack>> = { '2022-12': 'gvisor-2022', '2026-08': 'gvisor-2026' };

const GVISOR_COUNTERS: Record<Exclude<CounterName, 'ipReversePathFilter'>, string> = {
  packetsReceived: 'PacketsReceived',
  validPacketsReceived: 'ValidPacketsReceived',
  packetsDelivered: 'PacketsDelivered',
  invalidSourceAddressesReceived: 'InvalidSourceAddressesReceived',
  invalidDestinationAddressesReceived: 'InvalidDestinationAddressesReceived',
  forwardingErrors: 'Forwarding.Errors',
  forwardingUnrouteable: 'Forwarding.Unrouteable',
  forwardingExhaustedTtl: 'Forwarding.ExhaustedTTL',
  forwardingInitializingSource: 'Forwarding.InitializingSource',
  forwardingLinkLocalSource: 'Forwarding.LinkLocalSource',
  forwardingLinkLocalDestination: 'Forwarding.LinkLocalDestination',
  forwardingUnexpectedMulticastInputInterface: 'Forwarding.UnexpectedMulticastInputInterface',
  forwardingNoMulticastPendingQueueBufferSpace: 'Forwarding.NoMulticastPendingQueueBufferSpace',
};

/** Operations whose answer has an error only where they failed. */
const NO_NULL_ERROR = new Set(['nicAdd', 'inject', 'advance']);

/**
 * Drives a lab through the operations that the commands run. With `roundTrip` the lab is encoded to JSON and decoded again between every
 * two operations.
 */
export function stackDriver(roundTrip: boolean, observe?: Observer): Driver {
  let lab: Lab | null = null;
  return (op) => {
    if (op.op === 'new') {
      lab = createLab({ interfaces: 0, queueSize: 3, anyAddress: false, stack: stackOf(op) });
      forwardingOff(lab, { families: ['ipv4', 'ipv6'] });
      return {};
    }
    if (lab === null) throw new TraceError(`${op.op} comes before new`);
    const before = observe === undefined ? '' : encodeLab(lab);
    const { answer, error } = attempt(lab, op);
    observe?.(lab, before, error !== null);
    if (roundTrip) lab = decodeLab(encodeLab(lab));
    return {
      ...(error !== null || !NO_NULL_ERROR.has(op.op) ? { error } : {}),
      events: (answer.effects?.events ?? []).map(traceEvent),
      forwarded: forwarded(answer.packets ?? []),
      counters: traceCounters(answer.effects?.counters ?? {}),
      nowNs: lab.clock.nowNs(),
      ...answer.extra,
    };
  };
}

/** The stack of the release that a trace was recorded with. */
function stackOf({ release = '2022-12' }: TraceOp): GvisorStack {
  const stack = STACKS[String(release)];
  if (stack === undefined) throw new TraceError(`there is no release ${String(release)}`);
  return stack;
}

function attempt(lab: Lab, op: TraceOp): { answer: Answer; error: string | null } {
  try {
    return { answer: apply(lab, op), error: null };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const name = GVISOR_ERRORS[error.code];
    if (name === undefined) throw error;
    const isNoSuchNic = op.op === 'inject' && error.code === 'UNKNOWN_INTERFACE';
    const answer = op.op === 'nicForwarding' ? { extra: { was: false } } : {};
    return { answer, error: isNoSuchNic ? 'NoSuchNIC' : name };
  }
}

function apply(lab: Lab, op: TraceOp): Answer {
  switch (op.op) {
    case 'nicAdd':
      ifaceAdd(lab, { name: `eth${nicOf(op)}`, id: nicOf(op), addresses: addressesOf(op), forwarding: false });
      return {};
    case 'nicRemove':
      ifaceRm(lab, { interface: nicOf(op) });
      return {};
    case 'nicForwarding': {
      const request = { interface: nicOf(op), forwarding: op.enable === true, families: [familyOf(op)] };
      return { extra: { was: ifaceSet(lab, request).families[0]?.was } };
    }
    case 'enable':
      return { extra: { was: forwardingOn(lab, { families: [familyOf(op)] }).families[0]?.was } };
    case 'disable':
      forwardingOff(lab, { families: [familyOf(op)] });
      return {};
    case 'join':
      ifaceJoin(lab, { interface: nicOf(op), group: groupOf(op) });
      return {};
    case 'leave':
      ifaceLeave(lab, { interface: nicOf(op), group: groupOf(op) });
      return {};
    case 'advance':
      advanceClock(lab, { byNs: numberArgument(op, 'ns') });
      return {};
    case 'routeAdd': {
      const oifs = oifsArgument(op).map(({ id, minTtl }) => ({ oif: id, minTtl }));
      const result = routeAdd(lab, { key: keyOf(op), iif: numberArgument(op, 'iif'), oifs });
      return { effects: result, packets: result.flushed };
    }
    case 'routeRemove':
      routeRm(lab, { key: keyOf(op) });
      return {};
    case 'lastUsed':
      // Setting it to the beginning of time leaves it as it is, and answers with it, or with what keeps it from being known.
      return { extra: { lastUsedNs: routeTouch(lab, { key: keyOf(op), atNs: 0 }).route.lastUsedNs } };
    case 'inject':
      return injectOne(lab, op);
    default:
      throw new TraceError(`there is no operation ${op.op} on a stack`);
  }
}

function injectOne(lab: Lab, op: TraceOp): Answer {
  const payload = new TextEncoder().encode(textArgument(op, 'payload'));
  const ttl = numberArgument(op, 'ttl');
  const result = inject(lab, { key: keyOf(op), iif: nicOf(op), ttl, payload, count: 1, intervalNs: 0 });
  return { effects: result, packets: result.packets };
}

function forwarded(packets: readonly PacketView[]): object[] {
  const left = packets.flatMap(({ source, group, payload, copies }) =>
    copies.map(({ oif, ttl }) => ({ nic: Number(oif.replace('eth', '')), source, destination: group, ttl, payload })),
  );
  return left.sort((a, b) => a.nic - b.nic);
}

function traceEvent(event: EventView): object {
  const nic = (name: string) => Number(name.replace('eth', ''));
  const { source, group: destination } = event;
  const fields = { event: event.type, source, destination, iif: nic(event.iif) };
  return event.type === 'missingRoute' ? fields : { ...fields, expectedIif: nic(event.expectedIif) };
}

function traceCounters(moves: CounterMoves): object {
  const names = Object.keys(moves).filter((name): name is keyof typeof GVISOR_COUNTERS => name in GVISOR_COUNTERS);
  return Object.fromEntries(names.map((name) => [GVISOR_COUNTERS[name], moves[name]]));
}

function addressesOf(op: TraceOp): ReturnType<typeof standardAddresses> {
  if (op.addresses === undefined) return standardAddresses(nicOf(op));
  if (!Array.isArray(op.addresses)) throw new TraceError('nicAdd needs a list addresses');
  return op.addresses.map((text: unknown) => parseAddressWithPrefix(String(text)));
}

function nicOf(op: TraceOp): number {
  return numberArgument(op, 'nic');
}

function familyOf(op: TraceOp): Family {
  return op.v6 === true ? 'ipv6' : 'ipv4';
}

function groupOf(op: TraceOp): Address {
  return Address.parse(textArgument(op, 'destination'));
}

function keyOf(op: TraceOp): RouteKey {
  return new RouteKey(textArgument(op, 'source'), textArgument(op, 'destination'));
}
