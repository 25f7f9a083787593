import type { CounterName } from '../core/counters.js';
import { COUNTER_NAMES } from '../core/counters.js';
import { parseDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import { labCommand } from '../execute/command.js';
import type { CommandSpec } from '../execute/definition.js';
import type { ArgSpec } from '../grammar/spec.js';
import { familiesOf, familyFlag, keyOf } from '../grammar/values.js';
import type { Wanted } from '../ops/expect/notation.js';
import type { Subject } from '../ops/expect/subjects.js';
import type { Expectation, ExpectResult, Want } from '../ops/expect.js';
import { expect } from '../ops/expect.js';
import { renderChecks, renderExpect } from '../render/expect.js';
import { countFlag, parseCount, relationArg } from './expect-fields.js';
import { expectRefused } from './expect-refused.js';
import type { FieldFlags, KeyPart, RowKind } from './expect-rows.js';
import { ROW_KINDS } from './expect-rows.js';

const COMPARED = 'A number or time can begin with =, !=, <, <=, > or >=; quote < and > in a shell.';
const EXIT_CODE = 'Exits with status 3 if the check fails.';

/** Common parts of these commands: they compare, and a mismatch is a failure. */
const ANSWER = {
  changes: false,
  op: expect,
  text: renderExpect,
  failure: ({ met, subject, hint }: ExpectResult) =>
    met ? null : new LabError('EXPECTATION_NOT_MET', `${subject} is not as expected`, hint),
  details: renderChecks,
};

/** The command that checks that rows match or, with `isNone`, that none does. */
function rowCommand(subject: Subject, isNone: boolean, define: () => RowKind): CommandSpec {
  return labCommand(`expect ${isNone ? 'no ' : ''}${subject}`, () => {
    const { key, fields, ...kind } = define();
    const hasCount = !isNone && subject !== 'last-packet';
    const flags: FieldFlags = { ...fields, ...(hasCount && { count: countFlag }) };
    return {
      ...ANSWER,
      summary: isNone ? kind.noneSummary : kind.summary,
      description: `${isNone ? 'Fails if a row matches' : 'Looks for a row that matches'} the arguments and every flag. ${COMPARED} ${EXIT_CODE}`,
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
  summary: 'check a counter',
  description: EXIT_CODE,
  examples: [
    { does: 'check the total of both families', line: 'expect counter forwardingErrors = 1' },
    { does: 'check the IPv6 counter', line: "expect counter packetsReceived '<' 10 --family ipv6" },
  ],
  args: {
    name: {
      label: 'NAME',
      summary: 'counter name, as in show counters',
      required: true,
      options: COUNTER_NAMES,
      parse: (text) => COUNTER_NAMES.find((name) => name === text) ?? 'packetsReceived',
    } satisfies ArgSpec<CounterName, true>,
    relation: relationArg,
    value: {
      label: 'N',
      summary: 'value to compare with, a whole number',
      required: true,
      parse: (text: string) => parseCount(text, 'N'),
    },
  },
  flags: { family: { ...familyFlag, defaultText: 'the sum of both' } },
  toRequest: ({ args, flags }): Expectation => ({
    about: 'counter',
    name: args.name,
    family: flags.family ?? null,
    wanted: { is: 'number', relation: args.relation, value: args.value },
  }),
}));

const clockCommand = labCommand('expect clock', () => ({
  ...ANSWER,
  summary: 'check the time on the clock',
  description: EXIT_CODE,
  examples: [
    { does: 'check that it has not moved', line: 'expect clock = 0s' },
    { does: 'check that at most a minute has passed', line: "expect clock '<=' 1m" },
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
  summary: 'check whether multicast forwarding is on',
  description: EXIT_CODE,
  examples: [
    { does: 'check both families', line: 'expect forwarding on' },
    { does: 'check IPv4', line: 'expect forwarding on --family ipv4' },
  ],
  args: {
    state: {
      label: 'STATE',
      summary: 'expected state',
      required: true,
      options: ['on', 'off'],
      parse: (text: string) => text === 'on',
    },
  },
  flags: { family: familyFlag },
  toRequest: ({ args, flags }): Expectation => ({ about: 'forwarding', isOn: args.state, families: familiesOf(flags.family) }),
}));

/** All `expect` commands, in the order of help. */
export const EXPECT_COMMANDS: readonly CommandSpec[] = [
  ...ROW_KINDS.flatMap(([subject, none, define]) =>
    [false, ...(none === 'also none' ? [true] : [])].map((isNone) => rowCommand(subject, isNone, define)),
  ),
  counterCommand,
  clockCommand,
  forwardingCommand,
  expectRefused,
];
