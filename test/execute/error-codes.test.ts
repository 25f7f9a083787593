import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/commands/error-codes.js';

const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`src/${name}`, 'utf8'));

it('the codes are listed once each, and in order', () => {
  expect(ERROR_CODES).toEqual([...new Set<string>(ERROR_CODES)].sort());
});

it('every code that is thrown is listed', () => {
  const thrown = SOURCES.flatMap((text) => [...text.matchAll(/\b(?:LabError|refused)\(\s*'([A-Z_]+)'/g)].map(([, code]) => code));
  expect(thrown.length).toBeGreaterThan(100);
  expect([...new Set(thrown)].filter((code) => !new Set<unknown>(ERROR_CODES).has(code))).toEqual([]);
});

it('every code that is listed is used somewhere else', () => {
  const uses = (code: string) => SOURCES.join('\n').split(`'${code}'`).length - 1;
  expect(ERROR_CODES.filter((code) => uses(code) < 2)).toEqual([]);
});
