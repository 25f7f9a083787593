import { describe, expect, it } from 'vitest';
import { findCrowdedObject, findNameTwice } from '../../src/codec/name-twice.js';
import { decodeLab } from '../../src/codec/snapshot.js';

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

describe('an object of a long text', () => {
  const long = ' '.repeat(1_000_000);
  const names = (count: number) => `{${Array.from({ length: count }, (_, index) => `"n${index}":0`).join(',')}}`;

  it.each([
    ['with as many names as may be', `[${names(1_000)},${names(1_000)}]`, null],
    ['with one more', `[\n${names(1_001)}]`, 2],
    ['in as many others as may be', `${'['.repeat(1_000)}${']'.repeat(1_000)}`, null],
    ['in one more', `${'['.repeat(1_001)}${']'.repeat(1_001)}`, 1],
    ['with colons in its texts', `["${':{'.repeat(2_000)}"]`, null],
  ])('%s', (_what, text, line) => {
    expect(findCrowdedObject(text + long)).toBe(line);
    expect(findCrowdedObject(text)).toBeNull();
  });

  it('with half a million names is refused without being parsed', () => {
    const from = performance.now();
    expect(() => decodeLab(names(500_000))).toThrow('line 1 has an object with more names');
    expect(performance.now() - from).toBeLessThan(20_000);
  });
});
