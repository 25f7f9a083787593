import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DROP_REASONS } from '../src/core/packet-report.js';
import { Session } from '../src/library/ops.js';
import { readBlocks } from './e2e/console-blocks.js';

const ROOT = resolve(import.meta.dirname, '..');
const PAGE = readFileSync(resolve(ROOT, 'docs/library.md'), 'utf8');
const PRINTED = readBlocks(PAGE, 'text');

describe('docs/library.md', () => {
  it.each(readBlocks(PAGE, 'ts').map((code, index) => ({ code, index })))(
    'block $index prints what it says',
    ({ code, index }) => {
      // The package finds itself by its name.
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(stdout.trimEnd()).toBe(PRINTED[index]?.trimEnd());
    },
  );

  it('both module systems export the same', () => {
    const names = (code: string, type: string) =>
      spawnSync(process.execPath, [`--input-type=${type}`, '--eval', code], { cwd: ROOT, encoding: 'utf8' }).stdout;
    const esm = names("import * as m from 'mcast-lab/ops'; console.log(Object.keys(m).sort().join())", 'module');
    expect(esm).toContain('Session');
    expect(names("console.log(Object.keys(require('mcast-lab/ops')).sort().join())", 'commonjs')).toBe(esm);
  });
});

describe('a session in memory', () => {
  it('answers a failed line with the document of its error', async () => {
    const { document, exitCode } = await new Session().run('show --reason NOTHING');
    expect(document).toMatchObject({ schemaVersion: 1, command: 'show', error: { code: 'USAGE' } });
    expect(exitCode).toBe(2);
    expect(DROP_REASONS).not.toContain('NOTHING');
  });

  it('undoes and redoes each line', async () => {
    const session = new Session();
    const texts = [session.encode()];
    for (const line of ['advance-clock 1s', 'iface add eth5', 'forwarding off']) {
      await session.run(line);
      texts.push(session.encode());
    }
    for (const text of texts.slice(0, -1).reverse()) {
      expect((await session.run('undo')).exitCode).toBe(0);
      expect(session.encode()).toBe(text);
    }
    expect((await session.run('undo')).document).toMatchObject({ error: { code: 'NOTHING_TO_UNDO' } });
    await session.run('redo 3');
    expect(session.encode()).toBe(texts.at(-1));
  });

  it('has no files', async () => {
    const { document } = await new Session().run('draw -o router.svg');
    expect(document).toMatchObject({ error: { code: 'USAGE' } });
  });
});
