import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeLab } from '../../src/codec/snapshot.js';
import { standardLab } from '../../src/core/lab.js';
import { fingerprintOf } from '../../src/session/version.js';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import type { Outcome } from './line-driver.js';
import { carryOut, rawCharacters } from './line-driver.js';
import { Random } from './random.js';
import { inScratch, runIn, sessionFile } from './scratch.js';

const LONG = 64 * 1024;

/** A prime that does not divide the number of pieces, so that each comes once. */
const STRIDE = 37;

/** What acts on a terminal, on a file system or on a shell. */
const PIECES: readonly string[] = [
  ...[
    '\u001b[2J',
    '\u001b[31m',
    '\u001b]0;owned\u0007',
    '\u001b]8;;http://x/\u001b\\x',
    '\u001b]52;c;eA==\u0007',
    '\u001bP+q\u001b\\',
    '\u001bc',
    '\u001b',
  ],
  ...[
    '\u009b2J',
    '\u009d0;x\u009c',
    '\u0085',
    '\u007f',
    '\u0008\u0008',
    '\u0000',
    '\u0007',
    '\r',
    '\n',
    '\r\nmcast: all is well',
    '\t',
    '\u000c',
    '\u000e',
  ],
  ...[
    '\u202e',
    '\u2066',
    '\u2069',
    '\u200b',
    '\u200e',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\u00ad',
    '\u180e',
    '\u{e0041}',
    '\u{e0001}',
    '\u061c',
    '\ufff9',
  ],
  ...[
    '../x',
    '../../x',
    '..',
    '.',
    '-x',
    '--',
    '-',
    '~',
    '/',
    'a/../../x',
    'CON',
    'nul',
    'com1',
    'x.json',
    'X',
    'x',
    'x.',
    'x ',
    ' x',
    'x:y',
    'x\\y',
    '%2e%2e',
  ],
  ...[
    '$(touch owned)',
    '`touch owned`',
    ';touch owned',
    '|touch owned',
    "'",
    '"',
    '\\',
    '#',
    '*',
    '?',
    '&',
    '<owned',
    '>owned',
    '!!',
    '{a,b}',
    '%s',
    '__proto__',
  ],
  ...['a'.repeat(LONG), '\u001b'.repeat(LONG), '../'.repeat(1_000), 'é', '\u{1f4a9}', ''],
];

/** Commands with the text in one place, each list one after the other on a session of their own. */
const PLACES: Readonly<Record<string, (text: string) => readonly (readonly string[])[]>> = {
  'a payload': (text) => [
    ['inject', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', `--payload=${text}`],
    ...LOOKS,
    ['route', 'add', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--oif', 'eth2'],
    ['expect', 'last-packet', 'forwarded', `--payload=${text}x`],
    ['expect', 'refused', 'USAGE', '--', 'inject', `--payload=${text}`],
    ...LOOKS,
  ],
  'the name of an interface': (text) => [
    ['iface', 'add', `--address=10.0.9.1/24`, '--', text],
    ['iface', 'rm', '--', text],
    ['iface', 'set', '--forwarding=on', '--', text],
    ['inject', '10.0.1.9', '239.1.1.1', `--iif=${text}`],
    ['route', 'add', '10.0.1.9', '239.1.1.1', '--iif=eth1', `--oif=${text}`],
    ['expect', 'interface', '--', text],
    ...LOOKS,
  ],
  'an address': (text) => [
    ['inject', '--iif=eth1', '--', text, text],
    ['route', 'show', '--', `10.0.1.9${text}`, '239.1.1.1'],
    ['iface', 'join', '--', 'eth1', text],
    ['iface', 'add', 'dmz', `--address=${text}`],
  ],
  'a number or a time': (text) => [
    ['inject', '10.0.1.9', '239.1.1.1', '--iif=eth1', `--ttl=${text}`],
    ['inject', '10.0.1.9', '239.1.1.1', '--iif=eth1', `--payload-hex=${text}`],
    ['advance-clock', '--', text],
    ['undo', '--', text],
    ['wait', `--until=${text}`],
    ['expect', 'clock', '--', text, text],
  ],
  'the name of a session': (text) => [
    ['show', `--session=${text}`],
    ['advance-clock', '1s', `--session=${text}`],
    ['session', 'path', `--session=${text}`],
    ['session', 'copy', '--', text],
    ['session', 'rename', '--', text],
    ['session', 'use', '--', text],
    ['session', 'list'],
    ['session', 'list', '--json'],
    ['session', 'remove', '--yes', '--', text],
    ['diff', '--', text, 'default'],
  ],
  'the name of a file': (text) => [
    ['run', '--', text],
    ['run', `./${text}`],
    ['test', '--', text],
    ['inject', '10.0.1.9', '239.1.1.1', '--iif=eth1', `--payload-file=${text}`],
  ],
  'a line of a script': (text) => [
    ['run', `--command=${text}`, '--echo', '--keep-going'],
    ['run', `--command=show ${text}`, '--echo', '--json'],
    ['run', `--command=inject 10.0.1.9 239.1.1.1 --iif eth1 --payload ${text}`, '--echo'],
    ...LOOKS,
  ],
  'a command or a flag': (text) => [
    [text],
    ['route', text],
    ['help', '--', text],
    ['help', text],
    ['show', '--', text],
    ['show', `--${text}`],
    ['show', `--${text}=x`],
    ['completion', '--', text],
    ['--json', text],
  ],
  'a line to complete': (text) => [
    ...['bash', 'zsh', 'fish'].flatMap((shell) => [
      ['complete', `--shell=${shell}`, '--', `mcast ${text}`],
      ['complete', `--shell=${shell}`, '--', `mcast show --session ${text}`],
      ['complete', `--shell=${shell}`, `--word=${text}`, '--', `mcast run ./${text}`],
    ]),
  ],
};

/** Commands that show what a session holds and how it came to be. */
const LOOKS: readonly (readonly string[])[] = [
  ['show'],
  ['show', '--json'],
  ['route', 'show', '10.0.1.9', '239.1.1.1'],
  ['log'],
  ['log', '--script'],
  ['log', '--json'],
  ['diff', '@0'],
  ['undo', '--dry-run'],
  ['complete', '--shell=bash', '--', 'mcast inject 10.0.1.9 '],
];

/** Texts that act on terminals, paths and shells, wherever a text can come from. */
export const hostileStrings: Attack = {
  name: 'hostile-strings',
  attack:
    'payloads, names, paths, session names, files and environment with terminal escapes, bidi controls, line breaks, `../`, leading `-`, 64 KiB',
  figure: 'nothing raw on a terminal, no trace, no file outside of the folder of the sessions',
  short: 4,
  full: 1_000,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

function attackIn(folder: string, { seed, count, report }: AttackOptions): AttackResult {
  const tally = new Tally({ report });
  const places = [...Object.entries(PLACES)];
  let commands = 0;
  for (let at = 0; at < count; at += 1) {
    const random = new Random(seed * 1_000_003 + at);
    const text = makeText(random, at);
    const place = startAnew(folder, text);
    const lines = random.sample(places, 4).flatMap(([, make]) => make(text));
    const outcomes = carryOut(place, [...FOUND, ...lines]);
    const fault = [...FOUND, ...lines]
      .map((words, index) => faultOf(words, outcomes[index], text))
      .find((found) => found !== null);
    const around = fault ?? (at % 8 === 0 ? faultOfSurroundings(place, text) : null);
    commands += outcomes.length;
    tally.add(around == null ? null : `seed ${seed}, try ${at}, ${JSON.stringify(text).slice(0, 100)}: ${around}`);
  }
  return tally.result(`${commands} commands`);
}

/** One of the pieces, as long as they last; then some of them together. */
function makeText(random: Random, at: number): string {
  // Far from one another, so that the first few are of all kinds.
  const piece = at < PIECES.length ? PIECES[(at * STRIDE) % PIECES.length] : undefined;
  if (piece !== undefined) return piece;
  return Array.from({ length: 1 + random.below(4) }, () =>
    random.pick([random.pick(PIECES.filter(({ length }) => length < 99)), 'x']),
  ).join('');
}

/** Commands on what somebody else left: files with such names, a session and a history with such texts in them. */
const FOUND: readonly (readonly string[])[] = [
  ...LOOKS,
  ['session', 'list'],
  ['session', 'list', '--json'],
  ['show', '--session=found'],
  ['show', '--session=found', '--json'],
  ['log', '--session=found'],
  ['log', '--session=found', '--json'],
  ['log', '--session=found', '--script'],
  ['undo', '--session=found'],
  ['show', '--session=bad'],
  ['show', '--session=worse', '--json'],
  ['complete', '--shell=zsh', '--', 'mcast session use '],
  ['complete', '--shell=fish', '--', 'mcast run ./'],
  ['run', './script.mcast', '--keep-going', '--echo'],
];

function startAnew(folder: string, text: string): string {
  const place = join(folder, 'around', 'place');
  rmSync(join(folder, 'around'), { recursive: true, force: true });
  mkdirSync(join(place, 'data', 'sessions'), { recursive: true, mode: 0o700 });
  const lab = standardLab();
  const start = encodeLab(lab);
  const payload = new TextEncoder().encode(text).slice(0, 1_000);
  lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 1, ttl: 64, payload });
  const session = encodeLab(lab);
  writeFileSync(sessionFile(place), session);
  writeFileSync(sessionFile(place, 'found'), session);
  writeFileSync(`${sessionFile(place, 'found')}.history`, historyOf(start, session, text));
  writeFileSync(sessionFile(place, 'bad'), session.replace('"eth1"', JSON.stringify(text)));
  writeFileSync(sessionFile(place, 'worse'), `${text}${session}`);
  writeFileSync(join(place, 'script.mcast'), `show clock ${text}\n${text}\n`);
  for (const name of [join(place, text), join(place, 'data', 'sessions', `${text}.json`)]) writeIfCan(name, place, text);
  return place;
}

/** A file of such a name, where the system allows it and it stays where it belongs. */
function writeIfCan(path: string, place: string, text: string): void {
  if (text.includes('/') || text.includes('\0') || !path.startsWith(place)) return;
  try {
    writeFileSync(path, 'show clock\n', { flag: 'wx' });
  } catch {
    // The system has no such name, or it is taken.
  }
}

/** A history that fits the session and tells of a command with the text in it. */
function historyOf(before: string, after: string, text: string): string {
  const base = { kind: 'base', earlier: `0 init ${text}`, isComplete: true, before: '', after: fingerprintOf(before) };
  const fitting = { before: fingerprintOf(before), after: fingerprintOf(after) };
  const step = { kind: 'step', patch: [[0, before, after]], lines: `0 inject ${text}`, script: text, ...fitting };
  return `${JSON.stringify({ ...base, number: 0 })}\n${JSON.stringify({ ...step, number: 1 })}\n`;
}

function faultOf(words: readonly string[], outcome: Outcome | undefined, text: string): string | null {
  const name = JSON.stringify(words).slice(0, 200);
  if (outcome === undefined) return `${name}: it hangs, or ends the process`;
  const { code, added, stdout, stderr } = outcome;
  if (![0, 1, 2, 3, 4].includes(code)) return `${name}: exit ${code}: ${stderr.slice(0, 300)}`;
  const raw = rawCharacters(stdout) ?? rawCharacters(stderr);
  if (raw !== null) return `${name}: it printed ${JSON.stringify(raw)}`;
  // A value with a slash, or that ends in .json, is a path, and may be anywhere.
  const isPath = /[/\\]|\.json$/.test(text);
  const outside = added.filter((path) => !/^(data\/(sessions|current-session)|state|tries\.json)/.test(path));
  return isPath || outside.length === 0 ? null : `${name}: it made ${JSON.stringify(outside)}`;
}

/** Variables, and what goes beside them. Node itself does not survive every LANG. */
const VARIABLES: readonly ((place: string, text: string) => Record<string, string>)[] = [
  ...['COLUMNS', 'TERM', 'MCAST_DEBUG', 'NO_COLOR', 'MCAST_SESSION'].map((name) => (_: string, text: string) => ({
    [name]: text,
  })),
  ...['MCAST_DATA_DIR', 'MCAST_STATE_DIR'].map((name) => (place: string, text: string) => ({ [name]: below(place, text) })),
  ...['XDG_DATA_HOME', 'HOME'].map((name) => (place: string, text: string) => ({
    MCAST_DATA_DIR: '',
    [name]: below(place, text),
  })),
];

function below(place: string, text: string): string {
  return join(place, 'below', text.replaceAll('..', ''));
}

/** The same in the environment, which only a process of its own has. */
function faultOfSurroundings(place: string, text: string): string | null {
  if (text.includes('\0')) return null;
  for (const makeEnvironment of VARIABLES) {
    const environment = makeEnvironment(place, text);
    const { code, stdout, stderr } = runIn(place, ['show', 'clock'], { environment });
    const raw = rawCharacters(stdout) ?? rawCharacters(stderr);
    if (code !== null && code <= 4 && raw === null) continue;
    return `${Object.keys(environment).at(-1)}: exit ${code}, printed ${JSON.stringify(raw)}: ${stderr.slice(0, 200)}`;
  }
  return null;
}
