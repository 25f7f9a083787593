import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { splitWords } from '../../src/grammar/words.js';
import { converse } from './conversation.js';
import { createBench } from './program.js';

/** A route that has forwarded a packet, and a newer packet that waits for one. */
const WAITING = [
  'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2',
  'inject 10.0.1.9 239.1.1.1 --iif eth1',
  'inject 10.0.1.8 239.1.1.1 --iif eth1',
];

/** The same, and the newest packet was forwarded. */
const FORWARDED = [...WAITING, 'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload hello'];

/** Three routers, two of them linked, and a host that has joined a group. */
const NETWORK = [
  'init',
  'router add r2',
  'router add r3',
  'link add r1:eth4 r2:eth4',
  'host add h1 --on r1:eth3',
  'host join h1 239.1.1.1',
];
const LINUX = ['init --stack linux'];

/** What an example needs to find, by its line or by the command it is an example of; any other needs a session. */
const PREPARATIONS: Readonly<Record<string, readonly string[]>> = {
  'router rm': ['init', 'router add r2'],
  'router use': NETWORK,
  'link add': NETWORK.slice(0, 3),
  'link rm': NETWORK,
  'link set': NETWORK,
  'host add': NETWORK.slice(0, 3),
  'host rm': NETWORK,
  'host join': NETWORK.slice(0, 5),
  'host leave': NETWORK,
  send: NETWORK,
  'unicast add': [...NETWORK.slice(0, 3), 'link add r1:eth2 r2:eth1'],
  'unicast rm': ['init', 'unicast add 10.1.3.0/24 --via eth2'],
  'daemon start': NETWORK,
  originate: LINUX,
  'stack set': LINUX,
  'vif add': [...LINUX, 'vif rm 1'],
  'vif rm': LINUX,
  'iface set eth1 --rp-filter 1': LINUX,
  "route add '*' 239.1.1.1 --iif eth1 --oif eth2": LINUX,
  'route rm': ['route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2'],
  'route show': ['route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2'],
  'route touch': ['route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2', 'advance-clock 10s'],
  'explain route': ['route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2'],
  'advance-clock': ['inject 10.0.1.9 239.1.1.1 --iif eth1'],
  'iface leave': ['iface join eth1 239.1.1.1'],
  'expect route': FORWARDED,
  'expect no route': WAITING,
  'expect pending': WAITING,
  'expect no pending': WAITING,
  'expect event': WAITING,
  'expect no event': WAITING,
  'expect timer': WAITING,
  'expect no timer': WAITING,
  'expect packet': ['inject 10.0.1.9 239.1.1.1 --iif eth1', 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2'],
  'expect last-packet': FORWARDED,
  'expect counter': WAITING,
  wait: WAITING,
  draw: [...WAITING, 'route add 10.0.1.9 239.1.1.2 --iif eth1 --oif eth2'],
  timeline: WAITING,
  init: [],
  repl: ['init --session demo'],
  watch: WAITING,
  undo: ['advance-clock 1s', 'advance-clock 2s', 'advance-clock 3s'],
  redo: ['advance-clock 1s', 'advance-clock 2s', 'advance-clock 3s', 'undo 3'],
  log: ['advance-clock 1s'],
  diff: ['advance-clock 1s', 'init --session demo', 'advance-clock 1s --session demo'],
  'session use': ['init --session demo'],
  'session path': ['init --session demo'],
  'session copy': ['init', 'init --session demo'],
  'session rename': ['init', 'init --session demo'],
  'session remove': ['init --session demo', 'init --session typo-1'],
  'lesson next': ['lesson start 2'],
  'lesson reset': ['lesson start 2'],
  'lesson task': ['lesson start 2'],
  'lesson hint': ['lesson start 2'],
  'lesson solution': ['lesson start 2'],
  'lesson check': [
    'lesson start 2',
    'inject 10.0.1.9 239.1.1.1 --iif eth1 --count 2 --session +lesson',
    'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --session +lesson',
  ],
  'session check': ['init', 'init --session demo'],
};

/** A teacher's own lesson. */
const LESSON = [
  'title: One second',
  '== Text',
  'Time stands still.',
  '== Task',
  'Move it.',
  '== Goals',
  'It is one second.',
  '  expect clock = 1s',
  '== Solution',
  'advance-clock 1s',
].join('\n');

/** How far a learner is who has not begun. */
const PROGRESS = '{"format":"mcast-lab lesson progress","version":1,"inHand":null,"lessons":{}}';

/** The commands that people type, and so need examples of. */
const LISTED = COMMANDS.filter(({ hidden }) => !hidden);

describe.each(LISTED.map((spec) => ({ id: spec.id, spec })))('$id', ({ id, spec }) => {
  it('has examples, each of this command', () => {
    expect(spec.examples.length).toBeGreaterThan(0);
    for (const { line } of spec.examples) expect(line.startsWith(id)).toBe(true);
  });

  it.each(spec.examples)('$line', async ({ line }) => {
    const bench = createBench();
    const { folder, line: prepare, run } = bench;
    for (const preparation of PREPARATIONS[line] ?? PREPARATIONS[id] ?? ['init']) prepare(preparation);
    writeFileSync(join(folder, 'demo.mcast'), 'advance-clock 1s\nshow clock\n');
    writeFileSync(join(folder, 'demo.lesson'), LESSON);
    for (const name of ['anna.json', 'ben.json']) writeFileSync(join(folder, name), PROGRESS);
    const [command = ''] = line.split(' | ');
    if (id === 'watch' && !command.includes('--once')) {
      const terminal = converse(bench, splitWords(command));
      await terminal.answer('q leave', 'q');
      expect((await terminal.end()).code).toBe(0);
      return;
    }
    const isAsked = id === 'session remove' && !command.includes('--yes');
    const { code, stderr } = run(...splitWords(isAsked ? `${command} --yes` : command));
    expect({ code, stderr: stderr.replace(/^mcast: started session.*\n/, '') }).toEqual({ code: 0, stderr: '' });
  });

  it('has help that names its arguments and flags', () => {
    const { line } = createBench();
    const { code, stdout } = line(`${id} --help`);
    expect(code).toBe(0);
    for (const { label } of Object.values(spec.args)) expect(stdout).toContain(label);
    for (const name of Object.keys(spec.flags)) expect(stdout).toContain(`--${name}`);
    const joined = stdout.replaceAll(' \\\n', ' ').replaceAll(/\s+/g, ' ');
    for (const example of spec.examples) expect(joined).toContain(`$ mcast ${example.line}`.replaceAll(/\s+/g, ' '));
  });
});

it('an example with jq prints rows, or nothing where there are none', () => {
  const filters = COMMANDS.flatMap(({ examples }) => examples.flatMap(({ line }) => / \| jq '(.*)'$/.exec(line)?.[1] ?? []));
  expect(filters.length).toBeGreaterThan(2);
  for (const filter of filters) expect(filter).toMatch(/^\.\w+(\[\](\.\w+)?|(\.\w+)? \/\/ empty)$/);
});
