import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/render/width.js';
import { converse } from './conversation.js';
import type { Bench } from './program.js';
import { createBench } from './program.js';

const SOURCE = 'fd00:1234:5678:9abc:def0:1234:5678:9abc';
const GROUP = 'ff0e:1234:5678:9abc:def0:1234:5678:9abc';
const PAIR = `${SOURCE} ${GROUP}`;
const LONG = 'a-session.whose_name-has-all-of-the-sixty-four.characters-thatfi';

/** What leaves a session with long names, long addresses, long payloads and no lack of rows. */
const HOSTILE = [
  'iface add uplink-to-core1 --address 10.255.255.254/30 --address fd00:1234:5678:9abc:def0:1234:5678:9a01/64',
  'iface add uplink-to-core2 --address 10.255.254.254/30 --address fd00:1234:5678:9abd:def0:1234:5678:9a01/64',
  'iface join uplink-to-core1 ff0e:1234:5678:9abc:def0:1234:5678:9abc',
  `inject ${PAIR} --iif uplink-to-core1 --payload ${'x'.repeat(300)} --count 3`,
  `route add ${PAIR} --iif uplink-to-core1 --oif uplink-to-core2:200,eth1,eth2,eth3:65,eth4`,
  `inject ${PAIR} --iif eth4 --count 2 --ttl 255`,
  `inject ${SOURCE} ff0e::1 --iif eth1 --count 4`,
  'advance-clock 2501h59m58.254740991s --dry-run',
  'advance-clock 1h1m1.000000001s',
  `inject ${SOURCE} ff0e::2 --iif uplink-to-core2`,
  'route add 192.168.255.254 239.255.255.250 --iif uplink-to-core1 --oif uplink-to-core2,eth1,eth2,eth3,eth4',
];

/** Lines that print much. Some fail, and their errors must fit as well. */
const LINES = [
  'show',
  'show packets --last 3',
  `route show ${PAIR}`,
  'log',
  'diff @0',
  'diff @-3 @-1',
  'timeline',
  'draw',
  'draw --all',
  `explain ${PAIR} --iif eth4 --full`,
  `explain ${PAIR} --iif uplink-to-core1`,
  `explain fd00:1234:5678:9abc:def0:1234:5678:1 ${GROUP} --iif eth4`,
  `explain route ${PAIR}`,
  `explain route ${SOURCE} ff0e::2`,
  `inject ${PAIR} --iif uplink-to-core1 --explain`,
  `expect route ${PAIR} --iif eth4 --oif eth9 --packets 9 --last-used 9h`,
  `expect pending ${SOURCE} ff0e::2 --packets 7`,
  'expect no packet dropped',
  'session list',
  'session path',
  'wait --until pending-empty',
  'iface rm uplink-to-core2',
  `route rm ${PAIR}`,
  'route rm --all',
  'no-such-command-at-all',
  'undo 2',
  'redo',
  'help reasons',
];

function hostileBench(): Bench {
  const bench = createBench();
  writeFileSync(join(bench.folder, 'hostile.mcast'), `${HOSTILE.join('\n')}\n`);
  writeFileSync(join(bench.folder, 'lines.mcast'), `${LINES.join('\n')}\n`);
  expect(bench.run('init', '--session', LONG).code).toBe(0);
  expect(bench.run('run', 'hostile.mcast', '--session', LONG).stderr).toBe('');
  return bench;
}

/** The lines of a screen that are wider than it. */
function tooWide(screen: string, columns: number): string[] {
  return screen.split('\n').filter((line) => widthOf(line) > columns);
}

describe.each([40, 60, 80, 100, 200])('at %i columns', (columns) => {
  it.each([
    ['with lines and color', { TERM: 'xterm' }],
    ['without', { TERM: 'xterm', NO_COLOR: '1' }],
  ])('%s, no line of a hostile session is wider than the terminal', async (_, more) => {
    const bench = hostileBench();
    const words = ['run', 'lines.mcast', '--keep-going', '--session', LONG];
    const { screen } = await converse(bench, words, more, columns).end();
    expect(screen).toContain('uplink');
    expect(tooWide(screen, columns)).toEqual([]);
  });

  it.each([
    ['lesson', 'start', '4'],
    ['lesson', 'list'],
    ['tour', '--no-pager'],
    ['--help'],
    ['inject', '--help'],
    ['help', 'glossary'],
  ])('%s %s fits', async (...words) => {
    const bench = createBench();
    const talk = converse(bench, words, words[1] === 'start' || words[0] === 'tour' ? { TERM: 'dumb' } : {}, columns);
    if (words[1] === 'start') await talk.answer('lesson 4 0s> ', '.exit\r');
    const { screen } = await talk.end();
    expect(tooWide(screen, columns)).toEqual([]);
  });
});
