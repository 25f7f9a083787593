import { readFileSync } from 'node:fs';
import type { Divergence } from './replay.js';
import { replayTrace } from './replay.js';
import { TraceError } from './trace.js';

const SHOWN_DIVERGENCES = 10;

/** Replays the files and prints what came of each. Returns the exit code: 0, 1 for a divergence, 2 for what is no trace. */
export function main(files: readonly string[]): number {
  if (files.length === 0) {
    console.error('usage: npm run --silent conformance -- FILE…');
    return 2;
  }
  return Math.max(...files.map(replayFile));
}

function replayFile(file: string): number {
  try {
    const { operations, divergences } = replayTrace(readFileSync(file, 'utf8'));
    for (const divergence of divergences.slice(0, SHOWN_DIVERGENCES)) console.log(describe(file, divergence));
    if (divergences.length > SHOWN_DIVERGENCES) console.log(`${file}: … and ${divergences.length - SHOWN_DIVERGENCES} more`);
    console.log(`${file}: ${operations} operations, ${divergences.length} divergences`);
    return divergences.length === 0 ? 0 : 1;
  } catch (error) {
    const isFault = error instanceof TraceError || (error instanceof Error && 'syscall' in error);
    if (!isFault) throw error;
    console.error(`${file}: ${error.message}`);
    return 2;
  }
}

function describe(file: string, { line, path, want, got }: Divergence): string {
  const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return [
    `${file}:${line.number}: ${JSON.stringify(line.op)}`,
    `  ${path}`,
    `    want ${shown(want)}`,
    `    got  ${shown(got)}`,
  ].join('\n');
}
