import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly const?: unknown;
  readonly $ref?: string;
}

const SCHEMA_FILE = resolve(import.meta.dirname, '../../output.schema.json');
const published: Schema & { readonly anyOf: readonly Schema[]; readonly $defs: object } = JSON.parse(
  readFileSync(SCHEMA_FILE, 'utf8'),
  closeObject,
);
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const validators = new Map<unknown, ValidateFunction>();

/** The published schema allows members that later versions add. What the program prints now may have no others. */
function closeObject(_key: string, value: unknown): unknown {
  const isOpen = value !== null && typeof value === 'object' && 'properties' in value && 'type' in value;
  return isOpen && value.type === 'object' ? { additionalProperties: false, ...value } : value;
}

/**
 * Validates each line that is a document of `--json` against output.schema.json. Whatever starts the program and reads what it prints calls this.
 *
 * @throws Error with the document and what is wrong with it
 */
export function validateDocuments(stdout: string): void {
  for (const line of stdout.split('\n')) if (line.startsWith('{"schemaVersion":')) validate(JSON.parse(line));
}

/** The same for a run. One that was killed may have ended in the middle of a document. */
export function validated<Run extends { readonly code: number | null; readonly stdout: string }>(run: Run): Run {
  if (run.code !== null) validateDocuments(run.stdout);
  return run;
}

function validate(document: { readonly command: unknown }): void {
  const isValid = validatorOf(document.command);
  if (isValid(document)) return;
  throw new Error(`not as in output.schema.json: ${ajv.errorsText(isValid.errors)}\n${JSON.stringify(document)}`);
}

/** Only the schemas of the document's command, so that errors are about it. */
function validatorOf(command: unknown): ValidateFunction {
  const known = validators.get(command);
  if (known !== undefined) return known;
  const anyOf = published.anyOf.filter((schema) => [undefined, command].includes(commandOf(schema)));
  const validator = ajv.compile({ anyOf, $defs: published.$defs });
  validators.set(command, validator);
  return validator;
}

/** Undefined for the schema of errors, which is for any command. */
function commandOf({ properties, $ref }: Schema): unknown {
  return $ref === undefined ? properties?.command?.const : undefined;
}
