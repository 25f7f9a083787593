import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LineHistory } from '../../src/prompt/line-history.js';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'mcast-test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

it('lines that act on a terminal are neither remembered nor found, whoever wrote them', () => {
  const place = folder();
  const path = join(place, 'repl-history');
  const history = new LineHistory(place);
  for (const line of ['show', 'show \u001b[2J', 'show \u202e', 'log']) history.add(line);
  expect(readFileSync(path, 'utf8')).toBe('show\nlog\n');
  writeFileSync(path, 'show\nshow \u001b]0;owned\u0007\nshow \u009b2J\r\nlog\n');
  expect(new LineHistory(place).read()).toEqual(['log', 'show']);
});
