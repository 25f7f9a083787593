import { Type } from '@sinclair/typebox';
import { DAEMON_KINDS, DAEMON_MESSAGE_TYPES } from '../core/network/daemon.js';
import { AddressText, Byte, Count, Deadline, End, InterfaceId, oneOf, RouterName, strict, Time } from './schema-parts.js';

/** The rows of a session file about unicast routes and daemons. Like the schema, nothing here is needed at run time. */

export const UnicastRow = Type.Object(
  {
    prefix: AddressText,
    interface: InterfaceId,
    gateway: Type.Optional(AddressText),
    metric: Count,
  },
  strict,
);

const StatementRow = Type.Object(
  {
    type: oneOf(DAEMON_MESSAGE_TYPES),
    source: Type.Optional(AddressText),
    group: AddressText,
    interface: InterfaceId,
    peer: End,
    metric: Type.Optional(Count),
  },
  { ...strict, description: 'no source: (*,G)' },
);

const Pair = { source: AddressText, group: AddressText };

const TaskRow = Type.Object(
  {
    firesAtNs: Deadline,
    type: oneOf(['missingRoute', 'unexpectedInputInterface', 'changed', 'add', 'remove'] as const),
    source: Type.Optional(AddressText),
    group: Type.Optional(AddressText),
    iif: Type.Optional(Type.Union([InterfaceId, Type.String({ maxLength: 100 })])),
    oifs: Type.Optional(
      Type.Array(Type.Object({ oif: Type.Union([InterfaceId, Type.String({ maxLength: 100 })]), minTtl: Byte }, strict)),
    ),
  },
  strict,
);

export const DaemonRow = Type.Object(
  {
    kind: oneOf(DAEMON_KINDS),
    rp: Type.Optional(AddressText),
    switchover: Type.Optional(oneOf(['immediate', 'never'] as const)),
    script: Type.Optional(Type.Array(Type.String({ maxLength: 1_000 }))),
    heard: Type.Array(StatementRow),
    told: Type.Array(StatementRow),
    sources: Type.Array(Type.Object({ ...Pair, by: oneOf(['packet', 'register'] as const) }, strict)),
    installed: Type.Array(Type.Object(Pair, strict)),
    tasks: Type.Array(TaskRow),
  },
  strict,
);

export const MessageRow = Type.Object(
  {
    type: oneOf(DAEMON_MESSAGE_TYPES),
    isOver: Type.Boolean(),
    source: Type.Optional(AddressText),
    group: AddressText,
    metric: Type.Optional(Count),
    destination: Type.Optional(AddressText),
    from: End,
    to: End,
    link: RouterName,
    hop: Type.Integer({ minimum: 1, maximum: 255 }),
    leftNs: Time,
    arrivesNs: Deadline,
  },
  strict,
);
