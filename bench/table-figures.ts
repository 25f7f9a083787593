import { join } from 'node:path';
import { buildGvisor, describeGvisor } from './gvisor.js';
import type { Job } from './pairs.js';
import { outputOf } from './pairs.js';
import { inPlace } from './place.js';
import type { Aim, Figure } from './row.js';
import { median } from './row.js';

const AIM: Aim = { better: 'smaller', goal: 1, atLeast: 2 };
/** Three million packets that wait for a million routes want more than Node's usual limit. */
const NODE_FLAGS = ['--expose-gc', '--max-old-space-size=8192'];

const OPERATIONS = {
  lookup: 'lookup',
  install: 'install',
  pending: 'pending insert',
  expiry: 'expiry of all',
  flush: 'flush of 3 packets',
} as const;

type Operation = keyof typeof OPERATIONS;
type Nanoseconds = Readonly<Record<Operation, number>>;

const SMALLEST = '1000';

/** What gVisor's table took on another machine: no more than a hint where it cannot be run. */
const ELSEWHERE: Readonly<Record<number, Nanoseconds>> = {
  1000: { lookup: 43, install: 400, pending: 990, expiry: 185, flush: 690 },
  100000: { lookup: 190, install: 550, pending: 1_580, expiry: 790, flush: 1_870 },
  1000000: { lookup: 340, install: 1_150, pending: 3_200, expiry: 1_015, flush: 3_540 },
};

/** The operations of the route table at three sizes, against gVisor's own table, each in processes of their own that take turns. */
export function measureTable(root: string, pairs: number, note: (text: string) => void): Figure[] {
  note("building gVisor's side");
  const gvisor = buildGvisor(root);
  const told = `table: gVisor's side is ${gvisor === null ? 'from another machine, since Go or its sources are missing' : describeGvisor()}`;
  return inPlace(root, (place) =>
    Object.entries(ELSEWHERE).flatMap(([size, elsewhere]) => {
      note(`table of ${Number(size).toLocaleString('en')}`);
      const ours = place.node(...NODE_FLAGS, join(root, 'dist', 'bench', 'table.mjs'), size);
      const theirs = gvisor === null ? null : { program: gvisor, args: [size], env: place.env };
      // The smallest is over soon, and changes most from run to run.
      const times = size === SMALLEST ? 3 * pairs : pairs;
      const results = Array.from({ length: times }, () => ({
        ours: nanoseconds(ours),
        theirs: theirs === null ? elsewhere : nanoseconds(theirs),
      }));
      return operationFigures(Number(size), results, told);
    }),
  );
}

function nanoseconds(job: Job): Nanoseconds {
  const [row] = JSON.parse(outputOf(job).stdout) as Nanoseconds[];
  if (row === undefined) throw new Error(`${job.program} measured nothing`);
  return row;
}

function operationFigures(size: number, results: readonly { ours: Nanoseconds; theirs: Nanoseconds }[], note: string): Figure[] {
  return Object.entries(OPERATIONS).map(([key, name]) => {
    const operation = key as Operation;
    const ours = results.map((result) => result.ours[operation]);
    const theirs = results.map((result) => result.theirs[operation]);
    return {
      figure: `${name}, ${size.toLocaleString('en')} routes`,
      against: "gVisor's table in Go",
      ...AIM,
      ratios: results.map((result) => result.ours[operation] / result.theirs[operation]),
      absolute: `${median(ours).toFixed(0)} / ${median(theirs).toFixed(0)} ns`,
      note,
    };
  });
}
