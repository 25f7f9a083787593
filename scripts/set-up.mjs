/**
 * Makes a clone ready to run: installs what is missing, builds what is stale. Uses nothing but Node and npm; where there is nothing to do, it
 * only looks at files' dates.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the package. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const BUILT_FROM = ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const STAMP = join(ROOT, 'dist', '.built-from');

/** Installs and builds as needed. Ends the process with npm's or the build's exit code if one of them fails. */
export function setUp() {
  process.chdir(ROOT);
  if (!isInstalled()) install();
  const sources = describeSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return;
  run(process.execPath, ['scripts/build.mjs'], 'building');
  writeFileSync(STAMP, sources);
}

/** Installs what the lock file says; where npm finds that it says too little, what it says and the rest. */
function install() {
  const quiet = ['--no-fund', '--no-audit'];
  if (attempt('npm', ['ci', ...quiet], 'installing what is needed').status === 0) return;
  run('npm', ['install', '--no-save', ...quiet], 'installing in another way');
}

/** Runs a program in this terminal. Returns its exit code. */
export function inherit(program, args) {
  const { status, error } = spawnSync(program, args, {
    stdio: 'inherit',
    cwd: ROOT,
    shell: process.platform === 'win32' && program === 'npm',
  });
  if (error) throw error;
  return status ?? 1;
}

function run(program, args, what) {
  const { status, stdout, stderr } = attempt(program, args, what);
  if (status === 0) return;
  console.error(`${stdout ?? ''}${stderr ?? ''}`);
  console.error(`mcast-lab: ${what} failed`);
  process.exit(status ?? 1);
}

function attempt(program, args, what) {
  console.error(`mcast-lab: ${what} …`);
  return spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' && program === 'npm' });
}

/** Whether npm has installed just what the lock file says. */
function isInstalled() {
  const installedLock = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '' || (optional && installed[path] === undefined)) return true;
    return installed[path]?.version === version;
  });
}

/** Names, sizes and dates of everything that a build depends on. */
function describeSources() {
  return BUILT_FROM.flatMap(listFiles)
    .map((path) => {
      const { size, mtimeMs } = statSync(join(ROOT, path));
      return `${path} ${size} ${mtimeMs}`;
    })
    .join('\n');
}

function listFiles(path) {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  const names = readdirSync(join(ROOT, path)).sort();
  return names.filter((name) => name !== 'snapshot-check.js').flatMap((name) => listFiles(join(path, name)));
}
