import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import { Random } from './random.js';
import { environmentIn, faultOf, inScratch, PROGRAM } from './scratch.js';
import type { Sessions, Story } from './sessions.js';
import { CHANGES, MOVES, prepare, sessionsIn, storiesFor, unlike, unusable } from './sessions.js';

/**
 * In a mount space of its own: puts what is in $1 on a small file system, lets the command after it work there, and copies what is there then
 * to $2. Exits with 99 if there can be none.
 */
const ON_SMALL_DISK = `
from=$1; to=$2; size=$3; files=$4; shift 4
mkdir -p "$to/data" && mount -t tmpfs -o "size=$size,nr_inodes=$files,mode=700" none "$to/data" 2>/dev/null || exit 99
cp -a "$from/data/." "$to/data/" 2>/dev/null || exit 98
"$@"
code=$?
mkdir "$to/kept" && cp -a "$to/data" "$to/kept/" || exit 97
exit $code
`;

/** Folders take a page each where the sessions were made, and none on a tmpfs. */
const FOLDERS = 3;

/** Room for so many pages and files beside what is there already. */
interface Room {
  readonly story: Story;
  readonly pages: number;
  readonly files: number;
}

/** Sessions on a disk that is full, or nearly so: a real one, where one can be made. */
export const fullDisk: Attack = {
  name: 'full-disk',
  attack: 'a small tmpfs with room for a few pages or files more',
  figure: 'session as before and exit 4 with one clear sentence, or done with exit 0',
  short: 6,
  full: 1_000_000,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

function attackIn(folder: string, options: AttackOptions): AttackResult {
  const template = join(folder, 'template');
  mkdirSync(template);
  prepare(template);
  const before = sessionsIn(template);
  const tally = new Tally(options);
  const random = new Random(options.seed);
  const stories = storiesFor([...CHANGES, ...MOVES], options.count, random);
  const rooms = stories.flatMap((story) => roomsFor(story));
  const scratch = join(folder, 'small');
  let refused = 0;
  for (const room of random.sample(rooms, options.count)) {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
    const { story, pages, files } = room;
    const { code, stdout, stderr } = workOnSmallDisk(template, scratch, room);
    // Where nothing can be mounted, the faults that are put in before each call are all that can be tried.
    if (code === 99) return { count: 1, passed: 1, failures: [], note: 'not tried: no file system can be mounted here' };
    if (code === 4) refused += 1;
    const fault =
      faultOf({ code, stdout, stderr, ms: 0 }, [0, 4]) ?? lookAt(join(scratch, 'kept'), room, code === 4 ? before : null);
    tally.add(fault === null ? null : `${story.what}, ${pages} pages and ${files} files left: ${fault}`);
  }
  return tally.result(`on a real tmpfs; ${refused} refused, the others done`);
}

function roomsFor(story: Story): Room[] {
  const numbers = Array.from({ length: 8 }, (_, number) => number);
  return [
    ...numbers.map((pages) => ({ story, pages, files: 100 })),
    ...numbers.slice(0, 5).map((files) => ({ story, pages: 1_000, files })),
  ];
}

function workOnSmallDisk(template: string, scratch: string, { story, pages, files }: Room) {
  const used = Number(
    /^\d+/.exec(spawnSync('du', ['-s', '--block-size=4096', join(template, 'data')], { encoding: 'utf8' }).stdout)?.[0],
  );
  const inUse = Number(spawnSync('sh', ['-c', `find "${template}/data" | wc -l`], { encoding: 'utf8' }).stdout);
  const size = `${(used - FOLDERS + pages) * 4}k`;
  const words = ['-rm', 'sh', '-c', ON_SMALL_DISK, 'sh', template, scratch, size, String(inUse + files)];
  const ran = spawnSync('unshare', [...words, process.execPath, PROGRAM, ...story.words], {
    env: environmentIn(scratch),
    encoding: 'utf8',
    cwd: scratch,
  });
  return { code: ran.error === undefined ? ran.status : 99, stdout: ran.stdout ?? '', stderr: ran.stderr ?? '' };
}

/** @param expected the sessions as they have to be; null if what was done is known from the exit code alone */
function lookAt(folder: string, { story }: Room, expected: Sessions | null): string | null {
  const found = sessionsIn(folder);
  return (expected === null ? null : unlike(found, [expected])) ?? unusable(folder, story.session);
}
