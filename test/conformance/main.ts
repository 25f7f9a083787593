import { readFileSync } from 'node:fs';
import type { FrrDivergence } from './frr-replay.js';
import { replayFrr } from './frr-replay.js';
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
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.json')) return replayRecording(file, text);
    const { operations, divergences } = replayTrace(text);
    for (const divergence of divergences.slice(0, SHOWN_DIVERGENCES)) console.log(describe(file, divergence));
    if (divergences.length > SHOWN_DIVERGENCES) console.log(`${file}: … and ${divergences.length - SHOWN_DIVERGENCES} more`);
    console.log(`${file}: ${operations} operations, ${divergences.length} divergences`);
    return divergences.length === 0 ? 0 : 1;
  } catch (error) {
    const isFault = error instanceof TraceError || error instanceof SyntaxError || (error instanceof Error && 'syscall' in error);
    if (!isFault) throw error;
    console.error(`${file}: ${error.message}`);
    return 2;
  }
}

/** Replays what FRRouting did on a network. */
function replayRecording(file: string, text: string): number {
  const { steps, compared, divergences, apart } = replayFrr(text);
  for (const divergence of divergences.slice(0, SHOWN_DIVERGENCES)) console.log(describeFrr(file, divergence));
  if (divergences.length > SHOWN_DIVERGENCES) console.log(`${file}: … and ${divergences.length - SHOWN_DIVERGENCES} more`);
  const set = apart.length === 0 ? '' : `, ${apart.length} where FRR differs from a model without timers`;
  console.log(`${file}: ${steps} steps, ${compared} comparisons, ${divergences.length} divergences${set}`);
  return divergences.length === 0 ? 0 : 1;
}

function describeFrr(file: string, { step, what, want, got }: FrrDivergence): string {
  return [`${file}: step ${step}: ${what}`, `    want ${JSON.stringify(want)}`, `    got  ${JSON.stringify(got)}`].join('\n');
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
