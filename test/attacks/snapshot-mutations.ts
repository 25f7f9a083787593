import type { Random } from './random.js';

/** A session file with something done to it, and what that was. */
export interface Mutated {
  readonly bytes: Buffer;
  /** What was done, in a few words. */
  readonly what: string;
}

type Mutation = (text: string, random: Random) => Buffer | string;

/** Where tokens of JSON begin and end in a text that was JSON once. */
const NUMBER = /(?<=[:[,] ?)-?\d[\d.eE+-]*/g;
const STRING = /"(?:[^"\\\n]|\\.)*"/g;
const VALUE = /(?<=: ?)(?:"(?:[^"\\\n]|\\.)*"|-?\d+|true|false)/g;
const MEMBER = /"\w+": ?(?:"(?:[^"\\\n]|\\.)*"|-?\d+|true|false)/g;

const NUMBERS = [
  ...['-1', '-0', '0', '1', '2', '3', '4', '0.5', '1.0', '1e0', '5e-324', '1e308', '1e309', '-1e309', '255', '256', '00', '01'],
  ...['2147483647', '2147483648', '9007199254740991', '9007199254740992', '9007209254740992', '18446744073709551616'],
  ...['9999999999', '10000000000', '10000000001', 'NaN', 'Infinity', '-Infinity', '0x10', '1_000', '+1', '1n', '"1"', 'null'],
  ...['true', '[]', '{}', '[1]', '{"valueOf":1}', `1${'0'.repeat(400)}`, `0.${'0'.repeat(5_000)}1`, '9'.repeat(10_000)],
];

const STRINGS = [
  ...[
    '""',
    '"x"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u001b[2J"',
    '"\\u202e"',
    '"\\u2028"',
    '"\\u0000"',
    '"a\\nb"',
  ],
  ...[
    '"\u001b]0;x\u0007"',
    '"\u009b2J"',
    '"\u202e"',
    '"\u200b"',
    '"\ufeff"',
    '"\u007f"',
    '"\\x41"',
    "'x'",
    '"\\u12"',
    '"unclosed',
  ],
  ...['"ipv4"', '"ipv6"', '"missingRoute"', '"unexpectedInputInterface"', '"forwarded"', '"queued"', '"dropped"', '"cleanup"'],
  ...[
    '"10.0.1.9"',
    '"239.1.1.1"',
    '"fc00:1::9"',
    '"ff0e::a"',
    '"::ffff:10.0.1.9"',
    '"FC00:1::9"',
    '"fc00:1:0:0:0:0:0:9"',
    '"0.0.0.0"',
  ],
  ...[
    '"224.0.0.1"',
    '"255.255.255.255"',
    '"169.254.1.1"',
    '"127.0.0.1"',
    '"fe80::1%eth0"',
    '"010.0.0.1"',
    '"10.0.1.1/24"',
    '"::1/129"',
  ],
  ...[
    '"eth1"',
    '"1"',
    '"-"',
    '"../x"',
    '"ETH1"',
    '"con"',
    '"61ff"',
    '"6"',
    '"61FF"',
    '"__proto__"',
    '"constructor"',
    '"toString"',
  ],
  ...['1', 'null', '[]', '{}', 'true'],
];

const NAMES = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'comment', '', '\\u0000', '\\u001b[2J'],
  ...[
    'nowNs',
    'ipv4',
    'installed',
    'pending',
    'packets',
    'payload',
    'payloadHex',
    'expectedIif',
    'reason',
    'state',
    'id',
    'version',
  ],
];

const LITTER = [
  '\u0000',
  '\n',
  '\r',
  '\t',
  ' ',
  ',',
  ':',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '\u001b',
  '\u0085',
  '\u2028',
  '\ufeff',
  '/*',
  '//',
  'é',
  '\u{1f4a9}',
];

/** Bytes that no UTF-8 has, or that look like something else. */
const BYTES = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0xe2, 0x80],
  [0xc3],
  [0xef, 0xbb, 0xbf],
  [0x1f, 0x8b],
];

const HUGE = [1_000, 100_000, 1_000_000];

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a bit flipped': onBytes((bytes, random) => {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    return bytes;
  }),
  'a byte set': onBytes((bytes, random) => {
    bytes[random.below(bytes.length)] = random.below(256);
    return bytes;
  }),
  'bytes put in': onBytes((bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(BYTES)), bytes.subarray(at)]);
  }),
  'characters put in': (text, random) => putIn(text, random.below(text.length + 1), random.pick(LITTER)),
  'a stretch removed': (text, random) => {
    const at = random.below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + random.below(random.pick([1, 10, 1_000])));
  },
  'a stretch twice': (text, random) => {
    const at = random.below(text.length);
    return putIn(text, at, text.slice(at, at + 1 + random.below(random.pick([1, 10, 1_000]))));
  },
  'the end cut off': (text, random) => text.slice(0, random.below(text.length)),
  'the start cut off': (text, random) => text.slice(random.below(text.length)),
  'two files in one': (text, random) => text + text.slice(random.pick([0, random.below(text.length)])),
  'a line removed': onLines((lines, at) => lines.toSpliced(at, 1)),
  'a line twice': onLines((lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')),
  'a line elsewhere': onLines((lines, at, random) => {
    const line = lines[at] ?? '';
    return lines.toSpliced(at, 1).toSpliced(random.below(lines.length), 0, line);
  }),
  'a number changed': onToken(NUMBER, (_, random) => random.pick(NUMBERS)),
  'a number moved a little': onToken(
    NUMBER,
    (old, random) => `${Number(old) + random.pick([-1, 1, -1_000, 1_000, 1e10, -1e10])}`,
  ),
  'a text changed': onToken(STRING, (_, random) => random.pick(STRINGS)),
  'a value of another type': onToken(VALUE, (_, random) => random.pick(random.pick([NUMBERS, STRINGS]))),
  'a value exchanged': (text, random) => {
    const tokens = [...text.matchAll(VALUE)].map(([token]) => token);
    return onToken(VALUE, () => random.pick(tokens))(text, random);
  },
  'a huge text': onToken(
    STRING,
    (_, random) => `"${random.pick(['a', '0', '1.', 'ff', '\\u0041', '\u001b']).repeat(random.pick(HUGE))}"`,
  ),
  'a name changed': onToken(/"\w+"(?=:)/g, (_, random) => `"${random.pick(NAMES)}"`),
  'a member removed': onToken(/"\w+": ?(?:"(?:[^"\\\n]|\\.)*"|-?\d+|true|false),? ?/g, () => ''),
  'a member twice': onToken(MEMBER, (old) => `${old},${old}`),
  'a member twice, the values different': onToken(MEMBER, (old, random) => {
    const name = old.slice(0, old.indexOf(':'));
    return `${old},${random.pick([name, escapeName(name)])}:${random.pick(random.pick([NUMBERS, STRINGS]))}`;
  }),
  'a member more': onToken(MEMBER, (old, random) => `${old},"${random.pick(NAMES)}":${random.pick([...NUMBERS, '{"x":1}'])}`),
  'an object more': onToken(/\{/g, (_, random) => `{"${random.pick(NAMES)}":{"nowNs":5,"toString":null},`),
  'a list emptied': onToken(/\[\n(?: {4}.*\n)+? *\]/g, () => '[]'),
  'a list of many': onToken(/\[\]|\[(?=\n)/g, (old, random) => {
    const row = random.pick(['null', '1', '{}', '[]', '""', '{"group":"239.1.1.1","joins":1}']);
    const rows = `${row},`.repeat(random.pick([10, 1_000, 100_000]));
    return old === '[]' ? `[${rows.slice(0, -1)}]` : `[${rows}`;
  }),
  'a row of a list many times': onLines((lines, at, random) => {
    const line = lines[at] ?? '';
    const row = line.endsWith(',') ? line : `${line},`;
    return lines.toSpliced(at, 0, ...Array.from({ length: random.pick([1, 20, 3_000]) }, () => row));
  }),
  'deep nesting': onToken(VALUE, (_, random) => {
    const depth = random.pick([10, 1_000, 100_000]);
    const [open, close] = random.pick([['[', ']'] as const, ['{"a":', '}'] as const]);
    return `${open.repeat(depth)}1${close.repeat(random.pick([depth, depth - 1]))}`;
  }),
  'lines that end in CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'a byte order mark': (text) => `\ufeff${text}`,
  'UTF-16': (text, random) => Buffer.from(`${random.pick(['', '\ufeff'])}${text}`, 'utf16le'),
  'Latin-1': (text) => Buffer.from(text.replaceAll('hello', 'hällo'), 'latin1'),
  'no white space': (text) => text.replaceAll(/\n */g, ''),
  'other white space': (text, random) => text.replaceAll('\n', random.pick(['\n ', '\n\n', '\n\t', '\r'])),
  'names in an order of their own': (text, random) =>
    JSON.stringify(shuffled(JSON.parse(text), random), null, random.pick([0, 2])),
};

/** Session files with one to three things done to them. */
export function mutate(text: string, random: Random): Mutated {
  const names = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => random.pick(Object.keys(MUTATIONS)));
  let bytes: Buffer = Buffer.from(text);
  const done: string[] = [];
  for (const name of names) {
    const present = bytes.toString('utf8');
    // What has to be JSON, or has grown large, is left at that.
    if (done.length > 0 && (name === 'names in an order of their own' || bytes.length > 2_000_000)) continue;
    const next = MUTATIONS[name]?.(present, random) ?? present;
    bytes = typeof next === 'string' ? Buffer.from(next) : next;
    done.push(name);
  }
  return { bytes, what: done.join(', then ') };
}

function onBytes(change: (bytes: Buffer, random: Random) => Buffer): Mutation {
  return (text, random) => (text === '' ? '' : change(Buffer.from(text), random));
}

function onLines(change: (lines: readonly string[], at: number, random: Random) => readonly string[]): Mutation {
  return (text, random) => {
    const lines = text.split('\n');
    return change(lines, random.below(lines.length), random).join('\n');
  };
}

/** Puts something in the place of one match. */
function onToken(token: RegExp, change: (old: string, random: Random) => string): Mutation {
  return (text, random) => {
    const found = [...text.matchAll(token)];
    if (found.length === 0) return text;
    const { 0: old, index } = random.pick(found);
    return text.slice(0, index) + change(old, random) + text.slice(index + old.length);
  };
}

function putIn(text: string, at: number, more: string): string {
  return text.slice(0, at) + more + text.slice(at);
}

/** The same name, its first letter written as an escape. */
function escapeName(name: string): string {
  return `"\\u${name.charCodeAt(1).toString(16).padStart(4, '0')}${name.slice(2)}`;
}

function shuffled(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.map((row) => shuffled(row, random));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => ({
    name,
    member: shuffled(member, random),
    rank: random.next(),
  }));
  return Object.fromEntries(members.sort((a, b) => a.rank - b.rank).map(({ name, member }) => [name, member]));
}
