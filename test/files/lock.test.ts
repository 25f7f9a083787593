import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LabError } from '../../src/core/errors.js';
import { lock } from '../../src/files/lock.js';
import { createBench, PROGRAM } from '../e2e/program.js';

function lockPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'lab.json.lock');
}

function withLock<Result>(path: string, patienceMs: number, action: () => Result): Result {
  const { release } = lock(path, patienceMs);
  try {
    return action();
  } finally {
    release();
  }
}

/** The number of a process that is gone. */
function deadProcess(): number {
  return spawnSync('true').pid;
}

describe('a lock', () => {
  it('is there while something is done under it, and gone afterwards', () => {
    const path = lockPath();
    const seen = withLock(path, 0, () => readFileSync(path, 'utf8'));
    expect(seen).toMatch(new RegExp(`^${hostname()} ${process.pid} \\S+\\n$`));
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is gone when what was done under it failed', () => {
    const path = lockPath();
    const failing = () => {
      throw new LabError('ROUTE_NOT_FOUND', 'no');
    };
    expect(() => withLock(path, 0, failing)).toThrow('no');
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('keeps others out while its holder lives', () => {
    const path = lockPath();
    withLock(path, 0, () => {
      expect(() => withLock(path, 30, () => 1)).toThrow(expect.objectContaining({ code: 'SESSION_LOCKED' }));
      expect(() => withLock(path, 30, () => 1)).toThrow(`process ${process.pid}`);
    });
  });

  const OF_THE_GONE = [
    ['whose holder died', () => `${hostname()} ${deadProcess()} -\n`],
    ['whose holder died, with the time it started', () => `${hostname()} ${deadProcess()} 12345\n`],
    ['whose number another process has now', () => `${hostname()} ${process.pid} 1\n`],
  ] as const;

  it.each(OF_THE_GONE)('%s is taken away', (_what, content) => {
    const path = lockPath();
    writeFileSync(path, content());
    expect(withLock(path, 0, () => 'done')).toBe('done');
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it.each([
    ['of another machine', `elsewhere.example 1 -\n`],
    ['that is just being made', ''],
    ['that makes no sense', 'what\n'],
  ])('%s is left alone', (_what, content) => {
    const path = lockPath();
    writeFileSync(path, content);
    expect(() => withLock(path, 30, () => 1)).toThrow(expect.objectContaining({ code: 'SESSION_LOCKED' }));
    expect(readFileSync(path, 'utf8')).toBe(content);
  });
});

it('a lock that was half made when its holder died is taken away after a while', () => {
  const path = lockPath();
  writeFileSync(path, '');
  utimesSync(path, 0, 0);
  expect(withLock(path, 0, () => 'done')).toBe('done');
});

it('fails at once in one of two scripts that take two sessions in opposite order, and waits in the other', async () => {
  const { environment, folder } = createBench();
  const script = async (first: string, second: string) => {
    const child = spawn(process.execPath, [PROGRAM, 'run', '--atomic', '-'], { env: environment, cwd: folder });
    let complaints = '';
    child.stderr.on('data', (data) => {
      complaints += data;
    });
    const told = new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stdin.write(`advance-clock 1s --session ./${first}.json\n`);
    await told;
    return { goOn: () => child.stdin.end(`advance-clock 1s --session ./${second}.json\n`), ended, complaints: () => complaints };
  };
  const [inOrder, opposite] = await Promise.all([script('a', 'b'), script('b', 'a')]);
  const from = performance.now();
  inOrder.goOn();
  opposite.goOn();
  expect(await Promise.all([inOrder.ended, opposite.ended])).toEqual([0, 4]);
  expect(opposite.complaints()).toMatch(/is in use by process \d+, which waits for a session that is in use here/);
  // Far less than anybody waits for a lock.
  expect(performance.now() - from).toBeLessThan(6_000);
});

it('no change of commands that run at once is lost', async () => {
  const { environment, json } = createBench();
  const lines = [
    'inject 10.0.1.9 239.1.1.1 --iif eth1',
    'advance-clock 1ns',
    'inject fc00:1::9 ff0e::a --iif eth1',
    'advance-clock 1ns',
  ];
  const worker = lines.map((line) => `"${process.execPath}" "${PROGRAM}" ${line} || exit 1`).join('; ');
  const workers = Array.from({ length: 4 }, () => {
    const child = spawn('sh', ['-c', `for i in 1 2 3 4 5; do ${worker}; done`], { env: environment, stdio: 'ignore' });
    return new Promise<number | null>((resolve) => child.on('exit', resolve));
  });
  expect(await Promise.all(workers)).toEqual([0, 0, 0, 0]);
  expect(json('show')).toMatchObject({ nowNs: 40, counters: { ipv4: { packetsReceived: 20 }, ipv6: { packetsReceived: 20 } } });
});
