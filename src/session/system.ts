import { readFileSync } from 'node:fs';

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

/** The user's home folder, or where files go that need not last. */
export function homeFolder(): string {
  return system()?.homedir() || system()?.tmpdir() || '/tmp';
}

/** Node's module, where there is a way to have it only when it is needed: since 20.16. */
function system(): typeof import('node:os') | undefined {
  return process.getBuiltinModule?.('node:os');
}
