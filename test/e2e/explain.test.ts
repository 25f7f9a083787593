import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lock } from '../../src/files/lock.js';
import type { Bench } from './program.js';
import { createBench, runProcess, runShell } from './program.js';

const PAIR = '10.0.1.9 239.1.1.1';

/** A session in which an outgoing interface wants a higher TTL than packets have. */
function fenced(): Bench {
  const bench = createBench();
  bench.line('init');
  bench.line(`route add ${PAIR} --iif eth1 --oif eth2 --oif eth3:65`);
  return bench;
}

/** Every file of the sessions, byte by byte. */
function files({ folder }: Bench): Record<string, string> {
  const sessions = join(folder, 'data', 'sessions');
  return Object.fromEntries(readdirSync(sessions).map((name) => [name, readFileSync(join(sessions, name), 'utf8')]));
}

/** Runs what was printed behind a heading up to the next `or`, as it stands there, in a shell. */
function paste(bench: Bench, text: string, heading: string): string {
  const lines = text
    .slice(text.indexOf(heading) + heading.length)
    .trimStart()
    .replace(/^/, '  ')
    .split('\n');
  const end = lines.findIndex((line) => !line.startsWith('  '));
  const script = lines.slice(0, end === -1 ? undefined : end).join('\n');
  return runShell(bench, `\n${script}`).stdout;
}

describe('explaining changes nothing', () => {
  it.each([
    `explain ${PAIR} --iif eth1`,
    `explain ${PAIR} --iif eth4 --ttl 0 --json`,
    'explain 10.0.1.7 239.1.1.1 --iif eth1 --brief',
    `explain route ${PAIR}`,
    `inject ${PAIR} --iif eth1 --explain --dry-run`,
  ])('%s', (line) => {
    const bench = fenced();
    const before = files(bench);
    const { mtimeNs } = statSync(join(bench.folder, 'data', 'sessions', 'default.json'), { bigint: true });
    const { code, stderr } = bench.line(line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(files(bench)).toEqual(before);
    expect(statSync(join(bench.folder, 'data', 'sessions', 'default.json'), { bigint: true }).mtimeNs).toBe(mtimeNs);
  });

  it('and waits for nobody who changes the session', () => {
    const bench = fenced();
    const { release } = lock(join(bench.folder, 'data', 'sessions', 'default.json.lock'), 0);
    try {
      expect(bench.line(`explain ${PAIR} --iif eth1 --brief`)).toMatchObject({ code: 0, stderr: '' });
      expect(bench.line(`explain route ${PAIR}`)).toMatchObject({ code: 0, stderr: '' });
    } finally {
      release();
    }
  });
});

describe('what is suggested can be pasted', () => {
  it('and brings a copy where none went', () => {
    const bench = fenced();
    const { stdout } = bench.line(`explain ${PAIR} --iif eth1`);
    expect(paste(bench, stdout, 'To reach eth3 too:')).toBe('packet 1 forwarded to eth2 (TTL 64), eth3 (TTL 64)\n');
    expect(paste(bench, stdout, '\nor\n')).toContain('packet 2 forwarded to eth2 (TTL 63), eth3 (TTL 63)\n');
  });

  it('and lets go what waits', () => {
    const bench = createBench();
    const { stdout } = bench.run(...'inject 10.0.1.9 239.1.1.1 --iif eth1 --explain --payload'.split(' '), 'it is me');
    expect(paste(bench, stdout, 'To let it continue:')).toContain('packet 1 forwarded to eth2 (TTL 63)');
  });

  it.each(['lab2', './lab 2.json'])('for the session that was named: %s', (session) => {
    const bench = createBench();
    bench.run('init', '--session', session);
    const { stdout } = bench.run(...`explain ${PAIR} --iif eth1 --session`.split(' '), session);
    expect(paste(bench, stdout, 'To let it through:')).toContain('packet 1 forwarded to eth2 (TTL 63)');
    expect(bench.run('show', 'packets', '--session', session).stdout).toContain('forwarded to eth2');
  });
});

describe('as JSON', () => {
  it('there is everything, --brief or not', () => {
    const bench = fenced();
    const document = bench.json(`explain ${PAIR} --iif eth1`);
    expect(Object.keys(document)).toEqual([
      ...['schemaVersion', 'command', 'nowNs', 'packet', 'steps', 'nearMisses', 'remedies', 'hopeless', 'anyAddress', 'pending'],
      ...['maxPendingQueueSize', 'events', 'counters'],
    ]);
    expect(bench.json(`explain ${PAIR} --iif eth1 --brief`)).toEqual(document);
    const { packets } = bench.json(`inject ${PAIR} --iif eth1`);
    expect(packets).toEqual([document.packet]);
  });

  it('an explained injection is one that has more to it', () => {
    const [plain, explained] = [fenced(), fenced()].map((bench, index) =>
      bench.json(`inject ${PAIR} --iif eth1${index === 0 ? '' : ' --explain'}`),
    );
    expect(explained).toMatchObject({ ...plain, explained: [{ packet: 1, steps: { length: 11 } }], remedies: { length: 2 } });
  });
});

describe('an explained injection', () => {
  it('stands in the history as one that is not, and can be undone', () => {
    const bench = createBench();
    bench.line(`inject ${PAIR} --iif eth1 --explain`);
    expect(bench.line('log 1').stdout).toContain(`inject ${PAIR} --iif=eth1 --ttl 64\n`);
    expect(bench.line('undo').stdout).toContain('undid inject');
    expect(bench.line('show packets').stdout).toContain('Packets: none');
  });

  it('fails on a drop where that is asked for', () => {
    const { code, stderr, stdout } = fenced().line(`inject ${PAIR} --iif eth4 --explain --fail-on-drop`);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'mcast: the packet was dropped\n' });
    expect(stdout).toContain(' ✗ it came in on eth4, and the route expects eth1');
  });

  it('is told in scripts too, line by line', () => {
    const bench = fenced();
    const { code, stdout } = bench.run(
      'run',
      '-c',
      `explain ${PAIR} --iif eth4 --brief`,
      '-c',
      `inject ${PAIR} --iif eth1 --explain`,
    );
    expect(code).toBe(0);
    expect(
      stdout.startsWith('dropped: it came in on eth4, and the route expects eth1; step 8, INPUT_INTERFACE\nPacket 1\n'),
    ).toBe(true);
  });
});

describe('explain route', () => {
  it('knows the command that installed it, from the history', () => {
    const bench = fenced();
    bench.line('advance-clock 3s');
    bench.line(`route add '10.0.1.9' 239.1.1.1 --oif eth4 --iif eth1`);
    bench.line('route add 10.0.1.7 239.1.1.1 --iif eth1 --oif eth4');
    expect(bench.line(`explain route ${PAIR}`).stdout).toContain(
      `3s      installed by: mcast route add ${PAIR} --oif eth4 --iif eth1\n`,
    );
    bench.line('undo 2');
    expect(bench.json(`explain route ${PAIR}`)).toMatchObject({ installedBy: { atNs: 0 } });
  });

  it('says what it does not know', () => {
    const bench = fenced();
    const text = readFileSync(join(bench.folder, 'data', 'sessions', 'default.json'), 'utf8');
    writeFileSync(join(bench.folder, 'alone.json'), text);
    expect(bench.line(`explain route ${PAIR} --session alone.json`).stdout).toContain('it was installed at 0s or before');
  });

  it('of what is not there is refused', () => {
    const { code, stderr } = createBench().line(`explain route ${PAIR}`);
    expect(code).toBe(1);
    expect(stderr).toContain(`there is no route (10.0.1.9, 239.1.1.1), installed or pending`);
  });
});

describe('explain is refused', () => {
  it.each([
    [`explain ${PAIR} --iif eth9`, 1, 'there is no interface "eth9"'],
    [`explain ${PAIR}`, 2, '--iif is missing'],
    [`explain ${PAIR} --iif eth1 --ttl 256`, 2, '--ttl must be a whole number from 0 to 255'],
    [`explain ${PAIR} --iif eth1 --count 2`, 2, 'unknown flag "--count"'],
    [`explain ${PAIR} --iif eth1 --dry-run`, 2, 'unknown flag "--dry-run"'],
    ['explain route 10.0.1.9', 2, 'GROUP is missing'],
    ['explain 10.0.1.9 ff0e::a --iif eth1', 2, 'are of different families'],
  ])('%s', (line, code, message) => {
    const ran = fenced().line(line);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  it('as expect refused says', () => {
    expect(fenced().line(`expect refused UNKNOWN_INTERFACE -- explain ${PAIR} --iif eth9`)).toMatchObject({ code: 0 });
    expect(fenced().line(`expect refused UNKNOWN_INTERFACE -- explain ${PAIR} --iif eth1`)).toMatchObject({ code: 3 });
  });
});

it.each([
  [{ LANG: 'C' }, true],
  [{ LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }, true],
  [{ LC_ALL: '', LC_CTYPE: 'en_US.utf8', LANG: 'C' }, false],
  [{ LANG: '' }, false],
])('with the locale %j all is ASCII: %s', (locale, isAscii) => {
  const bench = fenced();
  const words = `explain ${PAIR} --iif eth1`.split(' ');
  const { stdout } = runProcess({ words, cwd: bench.folder, env: { ...bench.environment, ...locale }, input: null });
  expect(/^[\0-\x7f]*$/.test(stdout)).toBe(isAscii);
  expect(stdout).toContain(isAscii ? 'eth3        x TTL 64 is below' : 'eth3        ✗ TTL 64 is below');
});
