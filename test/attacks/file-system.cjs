/**
 * Loaded into the program before it starts (`node --require`): stands between it and the file system, as ATTACK_FS tells it to. Only calls that
 * have to do with a path below `under` count, each by its number from 0.
 *
 * - `{ "under", "count": FILE }` writes into FILE how many there were.
 * - `{ "under", "fail": N, "code": "ENOSPC" }` fails one; `"from": true` fails all from there on that could fail so.
 * - `{ "under", "fail": N, "replace": "folder" | "link" | "nothing", "path", "aside" }` moves what is at `path` aside before call N, and puts
 *   something else in its place.
 * - `{ "under", "kill": N }` ends the process just before call N, or in the middle of it if it writes.
 * - `{ "under", "record": FILE }` writes into FILE what was done that changes something, a line of JSON each.
 */
const fs = require('node:fs');
const { constants } = require('node:os');

const plan = JSON.parse(process.env.ATTACK_FS ?? '{}');
const real = { ...fs };
const descriptors = new Map();
const CALLS = [
  ...['openSync', 'readFileSync', 'writeFileSync', 'appendFileSync', 'statSync', 'lstatSync', 'accessSync', 'readlinkSync'],
  ...['renameSync', 'linkSync', 'unlinkSync', 'mkdirSync', 'chmodSync', 'truncateSync', 'readdirSync', 'copyFileSync'],
  ...['readSync', 'writeSync', 'fstatSync', 'fsyncSync', 'fchmodSync', 'fchownSync', 'ftruncateSync', 'closeSync'],
];
/** What fails for want of room; everything may fail in the other ways. */
const TAKES_ROOM = /^(open|write|append|mkdir|link|rename|copy|fsync)/;
const CHANGES = /^(write|append|rename|link|unlink|mkdir|chmod|truncate|fsync|fchmod|ftruncate|copyFile)/;

/** Those that Node has no name for. */
const NAMELESS = new Set(['EDQUOT', 'ESTALE']);

const FOR_ROOM = new Set(['ENOSPC', 'EDQUOT']);

let calls = 0;

for (const name of CALLS) {
  fs[name] = (...args) => {
    const path = pathOf(args[0]);
    if (path === null || !isBelow(path)) return real[name](...args);
    const at = calls;
    calls += 1;
    strike(at, name, args);
    const result = real[name](...args);
    keep(name, path, args, result);
    return result;
  };
}

// What leads to a folder is asked for in this way alone.
const { native } = fs.realpathSync;
fs.realpathSync.native = (path) => {
  if (!isBelow(path)) return native(path);
  const at = calls;
  calls += 1;
  strike(at, 'realpathSync', [path]);
  return native(path);
};

process.on('exit', () => {
  if (plan.count !== undefined) real.writeFileSync(plan.count, String(calls));
});

function pathOf(subject) {
  if (typeof subject === 'number') return descriptors.get(subject) ?? null;
  return typeof subject === 'string' ? subject : null;
}

function isBelow(path) {
  return path === plan.under || path.startsWith(`${plan.under}/`);
}

function strike(at, name, args) {
  if (plan.kill === at) {
    if (name === 'writeSync') real.writeSync(args[0], args[1], 0, args[1].length >> 1);
    process.kill(process.pid, 'SIGKILL');
  }
  if (plan.replace !== undefined && plan.fail === at) replace();
  if (!fails(at, name)) return;
  // A descriptor is closed all the same.
  if (name === 'closeSync') real.closeSync(...args);
  // What is full takes a part.
  if (FOR_ROOM.has(plan.code) && name === 'writeSync') real.writeSync(args[0], args[1], 0, args[1].length >> 1);
  const errno = -(constants.errno[plan.code] ?? 1);
  const code = NAMELESS.has(plan.code) ? `Unknown system error ${errno}` : plan.code;
  throw Object.assign(new Error(`${code}: put in, ${name}`), { code, errno, syscall: name.replace('Sync', '') });
}

function fails(at, name) {
  if (plan.code === undefined || at < plan.fail) return false;
  if (at === plan.fail) return true;
  if (plan.from !== true) return false;
  return FOR_ROOM.has(plan.code) ? TAKES_ROOM.test(name) : plan.code !== 'EROFS' || CHANGES.test(name);
}

function replace() {
  if (real.existsSync(plan.path)) real.renameSync(plan.path, plan.aside);
  if (plan.replace === 'folder') real.mkdirSync(plan.path);
  if (plan.replace === 'link') real.symlinkSync(plan.aside, plan.path);
}

function keep(name, path, args, result) {
  if (name === 'openSync') descriptors.set(result, path);
  if (name === 'closeSync') descriptors.delete(args[0]);
  if (plan.record === undefined) return;
  const { O_CREAT, O_APPEND, O_DIRECTORY } = real.constants;
  const note = (more) => real.appendFileSync(plan.record, `${JSON.stringify({ name, path, ...more })}\n`);
  if (name === 'openSync' && (args[1] & O_DIRECTORY) === 0 && (args[1] & O_CREAT) !== 0) {
    note({ isAppending: (args[1] & O_APPEND) !== 0 });
  } else if (name === 'writeSync') {
    const [, data, from = 0, length = data.length - from] = args;
    note({
      data: Buffer.from(data)
        .subarray(from, from + Math.min(length, result))
        .toString('base64'),
    });
  } else if (name === 'renameSync' || name === 'linkSync') note({ to: args[1] });
  else if (name === 'ftruncateSync' || name === 'truncateSync') note({ size: args[1] ?? 0 });
  else if (CHANGES.test(name)) note({});
}
