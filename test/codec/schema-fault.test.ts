import { describe, expect, it } from 'vitest';
import type { Schema } from '../../src/codec/schema-fault.js';
import { findSchemaFault } from '../../src/codec/schema-fault.js';

const BYTE: Schema = { type: 'integer', minimum: 0, maximum: 255 };
const AT_LEAST_ONE: Schema = { type: 'integer', minimum: 1 };
const SHORT: Schema = { type: 'string', maxLength: 3 };
const DIGITS: Schema = { type: 'string', pattern: '^\\d+$' };
const FAMILY: Schema = { anyOf: [{ const: 'ipv4' }, { const: 'ipv6' }] };
const PAIR: Schema = { type: 'array', items: BYTE, minItems: 1, maxItems: 2 };
const ROW: Schema = { type: 'object', properties: { id: BYTE, name: SHORT }, required: ['id'] };
const TREE: Schema = { type: 'object', properties: { rows: { type: 'array', items: ROW } } };

describe('a value that fits its schema has no fault', () => {
  it.each<[Schema, unknown]>([
    [{ const: 1 }, 1],
    [FAMILY, 'ipv4'],
    [FAMILY, 'ipv6'],
    [{ type: 'boolean' }, false],
    [BYTE, 0],
    [BYTE, 255],
    [AT_LEAST_ONE, 1e300],
    [{ type: 'integer' }, -7],
    [{ type: 'string' }, ''],
    [SHORT, 'abc'],
    [DIGITS, '42'],
    [PAIR, [1]],
    [PAIR, [1, 2]],
    [{ type: 'array' }, []],
    [{ type: 'object' }, {}],
    [ROW, { id: 1 }],
    [ROW, { name: 'abc', id: 1 }],
    [TREE, { rows: [{ id: 0 }, { id: 1, name: '' }] }],
  ])('%j, %j', (schema, value) => {
    expect(findSchemaFault(schema, value)).toBeNull();
  });
});

describe('a value that does not fit is told, with its path', () => {
  it.each<[Schema, unknown, string]>([
    [{ const: 1 }, 2, 'it must be 1'],
    [{ const: 1 }, '1', 'it must be 1'],
    [{ const: 'x' }, null, 'it must be "x"'],
    [FAMILY, 'ipx', 'it must be "ipv4" or "ipv6"'],
    [{ anyOf: [1, 2, 3, 4, 5, 6].map((each) => ({ const: each })) }, 7, 'it must be 1 or 2 or 3 or 4 or one of 2 more'],
    [{ type: 'boolean' }, 0, 'it must be true or false'],
    [{ type: 'boolean' }, null, 'it must be true or false'],
    [BYTE, -1, 'it must be a whole number from 0 to 255'],
    [BYTE, 256, 'it must be a whole number from 0 to 255'],
    [BYTE, 0.5, 'it must be a whole number from 0 to 255'],
    [BYTE, '1', 'it must be a whole number from 0 to 255'],
    [AT_LEAST_ONE, 0, 'it must be a whole number of at least 1'],
    [SHORT, 'abcd', 'it must have at most 3 characters'],
    [SHORT, 7, 'it must be text'],
    [DIGITS, '4x', 'it must match ^\\d+$'],
    [PAIR, [], 'it must have 1 to 2 rows'],
    [PAIR, [1, 2, 3], 'it must have 1 to 2 rows'],
    [PAIR, { length: 1 }, 'it must be a list'],
    [PAIR, [1, 256], '[1] must be a whole number from 0 to 255'],
    [ROW, null, 'it must be an object'],
    [ROW, [], 'it must be an object'],
    [ROW, 'id', 'it must be an object'],
    [ROW, {}, 'it must have "id"'],
    [ROW, { name: 'abcd' }, 'it must have "id"'],
    [ROW, { id: 1, other: 1 }, 'it must not have "other"'],
    [ROW, { id: 1, toString: 1 }, 'it must not have "toString"'],
    [ROW, JSON.parse('{"id":1,"__proto__":{}}'), 'it must not have "__proto__"'],
    [ROW, JSON.parse('{"__proto__":{"id":1}}'), 'it must have "id"'],
    [ROW, { id: 256 }, 'id must be a whole number from 0 to 255'],
    [TREE, { rows: [{ id: 1 }, { id: 1, name: 'abcd' }] }, 'rows[1].name must have at most 3 characters'],
    [TREE, { rows: [{ id: 1 }, {}] }, 'rows[1] must have "id"'],
  ])('%j, %j', (schema, value, fault) => {
    expect(findSchemaFault(schema, value)).toBe(fault);
  });
});

it('a schema of a kind that no session uses is a bug of ours', () => {
  expect(() => findSchemaFault({ type: 'number' }, null)).toThrow('the schema has the unknown type number');
  expect(() => findSchemaFault({ type: 'array' }, [1])).toThrow('the schema has the unknown type undefined');
});
