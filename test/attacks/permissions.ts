import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import { Random } from './random.js';
import { environmentIn, inScratch, PROGRAM, runIn } from './scratch.js';

const UMASKS = ['000', '002', '022', '077', '0777'];

/** One thing that is tried in a folder of its own. Null if all is as it should be. */
type Try = readonly [what: string, attempt: (folder: string) => string | null];

const TRIES: readonly Try[] = [
  ...UMASKS.map((umask): Try => [`umask ${umask}`, (folder) => privateUnder(folder, umask)]),
  ['a link to a session', (folder) => throughLink(folder, 'file')],
  ['a link to the folder of a session', (folder) => throughLink(folder, 'folder')],
  ['a link to a session that is not there yet', (folder) => throughLink(folder, 'nothing')],
  ['a folder that all may write', (folder) => warned(folder, 0o777, true)],
  ['a folder that all may write, with the sticky bit', (folder) => warned(folder, 0o1777, false)],
  ['a folder that all may read', (folder) => warned(folder, 0o755, false)],
  ['a private folder', (folder) => warned(folder, 0o700, false)],
  ['the folder of named sessions', warnedOfNamed],
  ['a lock that is a link to a file of the user', leavesVictim],
];

/** Who can read and write what the program makes. */
export const permissions: Attack = {
  name: 'permissions',
  attack: 'umasks, links, and folders that others can write',
  figure: 'files 0600 and folders 0700; written through links; a warning where others can write, and only there',
  short: TRIES.length,
  full: TRIES.length,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

function attackIn(folder: string, options: AttackOptions): AttackResult {
  const tally = new Tally(options);
  for (const [at, [what, attempt]] of new Random(options.seed).sample(TRIES, options.count).entries()) {
    const own = join(folder, String(at));
    mkdirSync(own, { mode: 0o700 });
    const failure = attempt(own);
    tally.add(failure === null ? null : `${what}: ${failure}`);
  }
  return tally.result();
}

function privateUnder(folder: string, umask: string): string | null {
  const script = `umask ${umask}; "$0" "$1" init && "$0" "$1" inject 10.0.1.9 239.1.1.1 --iif eth1 && "$0" "$1" session use default`;
  const environment = { ...environmentIn(folder), MCAST_CACHE_DIR: join(folder, 'cache') };
  const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, PROGRAM], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) return stderr;
  const made = readdirSync(folder, { recursive: true, withFileTypes: true });
  const wrong = made.flatMap((entry) => {
    const { mode } = lstatSync(join(entry.parentPath, entry.name));
    return (mode & 0o777) === (entry.isDirectory() ? 0o700 : 0o600) ? [] : [`${entry.name} is ${(mode & 0o777).toString(8)}`];
  });
  return wrong.length === 0 && made.some(({ name }) => name.startsWith('code-')) ? null : `${wrong.join(', ')}`;
}

function throughLink(folder: string, kind: 'file' | 'folder' | 'nothing'): string | null {
  const real = join(folder, 'real');
  mkdirSync(real, { mode: 0o700 });
  const session = join(real, 'lab.json');
  if (kind !== 'nothing') runIn(folder, ['init', '--session', session]);
  const link = kind === 'folder' ? join(folder, 'linked') : join(folder, 'linked.json');
  symlinkSync(kind === 'folder' ? real : session, link);
  const named = kind === 'folder' ? join(link, 'lab.json') : link;
  const { code, stderr } = runIn(folder, ['advance-clock', '1ns', '--session', named]);
  if (code !== 0) return stderr;
  if (!lstatSync(link).isSymbolicLink()) return 'the link is no link any more';
  const files = readdirSync(real).sort().join(' ');
  const time = JSON.parse(readFileSync(session, 'utf8')).nowNs;
  return files === 'lab.json lab.json.history' && time === 1 ? null : `${files}, at ${time}`;
}

function warned(folder: string, mode: number, isWarned: boolean): string | null {
  const shared = join(folder, 'shared');
  mkdirSync(shared);
  chmodSync(shared, mode);
  const session = join(shared, 'lab.json');
  runIn(folder, ['init', '--session', session, '--quiet']);
  return (
    judge(folder, ['show', 'clock', '--session', session], isWarned) ??
    judge(folder, ['advance-clock', '1s', '--session', session], isWarned)
  );
}

function warnedOfNamed(folder: string): string | null {
  runIn(folder, ['init']);
  chmodSync(join(folder, 'data', 'sessions'), 0o777);
  const inner = judge(folder, ['show', 'clock'], true);
  chmodSync(join(folder, 'data', 'sessions'), 0o700);
  chmodSync(join(folder, 'data'), 0o777);
  return inner ?? judge(folder, ['run', '-c', 'advance-clock 1s', '-c', 'show clock'], true);
}

function judge(folder: string, words: readonly string[], isWarned: boolean): string | null {
  const loud = runIn(folder, words);
  const quiet = runIn(folder, [...words, '--quiet']);
  const wanted = isWarned ? /^mcast: other users can write to [^\n]+\n$/ : /^$/;
  if (loud.code !== 0 || quiet.code !== 0) return loud.stderr + quiet.stderr;
  if (!wanted.test(loud.stderr)) return `${words.join(' ')} says ${JSON.stringify(loud.stderr)}`;
  return quiet.stderr === '' ? null : `with --quiet it says ${quiet.stderr}`;
}

/** Somebody who may write in the folder puts links where the program writes. */
function leavesVictim(folder: string): string | null {
  const shared = join(folder, 'shared');
  mkdirSync(shared);
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'precious\n');
  symlinkSync(victim, join(shared, 'lab.json.lock'));
  const { code, stderr } = runIn(folder, ['init', '--session', join(shared, 'lab.json')]);
  return code === 0 && readFileSync(victim, 'utf8') === 'precious\n' ? null : `exit ${code}: ${stderr}`;
}
