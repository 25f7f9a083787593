import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bench, Ran } from './program.js';
import { createBench, PROGRAM } from './program.js';

interface Files {
  readonly session: string;
  readonly history: string;
}

const fileOf = ({ folder }: Bench, name = 'default'): string => join(folder, 'data', 'sessions', `${name}.json`);
const sessionOf = (bench: Bench, name = 'default'): string => readFileSync(fileOf(bench, name), 'utf8');

function filesOf(bench: Bench, name = 'default'): Files {
  return { session: sessionOf(bench, name), history: readFileSync(`${fileOf(bench, name)}.history`, 'utf8') };
}

/** Runs lines as a script on standard input. */
function script({ piped }: Bench, lines: readonly string[], ...flags: string[]): Ran {
  return piped(`${lines.join('\n')}\n`, 'run', '-', ...flags);
}

function done(bench: Bench, line: string): string {
  const { code, stdout, stderr } = bench.line(line);
  expect({ line, code, stderr: stderr.replace(/^mcast: started.*\n/, '') }).toEqual({ line, code: 0, stderr: '' });
  return stdout;
}

/** The commands of the log that are in force. */
function logOf(bench: Bench, session = 'default'): string[] {
  const { earlier, steps } = bench.json(`log --session ${session}`) as unknown as {
    earlier: { line: string }[];
    steps: { done: boolean; lines: { line: string }[] }[];
  };
  return [...earlier, ...steps.flatMap((step) => (step.done ? step.lines : []))].map(({ line }) => line);
}

/** A pseudo-random number of its own for each seed, so that what fails can be done again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % sides;
  };
}

const PAIRS = ['10.0.1.9 239.1.1.1', '10.0.2.9 239.1.1.2', 'fc00:1::9 ff0e::a', 'fc00:2::9 ff0e::b'];
const FAMILY = ['', ' --family ipv4', ' --family ipv6'];

/** Lines for every command that changes a session, some of which are refused. */
function randomLine(roll: (sides: number) => number): string {
  const pair = PAIRS[roll(PAIRS.length)] ?? '';
  const nic = `eth${roll(5) + 1}`;
  const family = FAMILY[roll(FAMILY.length)] ?? '';
  const lines = [
    `route add ${pair} --iif ${nic} --oif eth${roll(4) + 1}:${roll(256)}`,
    `route rm ${pair}`,
    'route rm --all --yes',
    `route touch ${pair}`,
    `inject ${pair} --iif ${nic} --ttl ${roll(256)} --count ${roll(3) + 1} --interval ${roll(9)}s`,
    `inject ${pair} --iif ${nic} --payload 'it is "é" \\ # x'`,
    `inject ${pair} --iif ${nic} --payload -q --fail-on-drop`,
    `inject --payload '' -- ${pair}`.replace('inject', `inject --iif ${nic}`),
    `advance-clock ${roll(30)}s${roll(1000)}ns`,
    'advance-clock --next',
    'wait --until pending-empty --limit 3s',
    `iface add eth${roll(9) + 1} --address 10.0.9.1/24`,
    `iface rm ${nic}`,
    `iface set ${nic} --forwarding ${roll(2) === 0 ? 'on' : 'off'}${family}`,
    `iface join ${nic} 239.1.1.${roll(3) + 1}`,
    `iface leave ${nic} 239.1.1.${roll(3) + 1}`,
    `forwarding ${roll(9) === 0 ? 'off' : 'on'}${family}`,
    roll(9) === 0 ? 'init --force --interfaces 3 --queue-size 1' : 'init',
  ];
  return lines[roll(lines.length)] ?? '';
}

/** Lines that are never refused. */
const SURE_LINES = [
  'advance-clock Ns',
  'inject 10.0.1.9 239.1.1.N --iif eth1 --payload N',
  'route add 10.0.1.9 239.1.1.N --iif eth1 --oif eth2:N',
  'inject fc00:1::9 ff0e::a --iif eth1 --count 3 --interval 1s',
  'iface join eth1 239.2.2.N',
  'wait --until pending-empty',
  'route rm --all --yes',
  'forwarding off --family ipv6',
  'forwarding on',
];

describe('undo and redo', () => {
  it('take back sixty commands one by one, clock and all, and do them again', () => {
    const bench = createBench();
    done(bench, 'init');
    const seen = [sessionOf(bench)];
    for (let number = 1; number <= 60; number += 1) {
      done(bench, SURE_LINES[number % SURE_LINES.length]?.replaceAll('N', `${number % 50}`) ?? '');
      seen.push(sessionOf(bench));
    }
    for (const before of seen.slice(0, -1).reverse()) {
      done(bench, 'undo');
      expect(sessionOf(bench)).toBe(before);
    }
    expect(bench.line('undo')).toMatchObject({ code: 1, stderr: expect.stringContaining('there is nothing to undo') });
    for (const position of [1, 30, 60]) {
      done(bench, `redo ${position - stepsDone(bench)}`);
      expect(sessionOf(bench)).toBe(seen[position]);
    }
    expect(bench.line('redo')).toMatchObject({ code: 1, stderr: expect.stringContaining('there is nothing to redo') });
  });

  it('count every command that was done, and none that was not', () => {
    const bench = createBench();
    done(bench, 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2');
    done(bench, 'advance-clock 0s');
    const before = filesOf(bench);
    for (const line of [
      'route rm 10.0.1.8 239.1.1.1',
      'route add',
      'init',
      'undo 3',
      'redo',
      'undo 0',
      'undo -1',
      'undo 9007199254740993',
    ]) {
      expect([line, bench.line(line).code]).not.toEqual([line, 0]);
    }
    for (const line of ['undo', 'undo 2', 'advance-clock 5s', 'init --force']) done(bench, `${line} --dry-run`);
    for (const line of ['log', 'log 1', 'log --script', 'show', 'diff @0', 'diff @-2 @1']) done(bench, line);
    expect(filesOf(bench)).toEqual(before);
    expect(bench.json('log').steps).toMatchObject([
      { number: 1, done: true, script: null, lines: [{ line: 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2', atNs: 0 }] },
      { number: 2, done: true, lines: [{ line: 'advance-clock 0s', atNs: 0 }] },
    ]);
    expect(done(bench, 'undo 2')).toContain('0 steps can be undone, 2 redone');
  });

  it('tell at which time a command acted', () => {
    const bench = createBench();
    for (const line of ['advance-clock 10s', 'advance-clock 1ns', 'init --force', 'advance-clock 2s']) done(bench, line);
    const { steps } = bench.json('log') as unknown as { steps: { lines: { atNs: number }[] }[] };
    expect(steps.map(({ lines }) => lines[0]?.atNs)).toEqual([0, 10e9, 10e9 + 1, 0]);
  });

  it('take a script as one step, and are taken back by a new command', () => {
    const bench = createBench();
    done(bench, 'advance-clock 1s');
    expect(script(bench, ['advance-clock 1s', 'advance-clock 1s', 'inject 10.0.1.9 239.1.1.1 --iif eth1']).code).toBe(0);
    expect(done(bench, 'undo')).toMatch(/^undid script <stdin> \(3 commands\)\nclock 3s → 1s\n1 step can be undone, 1 redone\n$/);
    done(bench, 'redo');
    done(bench, 'undo 2');
    done(bench, 'advance-clock 7s');
    expect(bench.line('redo').code).toBe(1);
    expect(logOf(bench)).toEqual(['init', 'advance-clock 7s']);
  });

  it('take back within a script what it did, and what was done before it', () => {
    const bench = createBench();
    for (const seconds of [1, 2, 4]) done(bench, `advance-clock ${seconds}s`);
    const lines = [
      'advance-clock 8s',
      'undo',
      'expect clock = 7s',
      'redo',
      'expect clock = 15s',
      'undo 3',
      'expect clock = 1s',
      'redo 2',
    ];
    const all = script(bench, [
      ...lines,
      'expect clock = 7s',
      'redo',
      'expect clock = 15s',
      'undo 3',
      'advance-clock 16s',
      'log',
    ]);
    expect(all).toMatchObject({ code: 0, stderr: '' });
    expect(all.stdout).toContain('advance-clock 16s');
    expect(logOf(bench)).toEqual(['init', 'advance-clock 1s', 'advance-clock 16s']);
    done(bench, 'undo');
    expect(done(bench, 'show clock')).toBe('Clock 1s\n');
  });

  it('take back init --force, and what it replaced is as it was', () => {
    const bench = createBench();
    done(bench, 'inject 10.0.1.9 239.1.1.1 --iif eth1');
    const before = sessionOf(bench);
    done(bench, 'init --force --interfaces 1');
    const after = sessionOf(bench);
    done(bench, 'undo');
    expect(sessionOf(bench)).toBe(before);
    done(bench, 'redo');
    expect(sessionOf(bench)).toBe(after);
    expect(done(bench, 'log --script')).toBe('init --force --interfaces 1\n');
  });
});

function stepsDone(bench: Bench): number {
  return (bench.json('log').steps as { done: boolean }[]).filter((step) => step.done).length;
}

describe('a history beside a session', () => {
  const WALK = ['inject 10.0.1.9 239.1.1.1 --iif eth1', 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2', 'advance-clock 3s'];

  function walked(): Bench {
    const bench = createBench();
    for (const line of WALK) done(bench, line);
    return bench;
  }

  it('goes with the session when it is copied, renamed and removed', () => {
    const bench = walked();
    const before = filesOf(bench);
    done(bench, 'session copy other');
    done(bench, 'undo --session other');
    expect(filesOf(bench)).toEqual(before);
    done(bench, 'session rename other third');
    expect(existsSync(`${fileOf(bench, 'other')}.history`)).toBe(false);
    done(bench, 'redo --session third');
    expect(sessionOf(bench, 'third')).toBe(before.session);
    done(bench, 'init --session second');
    done(bench, 'session copy third second --force');
    expect(logOf(bench, 'second')).toEqual(['init', ...WALK]);
    done(bench, 'session remove third --yes');
    done(bench, 'session remove second --yes');
    expect(readdirSync(join(bench.folder, 'data', 'sessions'))).toEqual(['default.json', 'default.json.history']);
  });

  it.each<[string, (path: string) => void]>([
    ['missing', (path) => rmSync(path)],
    ['empty', (path) => writeFileSync(path, '')],
    ['of something else', (path) => writeFileSync(path, 'hello\n')],
    ['no text', (path) => writeFileSync(path, Buffer.alloc(3000, 0xff))],
    [
      'of another session',
      (path) => writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/"after":"[^"]*"/g, '"after":"1.1"')),
    ],
  ])('tells nothing if it is %s, and is begun anew', (_, damage) => {
    const bench = walked();
    const { session } = filesOf(bench);
    damage(`${fileOf(bench)}.history`);
    expect(bench.line('undo')).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing to undo') });
    expect(logOf(bench)).toEqual([]);
    expect(bench.line('log --script')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('part of the history was not recorded, so no script'),
    });
    done(bench, 'advance-clock 1s');
    done(bench, 'undo');
    expect(sessionOf(bench)).toBe(session);
    expect(done(bench, 'log')).toContain('earlier commands were not recorded');
    done(bench, 'init --force');
    done(bench, 'advance-clock 2s');
    expect(done(bench, 'log --script')).toBe('init --force\nadvance-clock 2s\n');
  });

  it.each<[string, (path: string) => void]>([
    ['a folder', (path) => mkdirSync(path)],
    ['a pipe', (path) => spawnSync('sh', ['-c', 'mkfifo "$0"', path])],
    ['a link that leads nowhere', (path) => symlinkSync('/nowhere/at/all', path)],
  ])('that is %s holds nobody up, and is no place to write to', (_, make) => {
    const bench = walked();
    const path = `${fileOf(bench)}.history`;
    const { session } = filesOf(bench);
    rmSync(path);
    make(path);
    expect(done(bench, 'show clock')).toBe('Clock 3s\n');
    expect(logOf(bench)).toEqual([]);
    expect(bench.line('undo').code).toBe(1);
    const refused = bench.line('advance-clock 1s');
    expect(refused).toMatchObject({ code: 4, stdout: '' });
    expect(refused.stderr).toMatch(/^mcast: \S+\.history cannot be written: .*\nhint: .*\n$/);
    expect(sessionOf(bench)).toBe(session);
  });

  it('begins anew behind a session that somebody edited, and goes on where it was put back', () => {
    const bench = walked();
    const { session } = filesOf(bench);
    writeFileSync(fileOf(bench), session.replace('"nowNs": 3000000000', '"nowNs": 4000000000'));
    expect(bench.line('undo').code).toBe(1);
    done(bench, 'advance-clock 1s');
    expect(logOf(bench)).toEqual(['advance-clock 1s']);
    done(bench, 'undo');
    expect(sessionOf(bench)).toContain('"nowNs": 4000000000');
    writeFileSync(fileOf(bench), session);
    expect(logOf(bench)).toEqual(['init', ...WALK]);
    done(bench, 'undo 3');
    expect(done(bench, 'show clock')).toBe('Clock 0s\n');
  });

  it('that cannot grow leaves everything as it was', () => {
    const bench = walked();
    const before = filesOf(bench);
    // Room for the session, but not for all of a step that is longer than the session.
    const blocks = Math.ceil(before.session.length / 512) + 1;
    appendFileSync(`${fileOf(bench)}.history`, '\n'.repeat(Math.max(0, blocks * 512 - 40 - before.history.length)));
    const padded = filesOf(bench);
    const limited = spawnSync(
      'sh',
      ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, PROGRAM, 'advance-clock', '1s'],
      {
        cwd: bench.folder,
        env: bench.environment,
        encoding: 'utf8',
      },
    );
    expect(limited.status).toBe(4);
    expect(limited.stderr).toMatch(/^mcast: \S+\.history cannot be written: file too large\nhint: .*\n$/);
    expect(filesOf(bench)).toEqual(padded);
    done(bench, 'advance-clock 1s');
    done(bench, 'undo 4');
    expect(logOf(bench)).toEqual(['init']);
  });

  it('is private, whatever the umask', () => {
    const bench = createBench();
    const open = (line: string) =>
      spawnSync('sh', ['-c', `umask 000; exec "$0" ${PROGRAM} ${line}`, process.execPath], {
        env: bench.environment,
        cwd: bench.folder,
      });
    for (const line of ['advance-clock 1s', 'advance-clock 1s', 'undo']) open(line);
    expect(statSync(`${fileOf(bench)}.history`).mode & 0o777).toBe(0o600);
    rmSync(`${fileOf(bench)}.history`);
    open('advance-clock 1s');
    expect(statSync(`${fileOf(bench)}.history`).mode & 0o777).toBe(0o600);
  });
});

describe('log --script', () => {
  it.each([1, 2, 3, 4, 5, 6])('makes the session again from nothing, to the byte: walk %i', (seed) => {
    const bench = createBench();
    const roll = dice(seed);
    const lines = Array.from({ length: 120 }, () => randomLine(roll));
    const moves = ['undo', 'redo', 'undo 2', 'advance-clock 1ns'];
    script(bench, [...(seed % 2 === 0 ? ['init --any-address'] : []), ...lines.slice(0, 60)], '--keep-going');
    for (const line of moves.slice(0, seed)) bench.line(line);
    script(bench, [...lines.slice(60), 'undo 3', ...lines.slice(0, 9)], '--keep-going');
    const { stdout } = bench.line('log --script');
    expect(stdout.split('\n').length).toBeGreaterThan(3);
    const again = script(bench, stdout.trimEnd().split('\n'), '--session', 'other');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(sessionOf(bench, 'other')).toBe(sessionOf(bench));
    expect(bench.line('log --script --session other').stdout).toBe(stdout);
  });

  it('holds payloads of every kind, and what failed though it was done', () => {
    const bench = createBench();
    writeFileSync(join(bench.folder, 'payload'), Buffer.from([0, 10, 255]));
    const inject = ['inject', '10.0.1.9', '239.1.1.1', '--iif', 'eth1'];
    const given = [
      ['--payload', 'it\'s "$HOME" `\\ # é'],
      ['--payload', 'two\nlines'],
      ['--payload', '\u009b31m'],
      ['--payload', '\u202eback'],
      ['--payload', '-q'],
      ['--payload=--json'],
      ['--payload', ''],
      ['--payload-file', 'payload', '--count', '2', '--interval', '1ns'],
      ['--payload-hex', '00ff', '-q', '--json'],
      ['--fail-on-drop', '--payload', 'a b'],
    ];
    for (const words of given) bench.run(...inject, ...words);
    expect(bench.line('wait --until clock 5s --limit 1s').code).toBe(3);
    done(bench, 'advance-clock 1s');
    expect(stepsDone(bench)).toBe(given.length + 2);
    const { stdout } = bench.line('log --script');
    expect(stdout).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(stdout.split('\n')).toEqual([
      'init',
      `inject 10.0.1.9 239.1.1.1 --iif eth1 --payload 'it'\\''s "$HOME" \`\\ # é'`,
      'inject 10.0.1.9 239.1.1.1 --iif=eth1 --ttl 64 --payload-hex=74776f0a6c696e6573',
      'inject 10.0.1.9 239.1.1.1 --iif=eth1 --ttl 64 --payload-hex=c29b33316d',
      'inject 10.0.1.9 239.1.1.1 --iif=eth1 --ttl 64 --payload-hex=e280ae6261636b',
      'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload -q',
      'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload=--json',
      "inject 10.0.1.9 239.1.1.1 --iif eth1 --payload ''",
      'inject 10.0.1.9 239.1.1.1 --iif=eth1 --ttl 64 --payload-hex=000aff --count 2 --interval 1ns',
      'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload-hex 00ff',
      "inject 10.0.1.9 239.1.1.1 --iif=eth1 --ttl 64 '--payload=a b'",
      'wait --until clock 1000000001ns --limit 1000000000ns',
      'advance-clock 1s',
      '',
    ]);
    expect(script(bench, stdout.trimEnd().split('\n'), '--session', 'other').code).toBe(0);
    expect(sessionOf(bench, 'other')).toBe(sessionOf(bench));
  });

  it('shows nothing that acts on a terminal, though somebody else wrote it', () => {
    const bench = createBench();
    done(bench, 'advance-clock 1s');
    const path = `${fileOf(bench)}.history`;
    writeFileSync(path, readFileSync(path, 'utf8').replace('advance-clock 1s', '\\u001b[31m'));
    for (const line of ['log', 'log --script', 'log --json', 'undo']) expect(done(bench, line)).not.toContain('\u001b');
  });
});

describe('several commands at once', () => {
  it('leave a session and a log that fit, whatever they do', async () => {
    const bench = createBench();
    done(bench, 'init');
    const lines = [
      'advance-clock 1ns',
      'undo',
      'advance-clock 2ns',
      'redo',
      'inject 10.0.1.9 239.1.1.1 --iif eth1',
      'log',
      'diff @-1',
    ];
    const workers = Array.from({ length: 4 }, async (_, worker) => {
      const codes: (number | null)[] = [];
      for (let turn = 0; turn < 8; turn += 1) {
        const words = (lines[(turn * 3 + worker) % lines.length] ?? '').split(' ');
        codes.push(
          await new Promise((resolve) => {
            spawn(process.execPath, [PROGRAM, ...words], { cwd: bench.folder, env: bench.environment, stdio: 'ignore' }).on(
              'close',
              resolve,
            );
          }),
        );
      }
      return codes;
    });
    const codes = (await Promise.all(workers)).flat();
    expect(codes.filter((code) => code !== 0 && code !== 1)).toEqual([]);
    expect(codes.filter((code) => code === 0).length).toBeGreaterThan(12);
    const { stdout } = bench.line('log --script');
    expect(stdout.startsWith('init\n')).toBe(true);
    expect(script(bench, stdout.trimEnd().split('\n'), '--session', 'other').code).toBe(0);
    expect(sessionOf(bench, 'other')).toBe(sessionOf(bench));
    expect(readdirSync(join(bench.folder, 'data', 'sessions')).filter((file) => /lock|tmp/.test(file))).toEqual([]);
  });
});
