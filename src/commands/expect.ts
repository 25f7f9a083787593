import { Address, FAMILIES, formatAddressWithPrefix, parseAddressWithPrefix } from '../core/address.js';
import type { CounterName } from '../core/counters.js';
import { COUNTER_NAMES } from '../core/counters.js';
import { parseDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import { GET_ROUTE_RESULT_STATES } from '../core/gvisor/route-table.js';
import { DROP_REASONS, OUTCOMES } from '../core/packet-report.js';
import { labCommand } from '../execute/command.js';
import type { ArgSpec, CommandSpec, Example, OptionSpec } from '../execute/definition.js';
import {
  familiesOf,
  familyFlag,
  groupArg,
  interfaceArg,
  keyOf,
  optional,
  parseHexPayload,
  parseInteger,
  sourceArg,
} from '../grammar/values.js';
import type { Wanted } from '../ops/expect/notation.js';
import type { Key, Subject } from '../ops/expect/subjects.js';
import type { Expectation, ExpectResult, Want } from '../ops/expect.js';
import { expect } from '../ops/expect.js';
import { renderChecks, renderExpect } from '../render/expect.js';
import {
  addressField,
  countFlag,
  eitherField,
  interfaceField,
  interfacesField,
  memberField,
  numberField,
  oifField,
  parseCount,
  relationArg,
  timeField,
  wordField,
} from './expect-fields.js';
import { expectRefused } from './expect-refused.js';

/** What a word that selects rows adds to the key. OUTCOME is a field like others, but stands without a flag. */
type KeyPart = Key & { readonly outcome?: string };
type KeyArgs = Readonly<Record<string, ArgSpec<KeyPart, false>>>;
type FieldFlags = Readonly<Record<string, OptionSpec<Wanted>>>;

/** What can be said about rows of one kind; two commands are made of it. */
interface RowKind {
  readonly summary: string;
  /** Of the command that says that there is none. */
  readonly noneSummary: string;
  readonly key: KeyArgs;
  readonly fields: FieldFlags;
  readonly examples: readonly Example[];
  readonly noneExamples: readonly Example[];
}

const COMPARED = 'Numbers and times may begin with =, !=, <, <=, > or >=, in quotes where a shell reads them.';
const EXIT_CODE = 'If it is not as expected, the exit code is 3.';

const sourceKey: ArgSpec<KeyPart, false> = { ...optional(sourceArg), parse: (text) => ({ source: Address.parse(text) }) };
const groupKey: ArgSpec<KeyPart, false> = { ...optional(groupArg), parse: (text) => ({ group: Address.parse(text) }) };
const outcomeArg: ArgSpec<KeyPart, false> = {
  label: 'OUTCOME',
  summary: 'forwarded, queued or dropped',
  required: false,
  options: OUTCOMES,
  parse: (outcome) => ({ outcome }),
};
const pairKey: KeyArgs = { source: sourceKey, group: groupKey };

/** What rows there are, whether a command says that there are none, and what can be said about them. */
const ROW_KINDS: readonly (readonly [Subject, 'also none' | 'never none', () => RowKind])[] = [
  [
    'route',
    'also none',
    () => ({
      summary: 'state what an installed route is',
      noneSummary: 'state that no installed route is so',
      key: pairKey,
      fields: {
        iif: interfaceField('interface on which its packets arrive'),
        oif: oifField,
        'last-used': timeField('when it was last used, since the clock started'),
        packets: numberField('packets that matched it'),
        bytes: numberField('their bytes'),
        'wrong-if': numberField('packets that came in on a wrong interface'),
      },
      examples: [
        { does: 'where it forwards', line: 'expect route 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2:1' },
        { does: 'how many routes there are', line: 'expect route --count 1' },
        { does: 'that at most two packets matched it', line: "expect route 10.0.1.9 239.1.1.1 --packets '<=2'" },
      ],
      noneExamples: [
        { does: 'that there is no such route', line: 'expect no route 10.0.1.7 239.1.1.1' },
        { does: 'that none leads to eth4 alone', line: 'expect no route --oif eth4' },
      ],
    }),
  ],
  [
    'pending',
    'also none',
    () => ({
      summary: 'state what a pending route is',
      noneSummary: 'state that no pending route is so',
      key: pairKey,
      fields: {
        packets: numberField('packets that wait'),
        expires: timeField('the last moment at which a route gets the packets, since the clock started'),
        expired: eitherField(['yes', 'no'], 'whether that moment has passed'),
        'next-cleanup': timeField('when the next cleanup runs, since the clock started'),
      },
      examples: [
        { does: 'that a packet waits', line: 'expect pending 10.0.1.8 239.1.1.1 --packets 1' },
        { does: 'that nothing waits in vain', line: 'expect pending --expired yes --count 0' },
      ],
      noneExamples: [
        { does: 'that nothing of this pair is pending', line: 'expect no pending 10.0.1.9 239.1.1.1' },
        { does: 'that nothing has expired', line: 'expect no pending --expired yes' },
      ],
    }),
  ],
  [
    'interface',
    'also none',
    () => ({
      summary: 'state what an interface is',
      noneSummary: 'state that no interface is so',
      key: { interface: { ...optional(interfaceArg), parse: (text) => ({ interface: text }) } },
      fields: {
        id: numberField('its id'),
        ipv4: eitherField(['on', 'off'], 'whether it forwards IPv4'),
        ipv6: eitherField(['on', 'off'], 'whether it forwards IPv6'),
        address: memberField('CIDR', 'address with its prefix length, among those it has; repeatable', (text) =>
          formatAddressWithPrefix(parseAddressWithPrefix(text)),
        ),
        group: memberField('GROUP', 'group that it is a member of; repeatable', (text) => Address.parse(text).text),
      },
      examples: [
        { does: 'that it forwards', line: 'expect interface eth1 --ipv4 on --address 10.0.1.1/24 --id 1' },
        { does: 'how many are members of a group', line: 'expect interface --group 239.1.1.1 --count 0' },
      ],
      noneExamples: [
        { does: 'that it is gone', line: 'expect no interface eth9' },
        { does: 'that nobody joined', line: 'expect no interface --group 239.1.1.1' },
      ],
    }),
  ],
  [
    'event',
    'also none',
    () => ({
      summary: 'state which events there were',
      noneSummary: 'state that no event was so',
      key: {
        type: {
          label: 'TYPE',
          summary: 'missingRoute or unexpectedInputInterface',
          required: false,
          options: ['missingRoute', 'unexpectedInputInterface'],
          parse: (type) => ({ type }),
        },
        ...pairKey,
      },
      fields: {
        iif: interfaceField('interface on which the packet arrived'),
        'expected-iif': interfaceField('interface on which the route expects it'),
        at: timeField('when, since the clock started'),
        number: numberField('running number of the event'),
      },
      examples: [
        { does: 'that a route was missed just once', line: 'expect event missingRoute --count 1' },
        { does: 'of which pair, and where', line: 'expect event missingRoute 10.0.1.8 239.1.1.1 --iif eth1 --at 0s' },
      ],
      noneExamples: [
        { does: 'that every packet came in where it should', line: 'expect no event unexpectedInputInterface' },
        { does: 'that nothing happened since', line: "expect no event --at '>0s'" },
      ],
    }),
  ],
  [
    'timer',
    'also none',
    () => ({
      summary: 'state which cleanup timers are armed',
      noneSummary: 'state that no cleanup timer is so',
      key: {
        family: {
          label: 'FAMILY',
          summary: 'ipv4 or ipv6; either if not given',
          required: false,
          options: FAMILIES,
          parse: (text) => ({ family: text === 'ipv6' ? 'ipv6' : 'ipv4' }),
        },
      },
      fields: { 'fires-at': timeField('when it fires, since the clock started') },
      examples: [
        { does: 'when the next cleanup runs', line: 'expect timer ipv4 --fires-at 10s' },
        { does: 'that one is armed', line: 'expect timer --count 1' },
      ],
      noneExamples: [
        { does: 'that none is armed in IPv6', line: 'expect no timer ipv6' },
        { does: 'that none fires before 10 seconds', line: "expect no timer --fires-at '<10s'" },
      ],
    }),
  ],
  [
    'packet',
    'also none',
    () => ({
      summary: 'check the fate of a packet',
      noneSummary: 'check that no packet had such a fate',
      key: {
        id: {
          label: 'N',
          summary: 'id of the packet, or an outcome; any packet if not given',
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
        { does: 'that the packet that waited was forwarded', line: 'expect packet 1 forwarded --oif eth2 --waited yes' },
        { does: 'how many packets were dropped', line: 'expect packet dropped --source 10.0.1.9 --count 0' },
      ],
      noneExamples: [
        { does: 'that nothing was lost in an expired entry', line: 'expect no packet dropped --reason PENDING_ROUTE_EXPIRED' },
        { does: 'that nothing arrived on eth4', line: 'expect no packet --iif eth4' },
      ],
    }),
  ],
  [
    'last-packet',
    'never none',
    () => ({
      summary: 'state what became of the newest packet',
      noneSummary: '',
      key: {
        outcome: outcomeArg,
      },
      fields: packetFields(),
      examples: [
        { does: 'that it was forwarded', line: 'expect last-packet forwarded --oif eth2 --ttl 63' },
        { does: 'what arrived', line: 'expect last-packet --source 10.0.1.9 --iif eth1 --payload hello' },
      ],
      noneExamples: [],
    }),
  ],
];

/** What can be expected of a packet's fate. */
function packetFields(): FieldFlags {
  return {
    oif: interfacesField('interface that a copy left by; repeated, exactly these in any order'),
    ttl: numberField('TTL with which its copies left'),
    reason: wordField('CODE', 'why it was dropped', DROP_REASONS),
    skipped: interfacesField('outgoing interface that got no copy; repeated, exactly these in any order'),
    state: wordField('NAME', 'what the table answered', GET_ROUTE_RESULT_STATES),
    'delivered-locally': eitherField(['yes', 'no'], 'whether this host got it too'),
    source: addressField('ADDRESS', 'address of the sender'),
    group: addressField('ADDRESS', 'destination'),
    iif: interfaceField('interface on which it arrived'),
    'expected-iif': interfaceField('interface on which the route expects it, if it came in on another'),
    'arrival-ttl': numberField('TTL on arrival'),
    payload: { ...wordField('TEXT', 'payload as text'), allowEmpty: true },
    'payload-hex': {
      ...wordField('HEX', 'payload, two hexadecimal digits a byte'),
      allowEmpty: true,
      parse: (text) => {
        parseHexPayload(text);
        return { is: 'text', text: text.toLowerCase() };
      },
    },
    id: numberField('id of the packet'),
    at: timeField('when that was decided, since the clock started'),
    waited: eitherField(['yes', 'no'], 'whether it was queued before'),
  };
}

/** What the commands of this family have in common: what is asked for is compared, and what is not so is a failure. */
const ANSWER = {
  changes: false,
  op: expect,
  text: renderExpect,
  failure: ({ met, subject, hint }: ExpectResult) =>
    met ? null : new LabError('EXPECTATION_NOT_MET', `${subject} is not as expected`, hint),
  details: renderChecks,
};

/** The command that states that rows are so or, with `isNone`, that none is. */
function rowCommand(subject: Subject, isNone: boolean, define: () => RowKind): CommandSpec {
  return labCommand(`expect ${isNone ? 'no ' : ''}${subject}`, () => {
    const { key, fields, ...kind } = define();
    const hasCount = !isNone && subject !== 'last-packet';
    const flags: FieldFlags = { ...fields, ...(hasCount && { count: countFlag }) };
    return {
      ...ANSWER,
      summary: isNone ? kind.noneSummary : kind.summary,
      description: `The words before the flags, and each flag, say what must be so. ${COMPARED} ${EXIT_CODE}`,
      examples: isNone ? kind.noneExamples : kind.examples,
      args: key,
      flags,
      toRequest: ({ args, flags: given }): Expectation => {
        const { outcome, ...selected } = joinKey(Object.values(args));
        const count = given.count;
        return {
          about: 'rows',
          subject,
          isNone,
          key: selected,
          wants: [
            ...(outcome === undefined ? [] : [{ field: 'outcome', wanted: [{ is: 'text' as const, text: outcome }] }]),
            ...Object.keys(fields).flatMap((field) => wantOf(field, given[field])),
          ],
          count: count !== undefined && 'relation' in count ? count : null,
        };
      },
    };
  });
}

/** @throws LabError `BAD_ADDRESS` if source and group are of different families */
function joinKey(parts: readonly (KeyPart | undefined)[]): KeyPart {
  const key: KeyPart = Object.assign({}, ...parts);
  if (key.source !== undefined && key.group !== undefined) keyOf(key.source, key.group);
  return key;
}

function wantOf(field: string, given: Wanted | readonly Wanted[] | undefined): Want[] {
  if (given === undefined) return [];
  const wanted = 'is' in given ? [given] : given;
  return wanted.length === 0 ? [] : [{ field, wanted }];
}

const counterCommand = labCommand('expect counter', () => ({
  ...ANSWER,
  summary: 'state what a counter is',
  description: EXIT_CODE,
  examples: [
    { does: 'both families together', line: 'expect counter forwardingErrors = 1' },
    { does: 'in IPv6', line: "expect counter packetsReceived '<' 10 --family ipv6" },
  ],
  args: {
    name: {
      label: 'NAME',
      summary: 'name of the counter, as show counters has it',
      required: true,
      options: COUNTER_NAMES,
      parse: (text) => COUNTER_NAMES.find((name) => name === text) ?? 'packetsReceived',
    } satisfies ArgSpec<CounterName, true>,
    relation: relationArg,
    value: { label: 'N', summary: 'whole number', required: true, parse: (text: string) => parseCount(text, 'N') },
  },
  flags: { family: { ...familyFlag, defaultText: 'both together' } },
  toRequest: ({ args, flags }): Expectation => ({
    about: 'counter',
    name: args.name,
    family: flags.family ?? null,
    wanted: { is: 'number', relation: args.relation, value: args.value },
  }),
}));

const clockCommand = labCommand('expect clock', () => ({
  ...ANSWER,
  summary: 'state what the clock shows',
  description: EXIT_CODE,
  examples: [
    { does: 'that it has not moved', line: 'expect clock = 0s' },
    { does: 'that it has not gone too far', line: "expect clock '<=' 1m" },
  ],
  args: {
    relation: relationArg,
    time: { label: 'TIME', summary: 'time since the clock started', required: true, parse: parseDuration },
  },
  flags: {},
  toRequest: ({ args }): Expectation => ({
    about: 'clock',
    wanted: { is: 'time', relation: args.relation, value: args.time },
  }),
}));

const forwardingCommand = labCommand('expect forwarding', () => ({
  ...ANSWER,
  summary: 'state whether multicast forwarding is on',
  description: EXIT_CODE,
  examples: [
    { does: 'for both families', line: 'expect forwarding on' },
    { does: 'for IPv4', line: 'expect forwarding on --family ipv4' },
  ],
  args: {
    state: {
      label: 'STATE',
      summary: 'on or off',
      required: true,
      options: ['on', 'off'],
      parse: (text: string) => text === 'on',
    },
  },
  flags: { family: familyFlag },
  toRequest: ({ args, flags }): Expectation => ({ about: 'forwarding', isOn: args.state, families: familiesOf(flags.family) }),
}));

/** Every command that states what must hold, in the order in which help lists them. */
export const EXPECT_COMMANDS: readonly CommandSpec[] = [
  ...ROW_KINDS.flatMap(([subject, none, define]) =>
    [false, ...(none === 'also none' ? [true] : [])].map((isNone) => rowCommand(subject, isNone, define)),
  ),
  counterCommand,
  clockCommand,
  forwardingCommand,
  expectRefused,
];
