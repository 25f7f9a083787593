import { Address, FAMILIES, formatAddressWithPrefix, parseAddressWithPrefix } from '../core/address.js';
import { GET_ROUTE_RESULT_STATES } from '../core/gvisor/route-table.js';
import { DROP_REASONS, OUTCOMES } from '../core/packet-report.js';
import type { ArgSpec, Example, OptionSpec } from '../grammar/spec.js';
import { groupArg, interfaceArg, optional, parseHexPayload, parseInteger, sourceArg } from '../grammar/values.js';
import type { Wanted } from '../ops/expect/notation.js';
import type { Key, Subject } from '../ops/expect/subjects.js';
import {
  addressField,
  eitherField,
  interfaceField,
  interfacesField,
  memberField,
  numberField,
  oifField,
  timeField,
  wordField,
} from './expect-fields.js';

/** What an argument adds to the key. OUTCOME is a field like others, but has no flag. */
export type KeyPart = Key & { readonly outcome?: string };
type KeyArgs = Readonly<Record<string, ArgSpec<KeyPart, false>>>;
export type FieldFlags = Readonly<Record<string, OptionSpec<Wanted>>>;

/** Expectations about one kind of rows, for two commands. */
export interface RowKind {
  readonly summary: string;
  /** For the command that checks that there is none. */
  readonly noneSummary: string;
  readonly key: KeyArgs;
  readonly fields: FieldFlags;
  readonly examples: readonly Example[];
  readonly noneExamples: readonly Example[];
}

const sourceKey: ArgSpec<KeyPart, false> = { ...optional(sourceArg), parse: (text) => ({ source: Address.parse(text) }) };
const groupKey: ArgSpec<KeyPart, false> = { ...optional(groupArg), parse: (text) => ({ group: Address.parse(text) }) };
const outcomeArg: ArgSpec<KeyPart, false> = {
  label: 'OUTCOME',
  summary: 'expected outcome',
  required: false,
  options: OUTCOMES,
  parse: (outcome) => ({ outcome }),
};
const pairKey: KeyArgs = { source: sourceKey, group: groupKey };

/** Kinds of rows, whether a command checks that there are none, and the expectations about them. */
export const ROW_KINDS: readonly (readonly [Subject, 'also none' | 'never none', () => RowKind])[] = [
  [
    'route',
    'also none',
    () => ({
      summary: 'check an installed route',
      noneSummary: 'check that no installed route matches',
      key: pairKey,
      fields: {
        iif: interfaceField('input interface'),
        oif: oifField,
        'last-used': timeField('last-used time, since the clock started'),
        packets: numberField('number of packets that matched the route'),
        bytes: numberField('bytes in those packets'),
        'wrong-if': numberField('number of packets that arrived on the wrong interface'),
      },
      examples: [
        { does: 'check the interfaces of a route', line: 'expect route 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2:1' },
        { does: 'check the number of routes', line: 'expect route --count 1' },
        { does: 'check that at most two packets matched it', line: "expect route 10.0.1.9 239.1.1.1 --packets '<=2'" },
      ],
      noneExamples: [
        { does: 'check that a route does not exist', line: 'expect no route 10.0.1.7 239.1.1.1' },
        { does: 'check that no route has eth4 as its only output', line: 'expect no route --oif eth4' },
      ],
    }),
  ],
  [
    'pending',
    'also none',
    () => ({
      summary: 'check a pending route',
      noneSummary: 'check that no pending route matches',
      key: pairKey,
      fields: {
        packets: numberField('number of queued packets'),
        expires: timeField('last moment at which a new route gets the packets, since the clock started'),
        expired: eitherField(['yes', 'no'], 'whether that moment has passed'),
        'next-cleanup': timeField('time of the next cleanup, since the clock started'),
      },
      examples: [
        { does: 'check that one packet is queued', line: 'expect pending 10.0.1.8 239.1.1.1 --packets 1' },
        { does: 'check that no pending route has expired', line: 'expect pending --expired yes --count 0' },
      ],
      noneExamples: [
        { does: 'check that nothing is pending for a source and group', line: 'expect no pending 10.0.1.9 239.1.1.1' },
        { does: 'check that no pending route has expired', line: 'expect no pending --expired yes' },
      ],
    }),
  ],
  [
    'interface',
    'also none',
    () => ({
      summary: 'check an interface',
      noneSummary: 'check that no interface matches',
      key: { interface: { ...optional(interfaceArg), parse: (text) => ({ interface: text }) } },
      fields: {
        id: numberField('interface id'),
        ipv4: eitherField(['on', 'off'], 'whether it forwards IPv4'),
        ipv6: eitherField(['on', 'off'], 'whether it forwards IPv6'),
        address: memberField('CIDR', 'one of its addresses, with prefix length; repeatable', (text) =>
          formatAddressWithPrefix(parseAddressWithPrefix(text)),
        ),
        group: memberField('GROUP', 'one of the groups it has joined; repeatable', (text) => Address.parse(text).text),
      },
      examples: [
        { does: 'check that it forwards IPv4', line: 'expect interface eth1 --ipv4 on --address 10.0.1.1/24 --id 1' },
        { does: 'check how many interfaces have joined a group', line: 'expect interface --group 239.1.1.1 --count 0' },
      ],
      noneExamples: [
        { does: 'check that an interface is gone', line: 'expect no interface eth9' },
        { does: 'check that no interface has joined a group', line: 'expect no interface --group 239.1.1.1' },
      ],
    }),
  ],
  [
    'event',
    'also none',
    () => ({
      summary: 'check for an event',
      noneSummary: 'check that no event matches',
      key: {
        type: {
          label: 'TYPE',
          summary: 'event type',
          required: false,
          options: ['missingRoute', 'unexpectedInputInterface'],
          parse: (type) => ({ type }),
        },
        ...pairKey,
      },
      fields: {
        iif: interfaceField('interface on which the packet arrived'),
        'expected-iif': interfaceField('input interface of the route'),
        at: timeField('time of the event, since the clock started'),
        number: numberField('sequence number of the event'),
      },
      examples: [
        { does: 'check for exactly one missingRoute event', line: 'expect event missingRoute --count 1' },
        {
          does: 'check its source, group, interface and time',
          line: 'expect event missingRoute 10.0.1.8 239.1.1.1 --iif eth1 --at 0s',
        },
      ],
      noneExamples: [
        { does: 'check that no packet arrived on the wrong interface', line: 'expect no event unexpectedInputInterface' },
        { does: 'check that there were no events after time 0', line: "expect no event --at '>0s'" },
      ],
    }),
  ],
  [
    'timer',
    'also none',
    () => ({
      summary: 'check the cleanup timers',
      noneSummary: 'check that no cleanup timer matches',
      key: {
        family: {
          label: 'FAMILY',
          summary: 'address family (default: any)',
          required: false,
          options: FAMILIES,
          parse: (text) => ({ family: text === 'ipv6' ? 'ipv6' : 'ipv4' }),
        },
      },
      fields: { 'fires-at': timeField('time at which it fires, since the clock started') },
      examples: [
        { does: 'check when the IPv4 cleanup runs', line: 'expect timer ipv4 --fires-at 10s' },
        { does: 'check that exactly one timer is armed', line: 'expect timer --count 1' },
      ],
      noneExamples: [
        { does: 'check that no IPv6 timer is armed', line: 'expect no timer ipv6' },
        { does: 'check that no timer fires before 10s', line: "expect no timer --fires-at '<10s'" },
      ],
    }),
  ],
  [
    'packet',
    'also none',
    () => ({
      summary: 'check the outcome of a packet',
      noneSummary: 'check that no packet had such an outcome',
      key: {
        id: {
          label: 'N',
          summary: 'packet id, or an outcome (default: any packet)',
          required: false,
          parse: (text) => {
            const outcome = OUTCOMES.find((each) => each === text);
            return outcome === undefined ? { id: parseInteger(text, 'N', 1, Number.MAX_SAFE_INTEGER) } : { outcome };
          },
        },
        outcome: outcomeArg,
      },
      fields: packetFields(),
      examples: [
        { does: 'check that the queued packet was forwarded', line: 'expect packet 1 forwarded --oif eth2 --waited yes' },
        { does: 'check the number of dropped packets', line: 'expect packet dropped --source 10.0.1.9 --count 0' },
      ],
      noneExamples: [
        {
          does: 'check that no packet was lost in an expired entry',
          line: 'expect no packet dropped --reason PENDING_ROUTE_EXPIRED',
        },
        { does: 'check that no packet arrived on eth4', line: 'expect no packet --iif eth4' },
      ],
    }),
  ],
  [
    'last-packet',
    'never none',
    () => ({
      summary: 'check the outcome of the newest packet',
      noneSummary: '',
      key: {
        outcome: outcomeArg,
      },
      fields: packetFields(),
      examples: [
        { does: 'check that it was forwarded', line: 'expect last-packet forwarded --oif eth2 --ttl 63' },
        { does: 'check the packet that arrived', line: 'expect last-packet --source 10.0.1.9 --iif eth1 --payload hello' },
      ],
      noneExamples: [],
    }),
  ],
];

/** Expectations about the outcome of a packet. */
function packetFields(): FieldFlags {
  return {
    oif: interfacesField('interface on which a copy was sent; repeat to list all of them, in any order'),
    ttl: numberField('TTL of the copies'),
    reason: wordField('CODE', 'reason for the drop', DROP_REASONS),
    skipped: interfacesField('outgoing interface that got no copy; repeat to list all of them, in any order'),
    state: wordField('NAME', "gVisor's name for the result of the table lookup", GET_ROUTE_RESULT_STATES),
    'delivered-locally': eitherField(['yes', 'no'], 'whether it was also delivered to this host'),
    source: addressField('ADDRESS', 'source address'),
    group: addressField('ADDRESS', 'destination group'),
    iif: interfaceField('interface on which it arrived'),
    'expected-iif': interfaceField('input interface of the route, if the packet arrived on another'),
    'arrival-ttl': numberField('TTL on arrival'),
    payload: { ...wordField('TEXT', 'payload as text'), allowEmpty: true },
    'payload-hex': {
      ...wordField('HEX', 'payload as hexadecimal digits, two per byte'),
      allowEmpty: true,
      parse: (text) => {
        parseHexPayload(text);
        return { is: 'text', text: text.toLowerCase() };
      },
    },
    id: numberField('packet id'),
    at: timeField('time of the decision, since the clock started'),
    waited: eitherField(['yes', 'no'], 'whether it was queued before'),
  };
}
