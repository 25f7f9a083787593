import { Address } from '../core/address.js';
import { formatDuration, parseDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import { EVENT_TYPES } from '../core/event.js';
import { quoteText } from '../core/printable.js';
import type { RouteKey } from '../core/route.js';
import { labCommand } from '../execute/command.js';
import type { ArgSpec } from '../grammar/spec.js';
import { durationFlag, keyOf } from '../grammar/values.js';
import { isSweepLong } from '../ops/advance-clock.js';
import type { Condition } from '../ops/wait.js';
import { waitInSteps } from '../ops/wait.js';
import { renderWait } from '../render/wait.js';

const DEFAULT_LIMIT = '1h';

interface ConditionForm {
  /** Its arguments, as in usage lines. SOURCE and GROUP come last, both or neither. */
  readonly words: readonly string[];
  /** Number of required arguments. */
  readonly needed: number;
  readonly read: (words: readonly string[]) => Condition;
}

const PAIR = ['SOURCE', 'GROUP'];

const FORMS: Readonly<Record<Condition['until'], ConditionForm>> = {
  'pending-empty': { words: [], needed: 0, read: () => ({ until: 'pending-empty' }) },
  'route-idle': {
    words: ['DURATION', ...PAIR],
    needed: 1,
    read: ([duration = '', ...pair]) => ({ until: 'route-idle', forNs: parseDuration(duration), key: readPair(pair) }),
  },
  'any-route-idle': {
    words: ['DURATION'],
    needed: 1,
    read: ([duration = '']) => ({ until: 'any-route-idle', forNs: parseDuration(duration) }),
  },
  'pending-expired': { words: PAIR, needed: 0, read: (pair) => ({ until: 'pending-expired', key: readPair(pair) }) },
  event: {
    words: ['TYPE', ...PAIR],
    needed: 1,
    read: ([type = '', ...pair]) => ({ until: 'event', type: readType(type), key: readPair(pair) }),
  },
  'next-timer': { words: [], needed: 0, read: () => ({ until: 'next-timer' }) },
  quiet: { words: [], needed: 0, read: () => ({ until: 'quiet' }) },
  clock: { words: ['TIME'], needed: 1, read: ([time = '']) => ({ until: 'clock', atNs: parseDuration(time) }) },
};

const CONDITIONS = Object.keys(FORMS);

export default labCommand('wait', () => ({
  summary: 'advance the clock until a condition holds',
  usage: 'wait --until CONDITION [DURATION|TIME|TYPE] [SOURCE GROUP] [FLAGS]',
  description: `Advances the lab clock, not real time. Stops at the first nanosecond at which the condition holds; does nothing if it already holds. Conditions: ${CONDITIONS.map(usageOf).join('; ')}. The condition event holds if the session remembers such an event. If the condition does not hold within the limit, the clock stops there and the command exits with status 3.`,
  examples: [
    { does: 'wait until nothing is pending', line: 'wait --until pending-empty' },
    { does: 'wait until every route has been idle for a minute', line: 'wait --until route-idle 60s' },
    { does: 'wait until this route has been idle for a minute', line: 'wait --until route-idle 60s 10.0.1.9 239.1.1.1' },
    { does: 'wait until some route has been idle for a minute', line: 'wait --until any-route-idle 60s' },
    { does: 'wait until a new route would be too late for the packets', line: 'wait --until pending-expired 10.0.1.8 239.1.1.1' },
    { does: 'wait until a packet found no route, unless the session remembers one', line: 'wait --until event missingRoute' },
    { does: 'wait until the next cleanup', line: 'wait --until next-timer' },
    { does: 'wait until no copy of a packet is under way', line: 'wait --until quiet' },
    { does: 'wait until two hours after the clock started', line: 'wait --until clock 2h --limit 2h' },
  ],
  args: {
    first: word('DURATION|TIME|TYPE|SOURCE', "the condition's duration, time, event type or source address"),
    second: word('SOURCE|GROUP', 'source address after a duration or a type, else the group'),
    third: word('GROUP', 'group after a source'),
  },
  flags: {
    until: {
      kind: 'option',
      label: 'CONDITION',
      summary: 'condition to wait for',
      multiple: false,
      needed: true,
      options: CONDITIONS,
      parse: formOf,
    },
    limit: { ...durationFlag('DURATION', 'maximum time to advance the clock'), defaultText: DEFAULT_LIMIT },
  },
  changes: true,
  toRequest: ({ args, flags }) => ({
    condition: readCondition(
      flags.until,
      [args.first, args.second, args.third].filter((text) => text !== undefined),
    ),
    limitNs: flags.limit ?? parseDuration(DEFAULT_LIMIT),
  }),
  steps: waitInSteps,
  isLong: (_, lab) => isSweepLong(lab()),
  text: renderWait,
  // It moved the clock although it failed, and a script that replays it must continue.
  again: (_, __, { held, fromNs, nowNs }) =>
    held ? undefined : ['--until', 'clock', `${nowNs}ns`, '--limit', `${nowNs - fromNs}ns`],
  failure: ({ held, fromNs, nowNs }, { flags }) =>
    held
      ? null
      : new LabError(
          'WAIT_LIMIT_REACHED',
          `condition ${flags.until?.name} did not hold within ${formatDuration(nowNs - fromNs)}`,
          'The clock advanced to the limit; to wait longer, raise --limit.',
        ),
}));

interface NamedForm extends ConditionForm {
  readonly name: string;
}

function formOf(name: string): NamedForm | undefined {
  const found = Object.entries(FORMS).find(([candidate]) => candidate === name);
  return found === undefined ? undefined : { name, ...found[1] };
}

function word(label: string, summary: string): ArgSpec<string, false> {
  return { label, summary, required: false, parse: String };
}

/** @throws LabError `USAGE`, or any error of parsing an argument */
function readCondition(form: NamedForm | undefined, words: readonly string[]): Condition {
  if (form === undefined) throw new LabError('USAGE', '--until is missing', `Conditions: ${CONDITIONS.map(usageOf).join('; ')}.`);
  const { name, read, needed } = form;
  const hint = `Usage: mcast wait --until ${usageOf(name)}`;
  const extra = words[form.words.length];
  if (extra !== undefined) throw new LabError('USAGE', `unexpected argument ${quoteText(extra)}`, hint);
  if (words.length < needed) throw new LabError('USAGE', `${form.words[words.length]} is missing`, hint);
  const condition = read(words);
  const isHalved = form.words.length - words.length === 1 && form.words.at(-1) === 'GROUP';
  if (isHalved) throw new LabError('USAGE', 'GROUP is missing', hint);
  return condition;
}

/** `route-idle DURATION [SOURCE GROUP]` */
function usageOf(name: string): string {
  const { words = [], needed = 0 } = formOf(name) ?? {};
  const rest = words.slice(needed).join(' ');
  return [name, ...words.slice(0, needed), ...(rest === '' ? [] : [`[${rest}]`])].join(' ');
}

/** @throws LabError `USAGE` */
function readType(text: string): (typeof EVENT_TYPES)[number] {
  const type = EVENT_TYPES.find((each) => each === text);
  if (type !== undefined) return type;
  throw new LabError('USAGE', `unknown event type ${quoteText(text)}`, `Event types: ${EVENT_TYPES.join(', ')}.`);
}

/** @throws LabError `BAD_ADDRESS` */
function readPair([source, group]: readonly string[]): RouteKey | null {
  return source === undefined || group === undefined ? null : keyOf(Address.parse(source), Address.parse(group));
}
