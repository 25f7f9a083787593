import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Address } from '../../src/core/address.js';
import { jsonPieces } from '../../src/execute/json-pieces.js';

const LONG = Array.from({ length: 300 }, (_, n) => ({ n, text: `a\nb "${n}"`, more: n % 2 === 0 ? [] : [{}], none: undefined }));

it('writes what JSON.stringify writes, however it is nested, on one line or many', () => {
  const json = fc.jsonValue().filter((value) => value !== undefined);
  fc.assert(
    fc.property(json, fc.constantFrom(0, 2), (value, indent) => {
      for (const each of [value, { value, rows: LONG }, [[...LONG, value]], { deep: [{ rows: [...LONG, { rows: LONG }] }] }]) {
        expect([...jsonPieces(each, indent)].join('')).toBe(JSON.stringify(each, null, indent));
      }
    }),
    { numRuns: 50 },
  );
});

it('writes values that know their JSON, and members that are undefined, as JSON.stringify does', () => {
  const address = Address.parse('10.0.1.9');
  const value = { address, none: undefined, rows: [...LONG, address, undefined, null] };
  expect([...jsonPieces(value, 2)].join('')).toBe(JSON.stringify(value, null, 2));
});

it('makes the text of a long list row by row, and only as it is asked for', () => {
  let made = 0;
  const rows = LONG.map((row) => ({ toJSON: () => [++made, row] }));
  const pieces = jsonPieces({ rows }, 0)[Symbol.iterator]();
  for (let taken = 0; taken < 20; taken += 1) pieces.next();
  expect(made).toBeGreaterThan(5);
  expect(made).toBeLessThan(25);
});
