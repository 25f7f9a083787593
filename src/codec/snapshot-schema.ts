import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import type { CounterTotals } from '../core/counters.js';
import { COUNTER_NAMES } from '../core/counters.js';
import { GET_ROUTE_RESULT_STATES } from '../core/gvisor/route-table.js';
import { INTERFACE_NAME, MAX_INTERFACE_ID } from '../core/interface.js';
import { MAX_VIFS } from '../core/linux/vif.js';
import { MAX_IN_FLIGHT } from '../core/network/flight.js';
import { NODE_NAME } from '../core/network/node-name.js';
import { MAX_JOURNAL_SIZE } from '../core/newest.js';
import { MAX_PAYLOAD_BYTES } from '../core/packet.js';
import { DROP_REASONS, OUTCOMES, SKIP_REASONS } from '../core/packet-report.js';
import { STACK_NAMES } from '../core/stack.js';
import { DaemonRow, MessageRow, UnicastRow } from './daemon-schema.js';
import { AddressText, Byte, Count, Deadline, End, InterfaceId, oneOf, RouterName, strict, Time } from './schema-parts.js';

/**
 * The shape of a session file, version 2. The build makes the shipped JSON Schema and the check that runs on every load from it;
 * nothing here is needed at run time.
 */

/** Negative where a route of Linux names a vif that does not exist. */
const InterfaceOrVif = Type.Integer({ minimum: -MAX_VIFS, maximum: MAX_INTERFACE_ID });
const Family = Type.Union([Type.Literal('ipv4'), Type.Literal('ipv6')]);

const InstalledRouteRow = Type.Object(
  {
    source: AddressText,
    group: AddressText,
    iif: InterfaceId,
    oifs: Type.Array(Type.Object({ id: InterfaceId, minTtl: Byte }, strict)),
    lastUsedNs: Time,
    packets: Count,
    bytes: Count,
    wrongIf: Count,
  },
  strict,
);

/** No payload is longer, so nothing that is longer needs to be looked at. */
const MAX_BYTES = Math.max(...Object.values(MAX_PAYLOAD_BYTES));

const PayloadFields = {
  payload: Type.Optional(Type.String({ maxLength: MAX_BYTES })),
  payloadHex: Type.Optional(
    Type.String({
      maxLength: 2 * MAX_BYTES,
      pattern: '^([0-9a-f]{2})+$',
      description: 'instead of payload, if the bytes are not UTF-8',
    }),
  ),
};

const NamedRouter = Type.Optional(
  Type.String({ pattern: NODE_NAME.source, description: 'name of the router (default: the first one)' }),
);
const Hop = Type.Optional(
  Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'which arrival of the packet this is (default: 1)' }),
);

const PendingPacketRow = Type.Object({ id: Count, iif: InterfaceId, ttl: Byte, hop: Hop, ...PayloadFields }, strict);

const PendingRouteRow = Type.Object(
  {
    source: AddressText,
    group: AddressText,
    expiresNs: Deadline,
    packets: Type.Array(PendingPacketRow, { minItems: 1, maxItems: 255 }),
  },
  strict,
);

const TableFields = {
  cleanupRunning: Type.Boolean(),
  installed: Type.Array(InstalledRouteRow),
  pending: Type.Array(PendingRouteRow),
};

const CounterRow = Type.Unsafe<CounterTotals>(
  Type.Object(
    Object.fromEntries(
      COUNTER_NAMES.filter((name) => name !== 'ipReversePathFilter').map((name) => [
        name,
        name === 'forwardingInitializingSource' ? Type.Optional(Count) : Count,
      ]),
    ),
    strict,
  ),
);

const RouterFields = Type.Object({ forwarding: Type.Boolean(), counters: CounterRow, ...TableFields }, strict);

const VifNumber = Type.Integer({ minimum: 0, maximum: MAX_VIFS - 1 });
const RpFilterValue = Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)]);

const VifRow = Type.Object(
  { number: VifNumber, interfaceId: InterfaceId, packetsIn: Count, bytesIn: Count, packetsOut: Count, bytesOut: Count },
  strict,
);

const MfcRow = Type.Object(
  {
    source: AddressText,
    group: AddressText,
    parent: VifNumber,
    outputs: Type.Array(Type.Object({ vif: VifNumber, threshold: Type.Integer({ minimum: 1, maximum: 254 }) }, strict)),
    packets: Count,
    bytes: Count,
    wrongIf: Count,
    lastUsedNs: Time,
    lastAssertNs: Type.Union([Time, Type.Null()]),
  },
  strict,
);

const FrameRow = Type.Object(
  {
    ...PendingPacketRow.properties,
    now: Type.Object(
      { ttl: Byte, interfaceId: InterfaceId, isOwn: Type.Boolean() },
      { ...strict, description: 'a looped copy has another TTL and interface than the packet had on arrival' },
    ),
  },
  strict,
);

const UnresolvedRow = Type.Object(
  {
    source: AddressText,
    group: AddressText,
    expiresNs: Deadline,
    frames: Type.Array(FrameRow, { minItems: 1, maxItems: 4 }),
  },
  strict,
);

const LinuxFields = Type.Object(
  {
    forwarding: Type.Boolean(),
    settings: Type.Object({ assert: Type.Boolean(), pim: Type.Boolean(), wholePacket: Type.Boolean() }, strict),
    rpFilterAll: RpFilterValue,
    rpFilters: Type.Array(Type.Object({ id: InterfaceId, filter: RpFilterValue }, strict)),
    reversePathDrops: Count,
    vifs: Type.Array(VifRow, { maxItems: MAX_VIFS }),
    routes: Type.Array(MfcRow, { description: 'oldest first' }),
    unresolved: Type.Array(UnresolvedRow, { description: 'oldest first' }),
  },
  { ...strict, description: 'a router of the linux stack' },
);

const InterfaceRow = Type.Object(
  {
    id: InterfaceId,
    name: Type.String({ pattern: INTERFACE_NAME.source }),
    addresses: Type.Array(AddressText),
    forwarding: Type.Object({ ipv4: Type.Boolean(), ipv6: Type.Boolean() }, strict),
    groups: Type.Array(Type.Object({ group: AddressText, joins: Type.Integer({ minimum: 1 }) }, strict)),
  },
  strict,
);

const EventRow = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    atNs: Time,
    router: NamedRouter,
    type: Type.Union([Type.Literal('missingRoute'), Type.Literal('unexpectedInputInterface')]),
    source: AddressText,
    group: AddressText,
    iif: InterfaceId,
    expectedIif: Type.Optional(InterfaceOrVif),
  },
  strict,
);

const CopyRow = Type.Object(
  {
    oif: InterfaceOrVif,
    ttl: Type.Optional(Byte),
    minTtl: Type.Optional(Byte),
    reason: Type.Optional(oneOf(SKIP_REASONS)),
  },
  { ...strict, description: 'a copy has its outgoing TTL; a skipped interface has its minimum TTL and the reason' },
);

const PacketRow = Type.Object(
  {
    atNs: Time,
    router: NamedRouter,
    id: Count,
    source: AddressText,
    group: AddressText,
    iif: InterfaceId,
    ttl: Byte,
    hop: Hop,
    ...PayloadFields,
    outcome: oneOf(OUTCOMES),
    reason: Type.Optional(oneOf(DROP_REASONS)),
    state: Type.Optional(oneOf(GET_ROUTE_RESULT_STATES)),
    copies: Type.Array(CopyRow),
    expectedIif: Type.Optional(InterfaceOrVif),
    deliveredLocally: Type.Boolean(),
    unlisted: Type.Optional(Count),
    lostLoops: Type.Optional(Count),
  },
  strict,
);

const RouterRow = Type.Object(
  {
    name: RouterName,
    stack: oneOf(STACK_NAMES),
    interfaces: Type.Array(InterfaceRow),
    unicast: Type.Optional(Type.Array(UnicastRow, { description: 'static unicast routes' })),
    daemon: Type.Optional(DaemonRow),
    ipv4: Type.Union([RouterFields, LinuxFields]),
    ipv6: Type.Union([RouterFields, LinuxFields]),
  },
  strict,
);

const LinkRow = Type.Object(
  { name: RouterName, ends: Type.Array(End, { minItems: 2 }), delayNs: Time, isUp: Type.Boolean() },
  strict,
);

const HostRow = Type.Object(
  {
    name: RouterName,
    on: End,
    addresses: Type.Array(AddressText),
    joined: Type.Array(
      Type.Object(
        { group: AddressText, source: Type.Optional(AddressText) },
        { ...strict, description: 'no source: any source' },
      ),
    ),
    receivedCount: Count,
    received: Type.Array(
      Type.Object(
        { atNs: Time, id: Count, source: AddressText, group: AddressText, ttl: Byte, hop: Count, isDuplicate: Type.Boolean() },
        strict,
      ),
      { maxItems: MAX_JOURNAL_SIZE },
    ),
  },
  strict,
);

const FlightRow = Type.Object(
  {
    id: Count,
    source: AddressText,
    group: AddressText,
    ttl: Byte,
    hop: Count,
    from: End,
    host: Type.Optional(RouterName),
    link: Type.Optional(RouterName),
    leftNs: Time,
    arrivesNs: Deadline,
    ...PayloadFields,
  },
  strict,
);

/** A whole session. */
export const SnapshotSchema = Type.Object(
  {
    format: Type.Literal('mcast-lab session'),
    version: Type.Literal(2),
    nowNs: Time,
    maxPendingQueueSize: Byte,
    anyAddress: Type.Boolean(),
    journalSize: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MAX_JOURNAL_SIZE,
        description: 'number of packets and of events to keep (default: 100)',
      }),
    ),
    nextPacketId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    nextEventNumber: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    inUse: Type.Optional(Type.String({ pattern: NODE_NAME.source, description: 'the router at hand (default: the first one)' })),
    timers: Type.Array(
      Type.Object({ kind: Type.Literal('cleanup'), router: NamedRouter, family: Family, firesAtNs: Deadline }, strict),
    ),
    routers: Type.Array(RouterRow, { minItems: 1 }),
    links: Type.Array(LinkRow),
    hosts: Type.Array(HostRow),
    inFlight: Type.Array(FlightRow, { maxItems: MAX_IN_FLIGHT }),
    messages: Type.Optional(Type.Array(MessageRow, { maxItems: MAX_IN_FLIGHT, description: 'messages of daemons under way' })),
    events: Type.Array(EventRow, { maxItems: MAX_JOURNAL_SIZE }),
    packets: Type.Array(PacketRow, { maxItems: MAX_JOURNAL_SIZE }),
  },
  { $schema: 'http://json-schema.org/draft-07/schema#', title: 'mcast-lab session, version 2', ...strict },
);

export type SnapshotDocument = Static<typeof SnapshotSchema>;
type RouterRow = SnapshotDocument['routers'][number];
export type RouterDocument = Static<typeof RouterFields>;
export type LinuxDocument = Static<typeof LinuxFields>;
export type TableDocument = Pick<RouterDocument, 'cleanupRunning' | 'installed' | 'pending'>;
export type InterfaceDocument = RouterRow['interfaces'][number];
export type EventDocument = SnapshotDocument['events'][number];
export type PacketDocument = SnapshotDocument['packets'][number];
export type PendingPacketDocument = TableDocument['pending'][number]['packets'][number];
export type LinkDocument = SnapshotDocument['links'][number];
export type HostDocument = SnapshotDocument['hosts'][number];
export type FlightDocument = SnapshotDocument['inFlight'][number];
export type UnicastDocument = NonNullable<RouterRow['unicast']>[number];
export type DaemonDocument = NonNullable<RouterRow['daemon']>;
export type StatementDocument = DaemonDocument['heard'][number];
export type TaskDocument = DaemonDocument['tasks'][number];
export type MessageDocument = NonNullable<SnapshotDocument['messages']>[number];
