import { expect, it } from 'vitest';
import { findNameTwice } from '../../src/codec/name-twice.js';

it.each([
  ['no JSON object', '1', null],
  ['an empty object', '{}', null],
  ['two names', '{"a":1,"b":2}', null],
  ['a name twice', '{"a":1,"a":2}', { name: 'a', line: 1 }],
  ['a name twice, on lines of their own', '{\n"a":1,\n"b":2,\n"a":3}', { name: 'a', line: 4 }],
  ['a name twice, once as an escape', '{"a":1,"\\u0061":2}', { name: 'a', line: 1 }],
  ['a name of an object and of one within it', '{"a":{"a":{"a":1}}}', null],
  ['a name of two rows', '[{"a":1},{"a":2}]', null],
  ['a name twice after an object within', '{"a":{"b":1},"a":2}', { name: 'a', line: 1 }],
  ['a name twice within a row', '{"rows":[{"b":1},{"c":1,"c":2}]}', { name: 'c', line: 1 }],
  ['a text like a name', '{"a":"\\"a\\":1","b":"a","c":["a","a"]}', null],
  ['a text that ends in a backslash', '{"a":"\\\\","a":1}', { name: 'a', line: 1 }],
  ['names of prototypes', '{"__proto__":1,"constructor":2,"toString":3}', null],
  ['a name of a prototype twice', '{"__proto__":1,"__proto__":2}', { name: '__proto__', line: 1 }],
  ['an empty name twice', '{"":1,"":2}', { name: '', line: 1 }],
])('%s', (_what, text, found) => {
  expect(findNameTwice(text)).toEqual(found);
});

it('a depth of 100,000 is no matter', () => {
  const depth = 100_000;
  expect(findNameTwice(`${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`)).toBeNull();
});
