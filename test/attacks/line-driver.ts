import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { escapeText } from '../../src/core/printable.js';
import { validated } from '../e2e/json-documents.js';
import { environmentIn, HANG_MS } from './scratch.js';

const ROOT = resolve('.');
const DRIVER = resolve('test/attacks/line-driver.cjs');

/** What a line came to that was carried out in one process with others. */
export interface Outcome {
  readonly code: number;
  readonly command: string | null;
  readonly ms: number;
  /** Whether a file of sessions that was there is gone or another one now. */
  readonly isChanged: boolean;
  /** Paths that were not there before. */
  readonly added: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Has one process call the program's `main` with each list of words, one after the other. What is missing at the end was not reached.
 *
 * @param place the working folder, with the sessions in it
 */
export function carryOut(place: string, lines: readonly (readonly string[])[]): readonly Outcome[] {
  writeFileSync(join(place, 'tries.json'), JSON.stringify(lines));
  writeFileSync(join(place, 'results.jsonl'), '');
  spawnSync(process.execPath, [DRIVER, ROOT, place], {
    cwd: place,
    env: environmentIn(place),
    stdio: 'ignore',
    timeout: 6 * HANG_MS,
    killSignal: 'SIGKILL',
  });
  const results = readFileSync(join(place, 'results.jsonl'), 'utf8').split('\n');
  return results.filter((line) => line !== '').map((line) => validated(JSON.parse(line)));
}

/** What acts on a terminal, line breaks and the tabs of scripts for shells left aside. Null if there is nothing. */
export function rawCharacters(text: string): string | null {
  const plain = text.replaceAll(/[\n\t]/g, '');
  if (escapeText(plain) === plain) return null;
  const found = Array.from(plain).find((character) => escapeText(character) !== character);
  return found ?? plain;
}
