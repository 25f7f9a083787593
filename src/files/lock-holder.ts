import { closeSync, constants, lstatSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { codeOf } from './fault-code.js';
import { fault } from './file-fault.js';
import { bootedAtMs, hostName, startOfProcess } from './system.js';

/** Who holds a lock, as its file says. */
export interface Holder {
  readonly host: string;
  readonly process: number;
  readonly birth: Birth;
}

/** What tells a process from a later one with the same number. Each is null where the system does not say. */
interface Birth {
  /** When it started, in the system's own measure. */
  readonly started: string | null;
  /** Which start of the machine that was. */
  readonly boot: string | null;
  /** Where its number counts: a container may have its own. */
  readonly space: string | null;
}

/** A lock file as somebody else finds it. */
export interface FoundLock {
  readonly text: string;
  /** Null if it does not say who. */
  readonly holder: Holder | null;
  readonly madeAtMs: number;
  /** Far from 0 as well if the clock was set back since then. */
  readonly ageMs: number;
}

/** More than this in a lock file is not ours. */
const MAX_BYTES = 1_024;

/** After waiting this long, in milliseconds, it is worth while to ask a system that is slow to answer. */
const SLOW_ASKING_MS = 500;

let known: Holder | null = null;

/** This process, as holder of a lock. */
export function thisProcess(): Holder {
  known ??= { host: hostName(), process: process.pid, birth: ownBirth() };
  return known;
}

export function describeHolder({ host, process: number, birth }: Holder): string {
  const { started, boot, space } = birth;
  return `${host} ${number} ${started ?? '-'}/${boot ?? '-'}/${space ?? '-'}\n`;
}

/**
 * Null if the lock no longer exists. Anything but a regular file is a lock without a known holder; links are not followed.
 *
 * @throws what the file system says
 */
export function readLock(path: string): FoundLock | null {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (stat.isDirectory()) throw fault('EISDIR');
  try {
    const text = stat.isFile() ? readStart(path) : '';
    return { text, holder: parseHolder(text), madeAtMs: stat.mtimeMs, ageMs: Math.abs(Date.now() - stat.mtimeMs) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function readStart(path: string): string {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(MAX_BYTES);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, MAX_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}

function parseHolder(text: string): Holder | null {
  const found = /^([^\s]+) ([1-9]\d{0,9}) ([^\s/]+)(?:\/([^\s/]+)\/([^\s/]+))?\n$/.exec(text);
  if (found === null) return null;
  const [, host = '', number, ...birth] = found;
  const [started = null, boot = null, space = null] = birth.map((part) => (part === undefined || part === '-' ? null : part));
  return { host, process: Number(number), birth: { started, boot, space } };
}

/**
 * Whether the holder of a lock will never let go of it. Only what is certain counts: one on another machine may be at work as well.
 *
 * @param waitedMs how long it was waited for by now
 */
export function isGone({ host, process: number, birth }: Holder, madeAtMs: number, waitedMs: number): boolean {
  const here = thisProcess();
  const isSameBoot = birth.boot !== null && birth.boot === here.birth.boot;
  if (!isSameBoot && host !== here.host) return false;
  if (isOther(birth.boot, here.birth.boot)) return madeAtMs < (bootedAtMs() ?? 0);
  if (isOther(birth.space, here.birth.space)) return false;
  try {
    process.kill(number, 0);
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
  const now = lookAt(number);
  if (now !== null) return now.isDead || isOther(birth.started, now.started);
  if (birth.started !== null || waitedMs < SLOW_ASKING_MS) return false;
  // Both are told in whole seconds at best.
  return (startOfProcess(number) ?? 0) > madeAtMs + 2_000;
}

function isOther(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

function ownBirth(): Birth {
  return {
    started: lookAt(process.pid)?.started ?? null,
    boot: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8)),
    space: attempt(() => /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? null),
  };
}

/** A process as Linux tells of it in /proc: one that is dead keeps its number until its parent asks for it. Null elsewhere. */
function lookAt(number: number): { readonly isDead: boolean; readonly started: string | null } | null {
  const stat = attempt(() => readFileSync(`/proc/${number}/stat`, 'latin1'));
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { isDead: /^[ZXx]$/.test(fields[0] ?? ''), started: fields[19] ?? null };
}

function attempt<Value>(ask: () => Value | null): Value | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
