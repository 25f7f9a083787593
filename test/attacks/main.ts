import { parseArgs } from 'node:util';
import type { Attack } from './attack.js';
import { ATTACKS } from './index.js';

const SHOWN_FAILURES = 40;

const USAGE = `usage: npm run --silent attack -- [--only NAME]… [--seed N] [--count N] [--short]

Runs the attacks in full, one after another, and prints the table of docs/reliability.md with what was seen.

${ATTACKS.map(({ name, attack }) => `  ${name.padEnd(16)} ${attack}`).join('\n')}`;

/** Runs the attacks that the words ask for and prints what came of them. Returns the exit code: 0, 1 if one got through, 2 for usage. */
export async function main(words: readonly string[]): Promise<number> {
  const asked = readWords(words);
  if (asked === null) {
    console.error(USAGE);
    return 2;
  }
  const { attacks, seed, countOf } = asked;
  console.log(`seed ${seed}\n\n| attack | figure | goal | seen |\n| --- | --- | --- | --- |`);
  let isThrough = false;
  for (const attack of attacks) if (!(await runOne(attack, seed, countOf(attack)))) isThrough = true;
  return isThrough ? 1 : 0;
}

/** Whether all tries passed. */
async function runOne({ name, attack, figure, goal = 'all', run }: Attack, seed: number, count: number): Promise<boolean> {
  const from = Date.now();
  const report = (done: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${name} ${done} of ${count}\u001b[K`);
  };
  const { count: tried, passed, failures, note } = await run({ seed, count, report });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const seen = `${grouped(passed)} of ${grouped(tried)}${note === undefined ? '' : `; ${note}`}`;
  console.log(`| ${attack} | ${figure} | ${goal} | ${seen} |`);
  for (const failure of failures.slice(0, SHOWN_FAILURES)) console.error(`  ${name}: ${failure}`);
  if (failures.length > SHOWN_FAILURES) console.error(`  ${name}: … and ${failures.length - SHOWN_FAILURES} more`);
  console.error(`  ${name}: ${((Date.now() - from) / 1_000).toFixed(1)} s`);
  return failures.length === 0 && passed === tried && tried > 0;
}

function readWords(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        only: { type: 'string', multiple: true },
        seed: { type: 'string', default: '1' },
        count: { type: 'string' },
        short: { type: 'boolean', default: false },
      },
    });
    const { only = [], count, short } = values;
    const attacks = only.length === 0 ? ATTACKS : ATTACKS.filter(({ name }) => only.includes(name));
    const numbers = [values.seed, count ?? '1'];
    if (!numbers.every((text) => /^\d{1,9}$/.test(text)) || attacks.length < new Set(only).size) return null;
    const countOf = (attack: Attack) => (count !== undefined ? Number(count) : short ? attack.short : attack.full);
    return { attacks, seed: Number(values.seed), countOf };
  } catch {
    return null;
  }
}

function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
