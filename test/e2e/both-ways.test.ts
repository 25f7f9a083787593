import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { validated } from './json-documents.js';
import type { Bench } from './program.js';
import { createBench, runProcess, wordsOf } from './program.js';
import { serve } from './program-server.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** What oclif says of each command, asked by one process. */
function helpsThroughOclif({ folder, environment }: Bench, ids: readonly string[]): string[] {
  const script = `
    const oclif = require(${JSON.stringify(join(ROOT, 'node_modules/@oclif/core/lib/index.js'))});
    (async () => {
      for (const id of ${JSON.stringify(ids)}) {
        await oclif.execute({ dir: ${JSON.stringify(ROOT)}, args: [...id.split(' '), '--help'] });
        process.stdout.write('\\0');
      }
    })();`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: folder, env: environment, encoding: 'utf8' });
  return stdout.split('\0');
}

/** Lines of every command, good and bad; each is run on a session with a route and something pending. */
const LINES: readonly string[] = [
  ...COMMANDS.flatMap(({ examples }) => examples.slice(0, 1).map(({ line }) => line.split(' | ')[0] ?? '')),
  'show --json',
  'show --quiet',
  'route add 10.0.1.9 239.1.1.1 --iif eth9 --oif eth2',
  'route add 10.0.1.9 --json',
  'inject 10.0.1.9 239.1.1.1 --iif eth1 --fail-on-drop --ttl 0',
  'inject 10.0.1.9 239.1.1.1 --iif eth4 --fail-on-drop --json',
  'advance-clock 10',
  'advance-clock 1s --dry-run',
  'show nothing',
  'complete --shell bash -- mcast',
  'expect route 10.0.1.9 239.1.1.1 --iif eth2',
  'expect clock = 1s --json',
  'wait --until clock 2h',
  'init',
];

describe('a line does and prints the same through oclif as through the dispatch of our own', () => {
  let prepared = '';
  beforeAll(() => {
    const { run, folder } = createBench('kept');
    run('route', 'add', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--oif', 'eth2');
    run('inject', '10.0.1.8', '239.1.1.1', '--iif', 'eth1');
    run('init', '--session', 'demo');
    prepared = join(folder, 'data');
  });
  afterAll(() => rmSync(dirname(prepared), { recursive: true }));

  it.each(LINES)('%s', (line) => {
    const words = wordsOf(line);
    const throughOclif = ({ folder: cwd, environment: env }: Bench) =>
      validated(serve({ words, cwd, env, input: null, isThroughOclif: true }));
    const [ours, theirs] = [(bench: Bench) => bench.run(...words), throughOclif].map((run) => {
      const bench = createBench();
      cpSync(prepared, join(bench.folder, 'data'), { recursive: true });
      return JSON.stringify({ ran: run(bench), files: contentsOf(bench.folder) }, null, 1).replaceAll(bench.folder, 'FOLDER');
    });
    expect(theirs).toBe(ours);
  });

  it('and oclif knows every command', () => {
    const bench = createBench();
    const helps = helpsThroughOclif(
      bench,
      COMMANDS.map(({ id }) => id),
    );
    for (const [index, { id, summary }] of COMMANDS.entries()) {
      const help = helps[index] ?? '';
      expect(help).toContain(summary);
      expect(help.trimEnd()).toBe(bench.run(...id.split(' '), '--help').stdout.trimEnd());
    }
  });
});

/** Every file below a folder, with what is in it. */
function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

describe('the code cache', () => {
  const files = ['missing', 'empty', 'rubbish', 'truncated', 'damaged'] as const;

  it.each(files)('%s has no visible effect', (state) => {
    const bench = createBench();
    const environment = { ...bench.environment, MCAST_CACHE_DIR: join(bench.folder, 'cache') };
    const script = {
      missing: 'rm -rf cache',
      empty: 'for f in cache/*; do : > $f; done',
      rubbish: 'for f in cache/*; do echo rubbish > $f; done',
      truncated: 'for f in cache/*; do head -c 5000 $f > t; cat t > $f; done',
      damaged: 'for f in cache/*; do printf xxxxxxxxxxxxxxxx | dd of=$f bs=1 seek=20000 conv=notrunc 2>/dev/null; done',
    }[state];
    const run = () => runProcess({ words: ['tour'], cwd: bench.folder, env: environment, input: null });
    const first = run();
    expect(first.stdout).toContain('forwarded to eth2');
    spawnSync('sh', ['-c', script], { cwd: bench.folder });
    for (const again of [run(), run()]) expect(again).toMatchObject({ code: 0, stdout: first.stdout, stderr: '' });
    rmSync(join(bench.folder, 'cache'), { recursive: true });
  });

  it('that cannot be written has no visible effect', () => {
    const bench = createBench();
    const environment = { ...bench.environment, MCAST_CACHE_DIR: '/proc/nowhere' };
    const { code, stderr } = runProcess({ words: ['tour'], cwd: bench.folder, env: environment, input: null });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
