import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/commands/index.js';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import type { Outcome } from './line-driver.js';
import { carryOut, rawCharacters } from './line-driver.js';
import { Random } from './random.js';
import { inScratch, runIn } from './scratch.js';
import { makeLine, makeWords } from './word-maker.js';

/** After this long, in milliseconds, a line hangs. */
const HANG_MS = 2_000;

/** So many lines are carried out by one process; each such batch begins with the same session. */
const BATCH = 1_000;

/** What a session is before the lines. */
const START = [
  'init',
  'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3:65',
  'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload hello',
  'inject fc00:1::9 ff0e::a --iif eth1',
  'session copy other',
];

/** Words that the program is called with, and lines of scripts and at the prompt. */
export const randomLines: Attack = {
  name: 'random-lines',
  attack: 'random argument vectors and lines of scripts, of what the commands take and of anything',
  figure:
    'exit 0 to 4, no trace, within 2 s, nothing printed that acts on a terminal, sessions as they were after a refusal, a dry run and a look',
  short: 100,
  full: 100_000,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

/** One try: the words, and the line that they carry out if it is one of a script. */
interface Try {
  readonly words: readonly string[];
}

function attackIn(folder: string, { seed, count, report }: AttackOptions): AttackResult {
  const tally = new Tally({ report });
  const codes = new Map<number, number>();
  prepare(folder);
  for (let first = 0; first < count; first += BATCH) {
    const random = new Random(seed * 1_000_003 + first);
    const tries = Array.from({ length: Math.min(BATCH, count - first) }, () => makeTry(random));
    for (const { fault, code } of judgeAll(folder, tries)) {
      tally.add(fault);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    const lines = Array.from(tries, () => makeLine(random));
    const fault = faultOfScript(folder, lines) ?? faultOfProgram(folder, tries);
    if (fault !== null) tally.add(`seed ${seed}, batch from ${first}: ${fault}`);
  }
  const seen = [...codes].sort(([a], [b]) => a - b).map(([code, times]) => `${times} exit ${code}`);
  return tally.result(seen.join(', '));
}

/** What became of tries, up to one that hangs or ends the process that carries them out. */
function judgeAll(folder: string, tries: readonly Try[]): { readonly fault: string | null; readonly code: number }[] {
  const outcomes = carryOutAll(folder, tries);
  return tries.slice(0, outcomes.length + 1).map(({ words }, index) => {
    const outcome = outcomes[index];
    const fault = outcome === undefined ? 'it hangs, or ends the process' : faultOf(outcome, words);
    return { fault: fault === null ? null : `${JSON.stringify(words).slice(0, 300)}: ${fault}`, code: outcome?.code ?? -1 };
  });
}

function makeTry(random: Random): Try {
  return { words: random.below(3) > 0 ? makeWords(random) : ['run', `--command=${makeLine(random)}`] };
}

function prepare(folder: string): void {
  mkdirSync(join(folder, 'start'));
  for (const line of START) {
    const { code, stderr } = runIn(join(folder, 'start'), line.split(' '));
    if (code !== 0) throw new Error(`${line}: ${stderr}`);
  }
  writeFileSync(join(folder, 'start/a.mcast'), 'advance-clock 1s\nshow\n');
  writeFileSync(join(folder, 'start/loop.mcast'), 'run loop.mcast\n');
}

/** Has one process carry out the words. What is missing at the end was not reached. */
function carryOutAll(folder: string, tries: readonly Try[]): readonly Outcome[] {
  return carryOut(
    startAnew(folder),
    tries.map(({ words }) => words),
  );
}

function startAnew(folder: string): string {
  const place = join(folder, 'place');
  rmSync(place, { recursive: true, force: true });
  cpSync(join(folder, 'start'), place, { recursive: true });
  return place;
}

function faultOf(outcome: Outcome, words: readonly string[]): string | null {
  const { code, ms, added, stdout, stderr } = outcome;
  if (![0, 1, 2, 3, 4].includes(code)) return `exit ${code}: ${stderr.slice(0, 500)}`;
  if (/this is a bug|\n {4}at /.test(stdout + stderr)) return `a trace: ${stderr.slice(0, 500)}`;
  if (ms > HANG_MS) return `it took ${Math.round(ms)} ms`;
  const left = added.filter(
    (path) => path.startsWith('data') && !/(sessions|state|\.json|\.json\.history|current-session)$/.test(path),
  );
  if (left.length > 0) return `it left ${left.join(', ')}`;
  const raw = rawCharacters(stdout) ?? rawCharacters(stderr);
  if (raw !== null) return `it printed ${JSON.stringify(raw)}`;
  if (code !== 0 && !/^(mcast|-c:1|[^:\n]+:\d+): /m.test(stderr))
    return `exit ${code} without a sentence: ${JSON.stringify(stderr)}`;
  return outcome.isChanged && !mayChange(outcome, words) ? `exit ${code}, and a session was changed` : null;
}

/** Whether what was asked for changes a session, or may have before it failed. */
function mayChange({ code, command, stdout }: Outcome, words: readonly string[]): boolean {
  if (/^dry run|"dryRun":true/m.test(stdout)) return false;
  const isDoneAllTheSame = words.some(
    (word) => word.includes('--fail-on-drop') || word.includes('wait') || word.includes('.mcast'),
  );
  if (code !== 0) return isDoneAllTheSame;
  const spec = COMMANDS.find(({ id }) => id === command);
  // Looking at a session that is not there starts it.
  return (
    spec?.changes !== false ||
    /started session/.test(stdout) ||
    ['run', 'test', 'repl'].includes(spec.id) ||
    spec.id.startsWith('session ')
  );
}

/** The lines as a script, and at the prompt, each read from standard input. */
function faultOfScript(folder: string, lines: readonly string[]): string | null {
  const input = `${lines.filter((line) => !/^\s*\.|exit|quit/.test(line)).join('\n')}\n`;
  for (const words of [['run', '-', '--keep-going'], ['run', '-', '--keep-going', '--json', '--echo'], ['repl']]) {
    const { code, stdout, stderr } = runIn(startAnew(folder), words, { input });
    const raw = rawCharacters(stdout) ?? rawCharacters(stderr);
    if (code === null || code > 4) return `mcast ${words.join(' ')}: exit ${code}: ${stderr.slice(-500)}`;
    if (/this is a bug/.test(stderr)) return `mcast ${words.join(' ')}: ${/.*this is a bug.*/.exec(stderr)?.[0]}`;
    if (raw !== null) return `mcast ${words.join(' ')} printed ${JSON.stringify(raw)}`;
    if (words.includes('--json')) for (const line of stdout.trimEnd().split('\n')) JSON.parse(line);
  }
  return null;
}

/** A system hands over no word with NUL, and Linux none of 128 KiB. */
function canBeHandedOver(words: readonly string[]): boolean {
  return words.every((word) => !word.includes('\0') && Buffer.byteLength(word) < 128 * 1024);
}

/** The first few words as a process of their own. */
function faultOfProgram(folder: string, tries: readonly Try[]): string | null {
  const place = startAnew(folder);
  const possible = tries.filter(({ words }) => canBeHandedOver(words));
  for (const { words } of possible.slice(0, 3)) {
    const { code, stdout, stderr, ms } = runIn(place, words);
    const fault = faultOf({ code: code ?? -1, command: null, ms, isChanged: false, added: [], stdout, stderr }, words);
    if (fault !== null) return `mcast ${JSON.stringify(words).slice(0, 300)}: ${fault}`;
  }
  return null;
}
