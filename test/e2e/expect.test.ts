import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBench } from './program.js';

const PREPARATION = [
  'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2',
  'advance-clock 10s',
  'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload hello',
  'inject 10.0.1.8 239.1.1.1 --iif eth1 --count 3',
  'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload hello',
];

function prepared() {
  const bench = createBench();
  for (const line of PREPARATION) expect(bench.line(line).code).toBe(0);
  return bench;
}

describe('what is expected', () => {
  it.each([
    'expect route 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2:1 --last-used 10s',
    "expect route 10.0.1.9 239.1.1.1 --packets '>=2' --bytes '!=0' --wrong-if 0",
    'expect pending 10.0.1.8 239.1.1.1 --packets 3 --expires 20s --expired no',
    'expect no pending 10.0.1.9 239.1.1.1',
    'expect no route 10.0.1.8 239.1.1.1',
    'expect counter forwardingErrors = 3',
    "expect counter forwardingErrors '<=' 0 --family ipv6",
    'expect event missingRoute --count 1',
    'expect event missingRoute 10.0.1.8 239.1.1.1 --iif eth1 --at 10s',
    'expect last-packet forwarded --oif eth2 --ttl 63 --arrival-ttl 64 --payload hello --delivered-locally no',
    'expect clock = 10s',
    'expect timer ipv4 --fires-at 20s',
    'expect timer --fires-at 20s',
    'expect no timer ipv6',
    'expect interface eth1 --ipv4 on --address 10.0.1.1/24 --group 224.0.0.1 --id 1',
    'expect forwarding on --family ipv4',
    'expect --json route --oif=eth2 --packets=>=2',
  ])('%s', (line) => {
    expect(prepared().line(line)).toMatchObject({ code: 0, stderr: '' });
  });

  it('is said in two words, and as a document with --json', () => {
    const bench = prepared();
    expect(bench.line('expect clock = 10s').stdout).toBe('as expected\n');
    expect(bench.json('expect clock = 10s')).toEqual({
      schemaVersion: 1,
      command: 'expect clock',
      nowNs: 10_000_000_000,
      met: true,
      subject: 'clock',
      count: null,
      checks: [{ field: 'clock', expected: '10s', actual: '10s', met: true }],
      hint: null,
    });
  });
});

describe('what is not as expected', () => {
  it.each([
    [
      'expect route 10.0.1.9 239.1.1.1 --iif eth1 --oif eth3:1 --last-used 9s',
      [
        'mcast: route (10.0.1.9, 239.1.1.1) is not as expected',
        '   FIELD      EXPECTED  ACTUAL',
        '   iif        eth1      eth1',
        '≠  oif        eth3:1    eth2:1',
        '≠  last-used  9s        10s',
      ],
    ],
    [
      'expect route 10.0.1.8 239.1.1.1 --iif eth1',
      [
        'mcast: route (10.0.1.8, 239.1.1.1) is not as expected',
        '   FIELD  EXPECTED  ACTUAL',
        '≠  iif    eth1      none',
        'hint: It is pending, not installed.',
      ],
    ],
    [
      'expect no pending',
      [
        'mcast: pending is not as expected',
        '   FIELD  EXPECTED  ACTUAL',
        '≠  count  0         1',
        'hint: Found (10.0.1.8, 239.1.1.1).',
      ],
    ],
    [
      "expect counter forwardingErrors '>' 3 --quiet",
      [
        'mcast: counter forwardingErrors is not as expected',
        '   FIELD             EXPECTED  ACTUAL',
        '≠  forwardingErrors  >3        3',
      ],
    ],
    [
      'expect last-packet dropped',
      ['mcast: last packet is not as expected', '   FIELD    EXPECTED  ACTUAL', '≠  outcome  dropped   forwarded'],
    ],
  ])('%s', (line, lines) => {
    expect(prepared().line(line)).toEqual({ code: 3, stdout: '', stderr: `${lines.join('\n')}\n` });
  });

  it('is one document with --json, and exits with 3 too', () => {
    const { code, stdout } = prepared().line('expect event missingRoute --count 2 --json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      command: 'expect event',
      nowNs: 10_000_000_000,
      met: false,
      subject: 'event missingRoute',
      count: 1,
      checks: [{ field: 'count', expected: '2', actual: '1', met: false }],
      hint: 'Found event 1.',
      error: { code: 'EXPECTATION_NOT_MET', message: 'event missingRoute is not as expected', hint: 'Found event 1.' },
    });
  });

  it('cannot act on a terminal', () => {
    const bench = createBench();
    bench.run('inject', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--payload', 'a\x1b[31m\nb');
    const { code, stderr } = bench.run('expect', 'last-packet', '--payload', '\x1b[32m');
    expect(code).toBe(3);
    expect(stderr).toContain('≠  payload  \\x1b[32m  a\\x1b[31m\\nb\n');
  });
});

describe('what cannot be expected', () => {
  it.each([
    ['expect', 0, 'COMMANDS'],
    ['expect colour', 2, 'unknown command "expect colour"'],
    ['expect no counter', 2, 'unknown command "expect no counter"'],
    ['expect route 10.0.1.9 ff0e::a', 2, 'are of different families'],
    ['expect route 10.0.1.9 239.1.1.1 239.1.1.2', 2, 'unexpected argument "239.1.1.2"'],
    ['expect route --packets =>3', 2, '--packets must be a whole number from 0 to 9007199254740991, not ">3"'],
    ['expect route --packets >=', 2, 'not ""'],
    ['expect route --last-used 10', 2, 'has no unit'],
    ['expect route --oif eth2:256', 2, 'MINTTL must be a whole number from 0 to 255'],
    ['expect route --iif eth9', 1, 'there is no interface "eth9"'],
    ['expect no route --count 1', 2, 'unknown flag "--count"'],
    ['expect counter forwardingError = 1', 2, 'Did you mean forwardingErrors?'],
    ['expect counter forwardingErrors == 1', 2, 'unknown relation "=="; choose =, !=, <, <=, > or >='],
    ['expect counter forwardingErrors 1', 2, 'unknown relation "1"; choose ='],
    ['expect clock =', 2, 'TIME is missing'],
    ['expect pending --expired maybe', 2, 'unknown value "maybe" of --expired; choose yes or no'],
    ['expect forwarding', 2, 'STATE is missing'],
    ['expect last-packet lost', 2, 'unknown outcome "lost"; choose forwarded, queued or dropped'],
    ['expect last-packet --payload-hex 6', 2, 'is not a hexadecimal payload'],
    ['expect clock = 0s --dry-run', 2, 'unknown flag "--dry-run"'],
  ])('%s', (line, code, said) => {
    const ran = createBench().line(line);
    expect(ran.code).toBe(code);
    expect(ran.stdout + ran.stderr).toContain(said);
  });
});

describe('wait', () => {
  const clockOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'data/sessions/default.json'), 'utf8')).nowNs;

  it.each([
    ['wait --until pending-empty', 30_000_000_000],
    ['wait --until route-idle 60s', 70_000_000_000],
    ['wait 60s 10.0.1.9 239.1.1.1 --until route-idle', 70_000_000_000],
    ['wait --until pending-expired', 20_000_000_001],
    ['wait --until pending-expired 10.0.1.8 239.1.1.1', 20_000_000_001],
    ['wait --until pending-expired 10.0.1.9 239.1.1.1', 10_000_000_000],
    ['wait --until next-timer', 20_000_000_000],
    ['wait --until clock 1m', 60_000_000_000],
    ['wait --until clock 1m --dry-run', 10_000_000_000],
  ])('%s', (line, nowNs) => {
    const bench = prepared();
    expect(bench.line(line)).toMatchObject({ code: 0, stderr: '' });
    expect(clockOf(bench.folder)).toBe(nowNs);
  });

  it('tells what was swept, and where the clock is', () => {
    const bench = prepared();
    expect(bench.line('wait --until pending-empty').stdout).toBe(
      'swept (10.0.1.8, 239.1.1.1) at 30s: 3 packets lost\nclock 10s → 30s\n',
    );
    expect(bench.line('wait --until pending-empty').stdout).toBe('clock 30s → 30s; it holds already\n');
  });

  it('keeps the clock that moved as far as the limit, and exits with 3', () => {
    const bench = prepared();
    expect(bench.line('wait --until clock 2h')).toEqual({
      code: 3,
      stdout: 'swept (10.0.1.8, 239.1.1.1) at 30s: 3 packets lost\nclock 10s → 1h10s\n',
      stderr: [
        'mcast: condition clock did not hold within 1h\n',
        'hint: The clock advanced to the limit; to wait longer, raise --limit.\n',
      ].join(''),
    });
    expect(clockOf(bench.folder)).toBe(3_610_000_000_000);
    const { code, stdout } = bench.line('wait --until clock 2h --limit 1s --json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      command: 'wait',
      fromNs: 3_610_000_000_000,
      nowNs: 3_611_000_000_000,
      held: false,
      expired: [],
      nextTimerNs: null,
      error: {
        code: 'WAIT_LIMIT_REACHED',
        message: 'condition clock did not hold within 1s',
        hint: 'The clock advanced to the limit; to wait longer, raise --limit.',
      },
    });
  });

  it.each([
    ['wait', 2, '--until is missing\nhint: Conditions: pending-empty; route-idle DURATION [SOURCE GROUP];'],
    ['wait --until pending-emty', 2, 'Did you mean pending-empty?'],
    ['wait --until pending-empty 10s', 2, 'unexpected argument "10s"\nhint: Usage: mcast wait --until pending-empty\n'],
    ['wait --until route-idle', 2, 'DURATION is missing\nhint: Usage: mcast wait --until route-idle DURATION [SOURCE GROUP]'],
    ['wait --until route-idle 10.0.1.9 239.1.1.1', 2, 'duration "10.0.1.9" has no unit'],
    ['wait --until route-idle 1s 10.0.1.9', 2, 'GROUP is missing'],
    [
      'wait --until pending-expired 10.0.1.9',
      2,
      'GROUP is missing\nhint: Usage: mcast wait --until pending-expired [SOURCE GROUP]',
    ],
    ['wait --until pending-expired 10.0.1.9 ff0e::a', 2, 'are of different families'],
    ['wait --until clock', 2, 'TIME is missing'],
    ['wait --until clock 1s 2s', 2, 'unexpected argument "2s"'],
    ['wait --until next-timer', 1, 'no timer is armed'],
    ['wait --until route-idle 1s', 1, 'no route is installed'],
    ['wait --until route-idle 1s 10.0.1.9 239.1.1.1', 1, 'there is no installed route'],
    ['wait --until clock 1s --limit 1', 2, 'has no unit'],
  ])('%s', (line, code, said) => {
    const ran = createBench().line(line);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(said);
  });
});

it.each(['run -c undo', 'test a.mcast', 'expect refused USAGE -- undo'])('whether %s is refused cannot be tried', (line) => {
  const { code, stderr } = createBench().run('expect', 'refused', 'USAGE', '--', ...line.split(' '));
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('expect refused takes one command, which') });
});
