import { expect, it } from 'vitest';
import { dotWordOf, questionOf } from '../../src/grammar/prompt-line.js';

it.each([
  ['.mode json', '.mode'],
  ['  .ex', '.ex'],
  ['.', '.'],
  ['', null],
  ['show .mode', null],
  ["'.mode'", null],
  ['# .mode', null],
])('the dot-command of %j is %j', (line, word) => {
  expect(dotWordOf(line)).toBe(word);
});

it.each([
  ['?', { about: '', mark: '?' }],
  ['help', { about: '', mark: 'help' }],
  ['route add  ? ', { about: 'route add  ', mark: '?' }],
  ['route help', { about: 'route ', mark: 'help' }],
  ['route ad?', null],
  ["inject --payload '?'", null],
  ['inject --payload \\?', null],
  ['inject --payload "a ?', null],
  ['show # what is this ?', null],
  ['', null],
])('the question of %j is %j', (line, question) => {
  expect(questionOf(line)).toEqual(question);
});
