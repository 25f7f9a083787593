import { measureLargeSession } from './large-session.js';
import { measureMemory } from './memory.js';
import type { Figure, Row } from './row.js';
import { formatMarkdown, formatRows, toRow } from './row.js';
import { measureScript } from './script.js';
import { measureStartUp, START_UPS } from './start-up.js';
import { measureTable } from './table-figures.js';

const USAGE = 'usage: npm run bench -- [NAME…] [--json | --markdown] [--pairs N]';

/** Something that can be measured by its name. */
interface Bench {
  readonly name: string;
  /** How many pairs of runs there are if nobody says. */
  readonly pairs: number;
  readonly measure: (root: string, pairs: number) => readonly Figure[];
}

const BENCHES: readonly Bench[] = [
  ...START_UPS.map((startUp) => ({
    name: startUp.name,
    pairs: startUp.isFirst === true ? 20 : 40,
    measure: (root: string, pairs: number) => [measureStartUp(startUp, root, { pairs, warmUps: 3 })],
  })),
  { name: 'memory', pairs: 10, measure: (root, pairs) => [measureMemory(root, { pairs, warmUps: 2 })] },
  { name: 'script', pairs: 5, measure: (root, pairs) => [measureScript(root, { pairs, warmUps: 1 })] },
  { name: 'large-session', pairs: 9, measure: (root, pairs) => [measureLargeSession(root, { pairs, warmUps: 2 })] },
  { name: 'table', pairs: 3, measure: (root, pairs) => measureTable(root, pairs, say) },
];

type Form = 'text' | 'json' | 'markdown';

interface Wish {
  readonly benches: readonly Bench[];
  readonly form: Form;
  readonly pairs: number | null;
}

/**
 * Measures what is named, or everything, and prints what it comes to. Returns the exit code: 0, 1 if something was missed, 2 if the words
 * make no sense.
 */
export function main(words: readonly string[], root: string): number {
  const wish = readWords(words);
  if (typeof wish === 'string') {
    console.error(`${wish}\n${USAGE}\nnames: ${BENCHES.map(({ name }) => name).join(', ')}`);
    return 2;
  }
  const rows = wish.benches.flatMap(({ name, pairs, measure }) => {
    say(`${name}, ${wish.pairs ?? pairs} pairs`);
    return measure(root, wish.pairs ?? pairs).map(toRow);
  });
  process.stdout.write(format(rows, wish.form));
  return rows.some(({ verdict }: Row) => verdict === 'missed') ? 1 : 0;
}

function format(rows: readonly Row[], form: Form): string {
  const { version, platform, arch } = process;
  if (form === 'markdown') return formatMarkdown(rows);
  if (form === 'json') return `${JSON.stringify({ node: version, platform, arch, rows }, null, 2)}\n`;
  return `${formatRows(rows)}Node ${version}, ${platform} ${arch}\n`;
}

/** What is wanted, or what is wrong with the words. */
function readWords(words: readonly string[]): Wish | string {
  const names: string[] = [];
  let form: Form = 'text';
  let pairs: number | null = null;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--pairs') pairs = Number(rest.shift());
    else if (word === '--json' || word === '--markdown') form = word === '--json' ? 'json' : 'markdown';
    else names.push(word);
  }
  if (pairs !== null && !(Number.isInteger(pairs) && pairs > 0)) return '--pairs wants a number above 0';
  const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown !== undefined) return `there is nothing to measure called ${unknown}`;
  const benches = names.length === 0 ? BENCHES : BENCHES.filter(({ name }) => names.includes(name));
  return { benches, form, pairs };
}

function say(text: string): void {
  process.stderr.write(`mcast-lab: measuring ${text} …\n`);
}
