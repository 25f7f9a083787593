import { quoteText } from '../core/printable.js';

/** As much of JSON Schema as the schema of a session uses. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Values that a sentence names; a message is one line. */
const NAMED_VALUES = 4;

/**
 * Says where a document first differs from a schema: `ipv4.installed[3].oifs[0].minTtl must be a whole number from 0 to 255`.
 *
 * @returns null if it does not differ
 */
export function findSchemaFault(schema: Schema, value: unknown, path = ''): string | null {
  const name = path === '' ? 'it' : path;
  if (schema.anyOf !== undefined) return findOptionFault(schema.anyOf, value, path, name);
  if (schema.const !== undefined) return value === schema.const ? null : `${name} must be ${JSON.stringify(schema.const)}`;
  switch (schema.type) {
    case 'object':
      return findObjectFault(schema, value, path, name);
    case 'array':
      return findArrayFault(schema, value, path, name);
    case 'integer':
      return findIntegerFault(schema, value, name);
    case 'string':
      return findTextFault(schema, value, name);
    case 'null':
      return value === null ? null : `${name} must be null`;
    case 'boolean':
      return typeof value === 'boolean' ? null : `${name} must be true or false`;
    default:
      throw new Error(`the schema has the unknown type ${schema.type}`);
  }
}

function findOptionFault(options: readonly Schema[], value: unknown, path: string, name: string): string | null {
  if (options.some((option) => findSchemaFault(option, value) === null)) return null;
  if (options.some((option) => option.const === undefined)) return findSchemaFault(closest(options, value), value, path);
  const named = options.slice(0, NAMED_VALUES).map((option) => JSON.stringify(option.const));
  const more = options.length - named.length;
  return `${name} must be ${named.join(' or ')}${more > 0 ? ` or one of ${more} more` : ''}`;
}

/** The option that has most of the members of a value, the first of several. */
function closest(options: readonly Schema[], value: unknown): Schema {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const known = options.map(({ properties = {} }) => keys.filter((key) => Object.hasOwn(properties, key)).length);
  return options[known.indexOf(Math.max(...known))] ?? {};
}

function findObjectFault({ properties = {}, required = [] }: Schema, value: unknown, path: string, name: string): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${name} must be an object`;
  const members = new Map<string, unknown>(Object.entries(value));
  const missing = required.find((key) => !members.has(key));
  if (missing !== undefined) return `${name} must have ${quoteText(missing)}`;
  for (const [key, member] of members) {
    const schema = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (schema === undefined) return `${name} must not have ${quoteText(key)}`;
    const fault = findSchemaFault(schema, member, path === '' ? key : `${path}.${key}`);
    if (fault !== null) return fault;
  }
  return null;
}

function findArrayFault(
  { items = {}, minItems = 0, maxItems = Infinity }: Schema,
  value: unknown,
  path: string,
  name: string,
): string | null {
  if (!Array.isArray(value)) return `${name} must be a list`;
  if (value.length < minItems || value.length > maxItems) {
    const wanted = maxItems === Infinity ? `${minItems} or more` : `${minItems} to ${maxItems}`;
    return `${name} must have ${wanted} rows`;
  }
  for (const [index, row] of value.entries()) {
    const fault = findSchemaFault(items, row, `${path}[${index}]`);
    if (fault !== null) return fault;
  }
  return null;
}

function findIntegerFault({ minimum = -Infinity, maximum = Infinity }: Schema, value: unknown, name: string): string | null {
  if (Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum) return null;
  return `${name} must be a whole number ${maximum === Infinity ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`}`;
}

function findTextFault({ maxLength = Infinity, pattern }: Schema, value: unknown, name: string): string | null {
  if (typeof value !== 'string') return `${name} must be text`;
  if (value.length > maxLength) return `${name} must have at most ${maxLength} characters`;
  if (pattern !== undefined && !new RegExp(pattern).test(value)) return `${name} must match ${pattern}`;
  return null;
}
