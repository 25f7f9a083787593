import { describe, expect, it } from 'vitest';
import { readTopic, TOPICS } from '../../src/cli/help-topics.js';
import { terminalStyle } from '../../src/cli/lazy/terminal-style.js';
import { ERROR_CODES } from '../../src/commands/error-codes.js';
import { COUNTER_NAMES } from '../../src/core/counters.js';
import { DROP_REASONS, SKIP_REASONS } from '../../src/core/packet-report.js';
import { finishText } from '../../src/render/finish-text.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import { plainStyle } from '../../src/render/style.js';
import { widthOf } from '../../src/render/width.js';
import { createBench } from '../e2e/program.js';

const NAMES = [...COUNTER_NAMES, 'missingRoute', 'unexpectedInputInterface', ...DROP_REASONS, ...SKIP_REASONS, ...ERROR_CODES];

it.each(NAMES)('%s is explained', (name) => {
  expect(readTopic('.', name)).toMatch(new RegExp(`^${name}: \\S`));
});

it.each(Object.keys(TOPICS))('%s is a topic', (topic) => {
  expect(readTopic('.', topic)).toMatch(/^#+ \w/);
});

it.each(['nothing', 'constructor', ''])('%j is none', (word) => {
  expect(readTopic('.', word)).toBeNull();
});

it('a term is explained with its names elsewhere, which say where that is', () => {
  expect(readTopic('.', 'last used')).toMatch(/^last used: time at which .*; Linux: `lastuse`/);
  expect(readTopic('.', 'sweep')).not.toContain('–');
});

it.each([
  ['script', 'scripts'],
  ['counter', 'counters'],
])('%s means %s', (word, topic) => {
  expect(readTopic('.', word)).toBe(readTopic('.', topic));
});

describe.each([40, 60, 80, 100, 200])('in %i columns', (columns) => {
  it.each(Object.keys(TOPICS))('%s fits, but for lines of code', (topic) => {
    const page = readTopic('.', topic) ?? '';
    const code = new Set([...page.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, lines = '']) => lines.split('\n')));
    const style = { ...terminalStyle, paint: plainStyle.paint, columns };
    const shown = finishText(renderMarkdown(page, style), style);
    const prose = shown.split('\n').filter((line) => !code.has(line.slice(2)));
    expect(prose.filter((line) => widthOf(line) > columns)).toEqual([]);
    // Nothing is lost on the way.
    const words = (text: string) => new Set(text.match(/[A-Za-z]{4,}/g));
    const linked = page.replaceAll(/\]\([^)]*\)/g, '').replaceAll(/^```\w*/gm, '');
    for (const word of words(linked)) expect(shown.replaceAll(/\s+/g, ''), word).toContain(word);
  });
});

it('in a pipe, a page is Markdown as it is in the package', () => {
  const page = readTopic('.', 'exit-codes') ?? '';
  expect(createBench().line('help exit-codes').stdout).toBe(`${page}\n`);
});

it('help has topics at the prompt, with flags, and as JSON', () => {
  const bench = createBench();
  const { stdout } = bench.piped('help missingRoute\nhelp NOTHING\n', 'repl');
  expect(stdout).toBe(`${readTopic('.', 'missingRoute')}\n`);
  expect(bench.json('help missingRoute --no-pager')).toMatchObject({ text: readTopic('.', 'missingRoute') });
  expect(bench.line('help NOTHING')).toMatchObject({ code: 2, stdout: '' });
  expect(bench.line('help missingRoute again')).toMatchObject({ code: 2, stdout: '' });
});
