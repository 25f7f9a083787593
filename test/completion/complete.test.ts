import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { MAX_CANDIDATES } from '../../src/completion/candidate.js';
import { complete, whatMayComeNext } from '../../src/completion/complete.js';
import { splitShellLine } from '../../src/completion/shell-line.js';
import { Address } from '../../src/core/address.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import type { InstalledRoute } from '../../src/core/route.js';
import { RouteKeyMap } from '../../src/core/route-key-map.js';
import { install } from './install.js';

/** At one second: a route of each family, a pending route with two packets, a packet that was dropped, and a joined group. */
function knownLab(): Lab {
  const lab = standardLab();
  const inject = (source: string, group: string, iif: string) =>
    lab.inject({ source, group, iif, ttl: 64, payload: new Uint8Array() });
  install(lab, '10.0.1.8', '239.1.1.2');
  install(lab, 'fc00:1::9', 'ff0e::a');
  lab.interfaces.require('eth2').join(Address.parse('239.9.9.9'));
  lab.advance(1_000_000_000);
  inject('10.0.1.9', '239.1.1.1', 'eth1');
  inject('10.0.1.9', '239.1.1.1', 'eth1');
  inject('10.0.1.7', '224.0.0.9', 'eth1');
  return lab;
}

/** The request for a line whose last word is the one at the cursor. */
function request(line: string, lab: Lab | null = knownLab()) {
  const words = line.split(' ');
  const partial = words.pop() ?? '';
  return {
    commands: COMMANDS,
    words: words.filter((word) => word !== ''),
    partial,
    lab: () => lab,
    sessions: () => ['default', 'demo'],
    lessons: () => [
      { id: '1', name: 'first-steps' },
      { id: 'c1', name: 'the-end' },
    ],
  };
}

/** Candidates as text; what goes on is marked with an ellipsis, a file with a slash. */
function texts(line: string, lab?: Lab | null): string[] {
  const mark = { space: '', none: '…', file: '/' };
  return complete(request(line, lab)).map(({ text, then }) => `${text}${mark[then]}`);
}

const GLOBAL = ['--session', '--router', '--json', '--quiet', '--color', '--no-color', '--no-pager', '--ascii', '--help'];
const ETHS = ['eth1', 'eth2', 'eth3', 'eth4'];
const SECTIONS = [
  ...['clock', 'links', 'hosts', 'members', 'interfaces', 'routes', 'pending', 'flight', 'rpf'],
  ...['packets', 'counters', 'events', 'all'],
];

describe('a line is completed to', () => {
  const CASES: readonly (readonly [string, string, readonly string[]])[] = [
    ['lessons, by number and by name', 'lesson start ', ['1', 'c1', 'first-steps', 'the-end']],
    ['the name of a lesson', 'lesson task fi', ['first-steps']],
    ['a file, where no lesson is meant', 'lesson start ./', ['/']],
    ['commands and topics', 'i', ['init', 'inject', 'iface']],
    ['behind the name of the program', 'mcast rou', ['route', 'router']],
    ['words below a topic', 'route ', ['add', 'rm', 'show', 'touch']],
    ['no command that is hidden', 'comp', ['compare', 'completion']],
    ['one file after the other', 'test a.mcast b.mcast ', ['/']],
    ['a command within another', 'expect refused ROUTE_NOT_FOUND -- ro', ['route', 'router']],
    ['the rest of a command within another', 'expect refused ROUTE_NOT_FOUND -- route rm 10.0.1.8 239.1.1.2', ['239.1.1.2']],
    ['no command before its place', 'expect refused -- ROUTE', ['ROUTER_IN_USE', 'ROUTER_NOT_FOUND', 'ROUTE_NOT_FOUND']],
    ['an error code', 'expect refused ROUTE', ['ROUTER_IN_USE', 'ROUTER_NOT_FOUND', 'ROUTE_NOT_FOUND']],
    [
      'flags where arguments belong to one that is not there',
      'draw ',
      ['--format', '--output', '--route', '--all', '--packet', ...GLOBAL],
    ],
    ['an argument of a flag', 'draw --route fc', ['fc00:1::9']],
    ['a second argument of a flag', 'draw --route fc00:1::9 ', ['ff0e::a']],
    ['what a drawing can be', 'draw --format ', ['text', 'svg', 'mermaid', 'dot']],
    ['an interface that is expected', 'expect route --iif ', ETHS],
    ['words that the program itself knows', 'ver', ['version']],
    ['what help is wanted on', 'help ro', ['route', 'router']],
    ['and below it', 'help route t', ['touch']],
    ['and nothing after it', 'help route touch ', []],
    [
      'a command that begins as another one, beside its first argument',
      'explain ',
      ['route', '10.0.1.7', '10.0.1.8', '10.0.1.9', 'fc00:1::9'],
    ],
    ['what it takes, where it is cut short', 'expl ro 10.0.1.8 239.1', ['239.1.1.2', '239.1.1.1']],
    ['that command alone', 'explain r', ['route']],
    ['that command behind a flag', 'explain --brief r', ['route']],
    ['what it takes', 'explain route 10.0.1.8 239.1', ['239.1.1.2', '239.1.1.1']],
    ['nothing of that behind an argument', 'explain 10.0.1.8 r', []],
    ['nor behind the end of flags', 'explain -- r', []],
    ['help on it', 'help explain ', ['route']],
    ['what explain takes, as inject does', 'explain 10.0.1.8 239.1.1.2 --iif ', ETHS],
    ['nothing behind a word that is none', 'frobnicate ', []],
    ['a shortened topic', 'ro a', ['add']],
    ['a shortened command', 'ro a 10.0.1.9 239.1.1.1 --i', ['--iif']],
    ['nothing behind what is ambiguous', 'i ', []],
    ['the whole name, though another starts with it', 'complete --sh', ['--shell']],
    ['flags before there is a command', '--', GLOBAL.slice(0)],
    ['a command behind a flag', '--json rou', ['route', 'router']],
    ['a command behind a flag of its own', '--oif eth2 route --iif=eth1 add ', ['10.0.1.7', '10.0.1.8', '10.0.1.9', 'fc00:1::9']],
    ['flags, those of all commands last', 'route rm --', ['--all', '--yes', '--dry-run', ...GLOBAL]],
    ['flags that start so', 'inject --pay', ['--payload', '--payload-hex', '--payload-file']],
    ['no flag that is given', 'inject --iif eth1 --i', ['--interval']],
    ['no flag that is given in one word', 'inject --iif=eth1 --i', ['--interval']],
    ['no switch that is given by its letter', 'session list -q --', GLOBAL.filter((flag) => flag !== '--quiet')],
    ['a letter, as it is', 'show -q', ['-q']],
    ['a flag again that is repeatable', 'route add --oif eth1 --o', ['--oif']],
    ['flags, where all arguments are there', 'iface rm eth1 ', ['--dry-run', ...GLOBAL]],
    ['no flags behind --', 'route add -- --', []],
    ['nor where nothing is left', 'iface rm -- eth1 ', []],
    ['nor where an argument is needed', 'iface add ', []],
    ['arguments behind --', 'show -- rou', ['routes']],
    ['nothing behind a flag that is none', 'show --frob ', []],
    ['nothing behind a switch with a value', 'show --json=yes ', []],
    ['listed values', 'show ', SECTIONS],
    ['listed values of a flag', 'iface set eth1 --forwarding ', ['on', 'off']],
    ['listed values in one word', 'iface set eth1 --forwarding=o', ['--forwarding=on', '--forwarding=off']],
    ['interfaces', 'iface rm ', ETHS],
    ['interfaces of a flag', 'inject S G --iif eth', ETHS],
    ['interfaces in one word', 'inject S G --iif=eth', ETHS.map((eth) => `--iif=${eth}`)],
    [
      'interfaces to send to, those on the line last',
      'route add --iif eth1 --oif eth3:9 --oif ',
      ['eth2', 'eth4', 'eth1', 'eth3'],
    ],
    ['a minimum TTL', 'route add --oif eth2', ['eth2', 'eth2:…']],
    ['usual minimum TTLs', 'route add --oif=eth2:', ['1', '32', '64', '128'].map((ttl) => `--oif=eth2:${ttl}`)],
    ['a minimum TTL that is whole', 'route add --oif eth2:10', ['eth2:10']],
    ['no minimum TTL that is too large', 'route add --oif eth2:256', []],
    ['sources', 'route add ', ['10.0.1.7', '10.0.1.8', '10.0.1.9', 'fc00:1::9']],
    ['sources that start so', 'inject fc', ['fc00:1::9']],
    ['groups, those of the source first', 'route add 10.0.1.9 ', ['239.1.1.1', '224.0.0.9', '239.1.1.2', '239.9.9.9']],
    ['groups of the family', 'route add fc00:1:0::9 ', ['ff0e::a']],
    ['groups, where the source is no address', 'route add S ', ['224.0.0.9', '239.1.1.1', '239.1.1.2', 'ff0e::a', '239.9.9.9']],
    ['groups to join', 'iface join eth1 239.1', ['239.1.1.1', '239.1.1.2']],
    ['groups to leave', 'iface leave eth2 ', ['224.0.0.1', '239.9.9.9', 'ff02::1', 'ff02::1:ff00:1']],
    ['no groups of an interface that is none', 'iface leave eth9 ', []],
    ['how far to advance', 'advance-clock 1', ['10s', '10.000000001s']],
    ['when to advance to', 'advance-clock --to ', ['11s', '11.000000001s']],
    ['times that were', 'route touch S G --at ', ['1s']],
    ['sessions', 'session use ', ['default', 'demo']],
    ['sessions of a flag', 'show --session=de', ['--session=default', '--session=demo']],
    ['a file, where no session starts so', 'show --session ./', ['/']],
    ['a file', 'inject S G --payload-file x', ['/']],
    ['a file in one word', 'inject S G --payload-file=x', ['--payload-file=/']],
    ['nothing where a number is wanted', 'inject S G --ttl ', []],
    ['nothing behind the last argument', 'route show S G x', []],
  ];

  it.each(CASES)('%s: %s', (_name, line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  it('flags, where an argument is not needed and nothing is known', () => {
    expect(texts('advance-clock ', standardLab())).toEqual(['--to', '--next', '--dry-run', ...GLOBAL]);
  });

  it('nothing of a lab where there is none', () => {
    expect(texts('route show ', null)).toEqual([]);
    expect(texts('show --sess', null)).toEqual(['--session']);
  });

  it('words with what they are', () => {
    const summaries = (line: string) => Object.fromEntries(complete(request(line)).map(({ text, summary }) => [text, summary]));
    expect(summaries('rou')).toEqual({ route: 'add, rm, show, touch', router: 'add, rm, use, list' });
    expect(summaries('route t')).toEqual({ touch: "set a route's last-used time" });
    expect(summaries('iface rm eth2')).toEqual({ eth2: '10.0.2.1/24, fc00:2::1/64' });
    expect(summaries('route add 10')).toEqual({
      '10.0.1.7': 'seen in packet 3',
      '10.0.1.8': 'has a route',
      '10.0.1.9': 'waits for a route',
    });
    expect(summaries('route add 10.0.1.9 239')).toEqual({
      '239.1.1.1': 'waits for a route',
      '239.1.1.2': 'seen with 10.0.1.8',
      '239.9.9.9': 'joined on eth2',
    });
    expect(summaries('advance-clock 1')).toEqual({
      '10s': 'to the IPv4 cleanup',
      '10.000000001s': '1ns past the deadline of (10.0.1.9, 239.1.1.1)',
    });
    expect(summaries('route touch S G --at 1')).toEqual({ '1s': 'now' });
  });

  it('the present before the times of packets', () => {
    const lab = knownLab();
    lab.advance(500_000_000);
    expect(texts('route touch S G --at ', lab)).toEqual(['1.5s', '1s']);
  });
});

/** Counts the routes that are looked at one after the other. */
class CountingMap extends RouteKeyMap<InstalledRoute> {
  visited = 0;

  override *entries() {
    for (const entry of super.entries()) {
      this.visited += 1;
      yield entry;
    }
  }
}

describe('with 100,000 routes', () => {
  const lab = standardLab();
  const installed = new CountingMap();
  asGvisor(lab.routers.ipv4).table.restore({ installed, pending: [], isCleanupRoutineRunning: false });
  for (let n = 0; n < 100_000; n += 1) install(lab, `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, '239.1.1.1');

  it.each([
    ['as many sources as are read, and no more are looked at', 'route show ', MAX_CANDIDATES, MAX_CANDIDATES],
    ['sources that start so, wherever they are', 'route show 10.1.134.15', 11, 100_000],
    ['groups of the source, which may be anywhere', 'route show 10.0.0.1 ', 1, 100_000],
    ['no routes are looked at for interfaces', 'route add --iif ', 4, 0],
    ['nor for flags', 'route add --i', 1, 0],
  ])('%s', (_name, line, found, looked) => {
    installed.visited = 0;
    expect(texts(line, lab)).toHaveLength(found);
    expect(installed.visited).toBe(looked);
  });
});

describe('what may come next', () => {
  const next = (line: string, lab?: Lab) => whatMayComeNext(request(line, lab), 120);

  it('of a name', () => {
    expect(next('ro')).toBe('route   add, rm, show, touch\nrouter  add, rm, use, list');
    expect(next('route t')).toBe("touch  set a route's last-used time");
    expect(next('frobnicate ')).toBe('nothing can come next');
  });

  it('of a command: its usage, the argument with its values, the flags', () => {
    expect(next('ro a 10.0.1.9 239.1.1.1 --iif eth1 ').split('\n')).toEqual([
      'route add SOURCE GROUP --iif IF --oif IF[:MINTTL]… [FLAGS]',
      '',
      '--oif IF[:MINTTL]    outgoing interface, with a minimum TTL or, in linux, a threshold (default: 1); repeatable',
      '--dry-run            show what would happen without changing anything',
      '--session NAME|PATH  session to use; a value that contains a slash or ends in .json is a path',
      '--router NAME        router to use, in a lab of several',
      '--json               print one JSON document',
      '--quiet              print only errors; --json still prints its document',
      '--color WHEN         when to use color; auto means on a terminal',
      '--no-color           print without color',
      '--no-pager           print long output at once, without $PAGER',
      '--ascii              print symbols such as arrows and check marks in ASCII',
      '--help               show help',
    ]);
    expect(next('route show ').split('\n').slice(0, 5)).toEqual([
      'route show SOURCE GROUP [FLAGS]',
      '',
      'SOURCE               source address, such as 10.0.1.9 or fc00:1::9',
      '  10.0.1.7           seen in packet 3',
      '  10.0.1.8           has a route',
    ]);
    expect(next('inject S G --payload-file ').split('\n')).toEqual([
      'inject SOURCE GROUP --iif IF [FLAGS]',
      '',
      'FILE  file with the payload; - reads standard input',
    ]);
    expect(next('show routes --jso').split('\n')).toEqual([
      'show [SECTION] [SOURCE] [GROUP] [FLAGS]',
      '',
      '--json  print one JSON document',
    ]);
  });

  it.each([
    ['show ', true],
    ['show rou', false],
    ['show routes', true],
    ['show nothing ', false],
    ['show --session ', false],
    ['show --json', true],
    ['route add 10.0.1.9 239.1.1.1 --iif eth1 ', false],
    ['route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 ', true],
    ['route add 10.0.1.9 ff0e::a --iif eth1 --oif eth2 ', false],
    ['route rm ', false],
    ['route rm --all ', true],
    ['advance-clock ', false],
    ['advance-clock 1s ', true],
    ['advance-clock 1s', true],
    ['iface set eth1 ', false],
    ['inject 10.0.1.9 239.1.1.1 --iif eth1 --payload-file - ', true],
    ['help route ', false],
    ['route ', false],
  ])('%s can be carried out as it is: %s', (line, can) => {
    expect(
      next(line)
        .split('\n')
        .some((row) => row.startsWith('<enter>')),
    ).toBe(can);
  });
});

describe('a line of a shell', () => {
  it.each([
    ['mcast route a', ['route'], 'a'],
    ['mcast route ', ['route'], ''],
    ['  A=1 B=2 /bin/mcast show  routes', ['show'], 'routes'],
    [`mcast a'b c'"d \\" e"\\ f g`, [`ab cd " e f`], 'g'],
    ["mcast ''  x", [''], 'x'],
    ['mcast --payload $x ~/y', ['--payload', '$x'], '~/y'],
    ['mcast show > file 2>/dev/null <in rou', ['show'], 'rou'],
    ["mcast inject --payload '>' a", ['inject', '--payload', '>'], 'a'],
  ])('%s', (line, words, partial) => {
    expect(splitShellLine(line)).toEqual({ words, partial, isRedirection: false });
  });

  it.each(['mcast show > fi', 'mcast show >', 'mcast show 2>>fi', 'mcast show <'])('%s goes to or comes from a file', (line) => {
    expect(splitShellLine(line)).toMatchObject({ words: ['show'], isRedirection: true });
  });

  it.each(['mcast "10.', "mcast '", 'mcast \\', 'mcast', '', 'A=1', 'A=1 mca'])('%s is none to complete', (line) => {
    expect(splitShellLine(line)).toBeNull();
  });
});
