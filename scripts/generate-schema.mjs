/**
 * Makes what runs and what ships from `src/codec/snapshot-schema.ts`: the check of every session that is read, as a plain function and plain
 * data, so that no schema library is loaded at start, and the JSON Schema for people and editors.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { build } from 'esbuild';

const CHECK = 'src/codec/snapshot-check.js';
const SCHEMA = 'session.schema.json';

/** Writes the check and the schema. */
export async function generateSchema() {
  await mkdir('dist', { recursive: true });
  const schema = await readSchema();
  const plain = JSON.parse(JSON.stringify(schema));
  await writeFile(SCHEMA, `${JSON.stringify(plain, null, 2)}\n`);
  await writeFile(
    CHECK,
    [
      '// Generated from snapshot-schema.ts by the build. Not to be edited.',
      `export const checkSnapshot = (() => {\n${TypeCompiler.Code(schema)}\n})();`,
      `export const snapshotSchema = () => (${JSON.stringify(plain)});`,
      '',
    ].join('\n'),
  );
}

async function readSchema() {
  const outfile = resolve(`dist/.schema-${process.pid}.mjs`);
  await build({
    entryPoints: ['src/codec/snapshot-schema.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outfile,
    logLevel: 'error',
  });
  try {
    return (await import(pathToFileURL(outfile).href)).SnapshotSchema;
  } finally {
    await rm(outfile);
  }
}
