import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/** Linux tells its name here; asking Node's own module for it costs every start half a millisecond. */
const NAME_FILE = '/proc/sys/kernel/hostname';

/** The name of this machine. */
export function hostName(): string {
  try {
    return readFileSync(NAME_FILE, 'utf8').trim();
  } catch {
    return system()?.hostname() ?? 'localhost';
  }
}

/** The user's home folder; for a user without one, a folder for temporary files. */
export function homeFolder(): string {
  const found = [() => system()?.homedir(), () => system()?.userInfo().homedir].map(askHome).find(isAbsolute);
  return found ?? `${system()?.tmpdir() ?? '/tmp'}/mcast-lab-${process.getuid?.() ?? 'home'}`;
}

/** Empty if the system does not know: a user in a container may have no entry in its list. */
function askHome(ask: () => string | undefined): string {
  try {
    return ask() ?? '';
  } catch {
    return '';
  }
}

/** When this machine was started, in milliseconds since 1970. Null if it does not say. */
export function bootedAtMs(): number | null {
  const seconds = system()?.uptime();
  return seconds === undefined ? null : Date.now() - seconds * 1_000;
}

/** When a process was started, in milliseconds since 1970 and whole seconds, as `ps` tells. Null if it does not. */
export function startOfProcess(number: number): number | null {
  const run = process.getBuiltinModule?.('node:child_process').spawnSync;
  const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const told = run?.('ps', ['-o', 'lstart=', '-p', String(number)], { encoding: 'utf8', env: environment, timeout: 1_000 });
  const ms = Date.parse(`${told?.stdout?.trim() ?? ''} UTC`);
  return Number.isNaN(ms) ? null : ms;
}

/** Node's module, where there is a way to have it only when it is needed: since 20.16. */
function system(): typeof import('node:os') | undefined {
  return process.getBuiltinModule?.('node:os');
}
