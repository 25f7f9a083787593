import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitWords } from '../../src/grammar/words.js';
import { commandsPage } from './commands-page.js';
import { readBlocks, readConsoleSteps } from './console-blocks.js';
import { validateDocuments } from './json-documents.js';
import { cleanEnvironment, createBench, PROGRAM } from './program.js';
import { serve } from './program-server.js';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const steps = readConsoleSteps(text);
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcast-docs-'));
    mkdirSync(join(folder, 'bin'));
    cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true });
    writeFileSync(join(folder, 'bin', 'mcast'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
    chmodSync(join(folder, 'bin', 'mcast'), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(steps)('line $line: $command', ({ command, output }) => {
    const environment = cleanEnvironment(folder);
    const env = { ...environment, PATH: `${join(folder, 'bin')}${delimiter}${environment.PATH}` };
    const isPlain = /^mcast [\w ./:,=+'"@-]+$/.test(command) && !/ repl\b/.test(command);
    const { stdout } = isPlain
      ? serve({ words: splitWords(command).slice(1), cwd: folder, env, input: null, mergesErrors: true })
      : spawnSync('sh', ['-c', `${command} 2>&1`], { cwd: folder, env, encoding: 'utf8' });
    expect(stdout.trimEnd()).toBe(output.trimEnd());
    validateDocuments(stdout);
  });

  it('links only to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    const missing = links.filter(([, target = '', anchor]) => {
      const file = target === '' ? resolve(ROOT, page) : resolve(ROOT, page, '..', target);
      return !exists(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });
});

it("docs/commands.md is the program's own help", () => {
  const { run } = createBench();
  expect(readFileSync(join(ROOT, 'docs/commands.md'), 'utf8')).toBe(commandsPage((words) => run(...words).stdout));
});

it('docs/teaching.md shows the example of a lesson as it is', () => {
  const blocks = readBlocks(readFileSync(join(ROOT, 'docs/teaching.md'), 'utf8'), 'lesson');
  expect(blocks).toEqual([readFileSync(join(ROOT, 'examples/a-lesson-of-your-own.lesson'), 'utf8')]);
});

/** The anchors that GitHub gives the headings of a Markdown file. */
function anchorsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EISDIR';
  }
}
