import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

const SCRIPT = [
  'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload hello',
  'expect pending 10.0.1.9 239.1.1.1 --packets 1',
  'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2:10',
  'expect route 10.0.1.9 239.1.1.1 --oif eth2:10',
  'undo',
  'expect no route',
  'expect refused UNKNOWN_INTERFACE -- route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth9',
  'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2',
  'expect route 10.0.1.9 239.1.1.1 --oif eth3',
  'show routes',
];

type Run = (lines: readonly string[], json: boolean) => Promise<{ exit: number; printed: string }>;

/** A script needs a language and a text encoder, and nothing else. */
describe('a script without Node', () => {
  let run: Run;
  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [resolve(import.meta.dirname, 'browser-entry.ts')],
      bundle: true,
      write: false,
      platform: 'neutral',
      mainFields: ['module', 'main'],
      format: 'iife',
      globalName: 'lab',
      external: ['*/later.js'],
      logLevel: 'error',
    });
    const bare = createContext({ TextEncoder, TextDecoder });
    run = runInContext(`${outputFiles[0]?.text}; lab.run`, bare);
    expect(runInContext('[typeof process, typeof require, typeof Buffer, typeof setImmediate]', bare).join()).toBe(
      'undefined,undefined,undefined,undefined',
    );
  });

  it('routes, injects, undoes, expects and shows', async () => {
    const { exit, printed } = await run(SCRIPT, false);
    expect(printed).toContain('-c:9: route (10.0.1.9, 239.1.1.1) is not as expected');
    expect(printed).toMatch(/> show routes\n[\s\S]*eth2/);
    expect(exit).toBe(3);
  });

  it('gives JSON, a document a line', async () => {
    const { exit, printed } = await run(['route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2', 'show routes'], true);
    const documents = printed.split('\n').filter((line) => line.startsWith('{'));
    expect(documents.map((line) => JSON.parse(line).command)).toEqual(['route add', 'show']);
    expect(exit).toBe(0);
  });
});
