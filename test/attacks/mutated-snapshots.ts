import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import { Random } from './random.js';
import { inScratch } from './scratch.js';
import { mutate } from './snapshot-mutations.js';
import { judge, judgeProgram } from './snapshot-verdict.js';
import { victims } from './victims.js';

/** Every so many tries go through the program as well. */
const SAMPLED = 250;

/** Session files that were changed by something else. */
export const mutatedSnapshots: Attack = {
  name: 'mutated-snapshots',
  attack: 'mutated snapshots: bytes, structure, types, numbers, depth, `__proto__`, names twice, huge texts, encodings',
  figure:
    'refused with exit 4 and left as it was, or a consistent lab that works on and is written and read as the same; each within 5 s',
  short: 80,
  full: 100_000,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

function attackIn(scratch: string, { seed, count, report }: AttackOptions): AttackResult {
  const tally = new Tally({ report });
  const texts = victims();
  const seen = { read: 0, program: 0 };
  const folder = join(scratch, 'lab');
  const path = join(folder, 'lab.json');
  for (let at = 0; at < count; at += 1) {
    // Each try has chances of its own, so that it can be tried alone.
    const random = new Random(seed * 1_000_003 + at);
    const { bytes, what } = mutate(random.pick(texts), random);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, bytes);
    const { isRead, fault } = judge(folder, path);
    let found = fault;
    if (isRead) seen.read += 1;
    if (at % SAMPLED === 0) {
      found ??= judgeProgram(folder, path, isRead);
      seen.program += 1;
      rmSync(folder, { recursive: true });
    }
    tally.add(found === null ? null : `seed ${seed}, try ${at} (${what}): ${found}`);
  }
  return tally.result(`${seen.read} read, the others refused; ${seen.program} through the program as well`);
}
