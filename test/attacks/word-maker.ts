import { COMMANDS } from '../../src/commands/index.js';
import type { CommandSpec } from '../../src/execute/definition.js';
import { allFlags } from '../../src/grammar/globals.js';
import type { ArgSpec, FlagSpec } from '../../src/grammar/spec.js';
import { joinWords } from '../../src/grammar/words.js';
import type { Random } from './random.js';

/** Values by how usage lines name them: mostly what leads somewhere, some at a limit, some past it. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  SOURCE: [
    '10.0.1.9',
    '10.0.1.9',
    '10.0.1.8',
    'fc00:1::9',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '010.0.0.1',
    '1.2.3',
    'fe80::1%eth0',
    '::',
  ],
  GROUP: [
    '239.1.1.1',
    '239.1.1.1',
    '239.1.1.2',
    'ff0e::a',
    '224.0.0.1',
    '10.0.1.1',
    'ff0e::1::2',
    '256.1.1.1',
    '::ffff:239.1.1.1',
  ],
  IF: ['eth1', 'eth1', 'eth2', 'eth4', '1', '0', '2147483648', 'eth9', 'dmz', 'Eth1', '-1', '１'],
  'IF[:MINTTL]': ['eth2', 'eth3', 'eth3:65', 'eth2:0', 'eth2:255', 'eth2:256', ':1', 'eth2:', 'eth2,eth3', '2:1', 'eth1'],
  DURATION: [
    '1s',
    '10s',
    '1ns',
    '0s',
    '-1s',
    '9.999999999s',
    '1m30s',
    '104d',
    '9007199254740991ns',
    '9007199254740992ns',
    '10',
    '1h1h',
    '.s',
    '1e3s',
  ],
  TIME: ['0s', '1s', '1h', '104h', '-1ns', '9007199254740991ns', 'now', '1'],
  N: [
    '1',
    '2',
    '3',
    '0',
    '-1',
    '300',
    '1000000',
    '1000001',
    '2147483647',
    '2147483648',
    '9007199254740991',
    '9007199254740992',
    '1e3',
    '0x1',
    '01',
    '>=1',
    '!=2',
  ],
  CIDR: [
    '10.0.9.1/24',
    'fc00:9::1/64',
    '10.0.9.1',
    '10.0.9.1/33',
    '239.1.1.1/24',
    '0.0.0.0/0',
    '::1/128',
    '10.0.9.1/-1',
    '10.0.9.1/024',
  ],
  TTL: ['64', '1', '0', '255', '256', '-1', '6 4', '064', '٦٤'],
  TEXT: ['hello', '', '--', '-x', 'é', '\u001b[2J', '\u202eabc', '#', "it's", 'a b', '\\', '"', '\n', '\u{1f4a9}'],
  HEX: ['61', '', '6', 'ff00', 'xx', '61FF', '0x61'],
  FILE: ['a.mcast', 'nowhere', '.', '/dev/null', '-', '', 'a.mcast/x', '/proc/self/mem', 'loop.mcast'],
  LINE: [
    'show',
    'mcast ',
    'mcast route add 10.0.',
    'advance-clock 1s',
    "inject '",
    'run -c show',
    'mcast inject 10.0.1.9 239.1.1.1 --iif ',
    '\\',
  ],
  NAME: [
    'default',
    'other',
    'third',
    '../x',
    '-a',
    '.',
    '..',
    'CON',
    'a/b',
    'x.json',
    '\u001b',
    'a'.repeat(64),
    'a'.repeat(65),
    'dmz',
    'eth9',
    '9',
  ],
  'NAME|PATH': ['default', 'other', './x.json', 'x.json', '/nowhere/x.json', '.', '', 'nowhere', '\n'],
  CONDITION: ['pending-empty', 'next-timer', 'route-idle'],
  COMMAND: ['show', 'route', 'rm', 'frob', '--', '10.0.1.9', '239.1.1.1'],
  CODE: ['ROUTE_NOT_FOUND', 'USAGE', 'frob', 'BUG'],
};

const OTHER = [
  'default',
  'other',
  '@',
  '@0',
  '@-1',
  '@-9',
  '@@',
  'forwarding',
  'forwardingErrors',
  '=',
  '>=',
  '<',
  '1',
  'missingRoute',
  'forwarded',
  'x',
  '',
];

/** Words that no grammar has a place for. */
const LITTER = [
  ...[
    '',
    ' ',
    '-',
    '--',
    '---',
    '-=',
    '--=',
    '=',
    '--=x',
    '-h',
    '--help',
    '-v',
    '--version',
    '--json',
    '--json=x',
    '--quiet',
    '--dry-run',
    '--no-color',
  ],
  ...[
    '\u0000',
    '\n',
    '\r\n',
    '\u001b[31m',
    '\u009b31m',
    '\u202e',
    '\u200b',
    '\ufeff',
    'ä',
    '\u{1f4a9}',
    '💥'.repeat(100),
    '%s%n',
    '$(reboot)',
    '`x`',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '--__proto__',
    '--constructor=1',
    '--toString',
    'hasOwnProperty',
    '--hasOwnProperty',
    '?',
    '#',
    '|',
    '&&',
    ';',
    '*',
    '~',
  ],
];

const LONG = 64 * 1024;

/** The words of a line after the program's name: of what a command takes, mostly, with a slip here and there, or of anything. */
export function makeWords(random: Random): string[] {
  if (random.below(20) === 0) return Array.from({ length: random.below(8) }, () => anyWord(random));
  const spec = random.pick(COMMANDS);
  const words = [...spec.id.split(' '), ...wordsOf(spec, random)];
  const slips = random.pick([0, 0, 0, 1, 1, 2, 5]);
  for (let slip = 0; slip < slips; slip += 1) makeSlip(words, random);
  return words;
}

/** A line as it is typed or stands in a script; it may have no more than one word, and an open quote. */
export function makeLine(random: Random): string {
  const words = makeWords(random);
  switch (random.below(6)) {
    case 0:
      return words.join(' ');
    case 1:
      return words.map((word) => random.pick([word, `"${word}"`, `'${word}'`, `\\${word}`])).join(random.pick([' ', '\t', '  ']));
    case 2: {
      const line = joinWords(words);
      const at = random.below(line.length + 1);
      return (
        line.slice(0, at) +
        random.pick(["'", '"', '\\', '#', '\u0000', '\u001b', '\r', ' ', '']) +
        line.slice(at + random.below(3))
      );
    }
    default:
      return joinWords(words);
  }
}

function wordsOf(spec: CommandSpec, random: Random): string[] {
  const args = Object.values(spec.args).flatMap((arg) => (arg.required || random.below(5) > 0 ? [aValue(arg, random)] : []));
  const flags = Object.entries(allFlags(spec)).flatMap(([name, flag]) => {
    const isWanted = flag.kind === 'option' && flag.needed === true ? random.below(10) > 0 : random.below(8) === 0;
    return isWanted ? [flagWords(name, flag, random)] : [];
  });
  const end = random.below(8);
  if (end === 0) return [...flags.flat(), '--', ...args];
  return end < 4 ? [...args, ...flags.flat()] : [...flags.flat(), ...args];
}

function flagWords(name: string, flag: FlagSpec, random: Random): string[] {
  const written = flag.short !== undefined && random.below(3) === 0 ? `-${flag.short}` : `--${name}`;
  if (flag.kind === 'switch') return [written];
  const value = aValue(flag, random);
  return random.below(2) === 0 ? [written, value] : [`${written}=${value}`];
}

function aValue({ label, options }: Pick<ArgSpec, 'label' | 'options'>, random: Random): string {
  if (random.below(25) === 0) return anyWord(random);
  // Colour that is asked for acts on a terminal, as nothing else printed may.
  const known = options?.filter((option) => option !== 'always') ?? VALUES[label] ?? OTHER;
  return random.pick(random.below(3) > 0 ? known.slice(0, 2) : known);
}

/** Changes the words as somebody does who is in a hurry. */
function makeSlip(words: string[], random: Random): void {
  const at = random.below(words.length + 1);
  const word = words[at] ?? '';
  switch (random.below(8)) {
    case 0:
      words.splice(at, 1);
      break;
    case 1:
      words.splice(at, 0, word, ...words.slice(at + 1, at + 2));
      break;
    case 2:
      words.splice(at, 0, anyWord(random));
      break;
    case 3:
      words.splice(at, 1, word.slice(0, random.below(word.length + 1)));
      break;
    case 4:
      words.splice(at, 1, random.pick([word.toUpperCase(), `${word} `, `-${word}`, `--${word}`, `${word}=`, `=${word}`]));
      break;
    case 5:
      words.push(...flagWords(...random.pick(Object.entries(allFlags(random.pick(COMMANDS)))), random));
      break;
    case 6:
      words.reverse();
      break;
    default:
      words.splice(at, 0, random.pick(random.pick(Object.values(VALUES))));
  }
}

function anyWord(random: Random): string {
  switch (random.below(12)) {
    case 0:
      return random.pick(['a', '-', '1', '\u0000', '--', '10.', ':', '"', 'é']).repeat(random.pick([10, LONG]));
    case 1:
    case 2:
      return String.fromCodePoint(...Array.from({ length: random.below(12) }, () => anyCode(random)));
    case 3:
      return Buffer.from(Array.from({ length: random.below(12) }, () => random.below(256))).toString('utf8');
    default:
      return random.pick(LITTER);
  }
}

/** A character; no half of one, which no system hands over. */
function anyCode(random: Random): number {
  const code = random.below(random.pick([0x80, 0x800, 0x3000, 0x110000]));
  return code >= 0xd800 && code < 0xe000 ? 0xfffd : code;
}
