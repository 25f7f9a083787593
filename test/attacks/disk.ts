import { dirname } from 'node:path';

/** What a program did to the files below a folder. */
export interface Operation {
  /** Node's name of it. */
  readonly name: string;
  readonly path: string;
  readonly to?: string;
  readonly data?: Buffer;
  readonly size?: number;
  readonly isAppending?: boolean;
}

/** A file's contents, whatever its names. */
interface File {
  /** What every reader sees. */
  readonly current: Buffer;
  /** What outlasts a power failure for certain. Null if not even that there is something. */
  readonly flushed: Buffer | null;
}

/** A name in a folder. */
interface Name {
  /** The number of the file that has it, or null. */
  readonly now: number | null;
  /** All that it may be after a power failure: what it was since its folder was flushed. */
  readonly may: readonly (number | null)[];
}

/** Files as a program sees them, and as far as they are certain. */
export interface Disk {
  readonly names: ReadonlyMap<string, Name>;
  readonly files: ReadonlyMap<number, File>;
}

/** A disk on which all is certain. */
export function startDisk(files: Readonly<Record<string, Buffer>>): Disk {
  const all = Object.entries(files);
  return {
    names: new Map(all.map(([name], number) => [name, { now: number, may: [number] }])),
    files: new Map(all.map(([, data], number) => [number, { current: data, flushed: data }])),
  };
}

/** What becomes of a disk by an operation. */
export function step(disk: Disk, operation: Operation): Disk {
  const { name, path, to = '', data = Buffer.alloc(0), size = 0 } = operation;
  const number = disk.names.get(path)?.now ?? null;
  switch (name) {
    case 'openSync':
      return number === null ? create(disk, path) : disk;
    case 'writeSync':
      return write(disk, number, (current) => Buffer.concat([current, data]));
    case 'truncateSync':
    case 'ftruncateSync':
      return write(disk, number, (current) => current.subarray(0, size));
    case 'fsyncSync':
      return number === null ? flushFolder(disk, path) : flush(disk, number);
    case 'renameSync':
      return give(give(disk, to, number), path, null);
    case 'linkSync':
      return give(disk, to, number);
    case 'unlinkSync':
      return give(disk, path, null);
    case 'mkdirSync':
    case 'chmodSync':
    case 'fchmodSync':
      return disk;
    default:
      throw new Error(`${name} is not known`);
  }
}

function create(disk: Disk, path: string): Disk {
  const number = disk.files.size;
  const files = new Map(disk.files).set(number, { current: Buffer.alloc(0), flushed: null });
  return give({ ...disk, files }, path, number);
}

function write(disk: Disk, number: number | null, change: (current: Buffer) => Buffer): Disk {
  const file = number === null ? undefined : disk.files.get(number);
  if (number === null || file === undefined) return disk;
  return { ...disk, files: new Map(disk.files).set(number, { ...file, current: change(file.current) }) };
}

function flush(disk: Disk, number: number): Disk {
  const file = disk.files.get(number);
  if (file === undefined) return disk;
  return { ...disk, files: new Map(disk.files).set(number, { ...file, flushed: file.current }) };
}

function give(disk: Disk, path: string, number: number | null): Disk {
  const { may } = disk.names.get(path) ?? { may: [null] };
  return { ...disk, names: new Map(disk.names).set(path, { now: number, may: [...new Set([...may, number])] }) };
}

function flushFolder(disk: Disk, folder: string): Disk {
  const names = [...disk.names].map(([path, name]): [string, Name] => {
    const isIn = dirname(path) === (folder === '' ? '.' : folder);
    return [path, isIn ? { now: name.now, may: [name.now] } : name];
  });
  return { ...disk, names: new Map(names) };
}

/** Every disk that may be found when the power is back. */
export function afterPowerLoss({ names, files }: Disk): Disk[] {
  let found: Disk[] = [{ names: new Map(), files: new Map() }];
  for (const [number, file] of files) {
    const isNamed = [...names.values()].some(({ may }) => may.includes(number));
    if (isNamed) found = found.flatMap((disk) => contentsOf(file).map((data) => withFile(disk, number, data)));
  }
  for (const [path, { may }] of names) {
    found = found.flatMap((disk) => may.map((now) => ({ ...disk, names: new Map(disk.names).set(path, { now, may: [now] }) })));
  }
  return unique(found);
}

function withFile(disk: Disk, number: number, data: Buffer): Disk {
  return { ...disk, files: new Map(disk.files).set(number, { current: data, flushed: data }) };
}

/** What was flushed; and what was written since then: all, a part, zeros in its place, or nothing at all. */
function contentsOf({ current, flushed }: File): Buffer[] {
  if (flushed?.equals(current)) return [current];
  const certain = flushed ?? Buffer.alloc(0);
  const from = Math.min(certain.length, current.length);
  const half = from + ((current.length - from) >> 1);
  const zeros = Buffer.concat([current.subarray(0, from), Buffer.alloc(current.length - from)]);
  return [certain, current, current.subarray(0, half), zeros];
}

/** Disks that look the same are one; files that no name leads to do not count. */
function unique(disks: readonly Disk[]): Disk[] {
  const seen = new Map<string, Disk>();
  for (const disk of disks) {
    const look = [...disk.names].map(
      ([path, { now }]) => `${path} ${now === null ? '' : disk.files.get(now)?.current.toString('latin1')}`,
    );
    seen.set(look.join('\0'), disk);
  }
  return [...seen.values()];
}
