import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { findInconsistency } from '../../src/codec/consistency.js';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { LabError } from '../../src/core/errors.js';
import type { Lab } from '../../src/core/lab.js';
import { escapeText } from '../../src/core/printable.js';
import { exitCodeOf } from '../../src/execute/exit.js';
import { hintOf } from '../../src/execute/hints.js';
import { SECTIONS, show } from '../../src/ops/show.js';
import { renderShow } from '../../src/render/show.js';
import { plainStyle } from '../../src/render/style.js';
import { DiskShelf } from '../../src/session/disk-shelf.js';
import type { Step } from '../laws/lab-walk.js';
import { take } from '../laws/lab-walk.js';
import { rawCharacters } from './line-driver.js';
import type { Ran } from './scratch.js';
import { runIn } from './scratch.js';

/** After this long, in milliseconds, whatever is done with a session hangs. */
const HANG_MS = 5_000;

/** A refusal is a sentence, and no page. */
const SENTENCE_CHARACTERS = 400;

const LAB_FILE = 'lab.json';

/** What came of a session file. */
export interface Verdict {
  readonly isRead: boolean;
  /** What should not be; null if there is nothing. */
  readonly fault: string | null;
}

/** Reads the session in a folder as a command does, and works on with it. */
export function judge(folder: string, path: string): Verdict {
  const before = readFileSync(path);
  const from = performance.now();
  const read = attempt(() => new DiskShelf(folder).look({ name: null, label: LAB_FILE, path }));
  const fault =
    (read instanceof Error ? faultOfRefusal(read) : faultOfLab(read)) ??
    faultOfOtherReading(before, read) ??
    faultOfFolder(folder, path, before);
  const ms = performance.now() - from;
  return { isRead: !(read instanceof Error), fault: fault ?? (ms > HANG_MS ? `it took ${Math.round(ms)} ms` : null) };
}

/** Has the program look at the session in a folder, and change it. */
export function judgeProgram(folder: string, path: string, isRead: boolean): string | null {
  const before = readFileSync(path);
  const looks = [['show', '--json'], ['show'], ['inject', '10.0.1.9', '239.1.1.1', '--iif', '1', '--dry-run']];
  for (const words of looks) {
    const fault = faultOfRun(runIn(folder, [...words, '--session', `./${LAB_FILE}`]), isRead);
    if (fault !== null) return `mcast ${words.join(' ')}: ${fault}`;
  }
  const unchanged = faultOfFolder(folder, path, before);
  if (unchanged !== null) return unchanged;
  const ran = runIn(folder, ['advance-clock', '0s', '--session', `./${LAB_FILE}`]);
  const fault = faultOfRun(ran, isRead) ?? (isRead ? null : faultOfFolder(folder, path, before));
  return fault === null ? null : `mcast advance-clock 0s: ${fault}`;
}

function faultOfRun({ code, stdout, stderr, ms }: Ran, isRead: boolean): string | null {
  const allowed = isRead ? [0, 1] : [4];
  if (code === null || !allowed.includes(code)) return `exit ${code}: ${stderr.slice(0, 300)}`;
  if (ms > HANG_MS) return `it took ${Math.round(ms)} ms`;
  const raw = rawCharacters(stdout) ?? rawCharacters(stderr);
  if (raw !== null) return `it printed ${JSON.stringify(raw)}`;
  if (!isRead && !/^mcast: .*\n(hint: .*\n)?$/.test(stderr)) return `no sentence on stderr: ${JSON.stringify(stderr)}`;
  return null;
}

/** A refusal says in one clean sentence what is wrong, and ends the program with 4. */
function faultOfRefusal(error: Error): string | null {
  if (!(error instanceof LabError)) return `${error.stack}`;
  const { code, message } = error;
  if (exitCodeOf({ code, isUnderstood: true }) !== 4) return `${code}: ${message}`;
  if (escapeText(message) !== message) return `the message has control characters: ${JSON.stringify(message)}`;
  if (message.length > SENTENCE_CHARACTERS) return `the message has ${message.length} characters`;
  return hintOf(error) === null ? `there is no hint: ${message}` : null;
}

/** A lab that was read is consistent and stays so, whatever is done to it, and is written and read as the same. */
function faultOfLab(lab: Lab | null): string | null {
  if (lab === null) return 'there is no session';
  const start = faultOfState(lab);
  if (start !== null) return start;
  // Writing hundreds of routes after each step takes longer than all the rest.
  const isLarge = lab.routers.ipv4.installedCount > 100;
  for (const step of stepsOn(lab)) {
    try {
      take(lab, step);
    } catch (error) {
      return `${step.op}: ${error instanceof Error ? error.stack : String(error)}`;
    }
    const fault = findInconsistency(lab) ?? (isLarge ? null : faultOfState(lab));
    if (fault !== null) return `after ${step.op}: ${fault}`;
  }
  const end = faultOfState(lab);
  return end === null ? null : `at the end: ${end}`;
}

function faultOfState(lab: Lab): string | null {
  const inconsistency = findInconsistency(lab);
  if (inconsistency !== null) return inconsistency;
  const text = encodeLab(lab);
  const again = attempt(() => encodeLab(decodeLab(text)));
  if (again instanceof Error) return `what is written is not read: ${again.message}`;
  if (again !== text) return 'what is written is read as something else';
  const raw = rawCharacters([...renderShow(show(lab, { sections: SECTIONS }), plainStyle)].join('\n'));
  return raw === null ? null : `show prints ${JSON.stringify(raw)}`;
}

/** A little of everything. */
function stepsOn(lab: Lab): Step[] {
  const [first = 'eth1', second = 'eth2'] = [...lab.interfaces].map(({ name }) => name);
  const pair = { source: '10.0.1.77', group: '239.7.7.7' };
  const pair6 = { source: 'fc00:1::77', group: 'ff0e::77' };
  const packet = { op: 'inject', iif: first, ttl: 64, payload: Uint8Array.of(0x61), count: 1, intervalNs: 0 } as const;
  return [
    { op: 'show' },
    { ...packet, pair },
    { ...packet, pair: pair6, count: 4 },
    { op: 'route add', pair, iif: first, oifs: [{ oif: second, minTtl: 1 }] },
    { ...packet, pair, iif: second },
    { op: 'iface join', iface: first, group: '239.7.7.7' },
    { op: 'advance-clock --next' },
    { op: 'advance-clock', ns: 10_000_000_001 },
    { op: 'route touch', pair, atNs: null },
    { op: 'iface add', name: 'spare', id: null, addresses: ['10.7.7.1/24'] },
    { op: 'iface rm', iface: second },
    { ...packet, pair },
    { op: 'forwarding off', families: ['ipv6'] },
    { op: 'forwarding on', families: ['ipv4', 'ipv6'] },
    { op: 'route rm', pair },
    { op: 'show' },
  ];
}

/**
 * Rows that are just as we write them are read in a way of their own. With other white space, the same file is read as any JSON is; both
 * ways must come to the same.
 */
function faultOfOtherReading(bytes: Buffer, read: Lab | null | Error): string | null {
  if (!isUtf8(bytes) || bytes.includes('\r')) return null;
  const text = bytes.toString('utf8');
  const [one, other] = [text, text.replaceAll('\n', '\n ')].map((each) => attempt(() => encodeLab(decodeLab(each))));
  if (one instanceof LabError && other instanceof LabError) {
    const isSame = one.code === other.code && (one.message === other.message || one.message.startsWith('it is not JSON'));
    return isSame ? null : `read as we write it, "${one.message}"; as JSON, "${other.message}"`;
  }
  if (typeof one === 'string' && one === other) return read instanceof Error ? 'it is read, but not from the disk' : null;
  return `read as we write it, ${describe(one)}; as JSON, ${describe(other)}`;
}

function describe(outcome: string | Error | undefined): string {
  return outcome instanceof Error ? outcome.message : `a lab of ${outcome?.length} characters`;
}

/** Looking changes nothing, and leaves nothing behind. */
function faultOfFolder(folder: string, path: string, before: Buffer): string | null {
  if (!readFileSync(path).equals(before)) return 'the file was changed';
  const left = readdirSync(folder).filter((name) => name !== LAB_FILE);
  return left.length === 0 ? null : `there is now ${left.join(', ')}`;
}

function attempt<Value>(action: () => Value): Value | Error {
  try {
    return action();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
