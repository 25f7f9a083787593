import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job, Plan } from './pairs.js';
import { outputOf, ratiosOf, runPairs } from './pairs.js';
import type { Place } from './place.js';
import { inPlace } from './place.js';
import type { Aim, Figure } from './row.js';
import { median } from './row.js';
import { freshly, NODE_ALONE, newRoute } from './start-up.js';

const TIME = '/usr/bin/time';
const AIM: Aim = { better: 'smaller', goal: 1.3, atLeast: 1.5 };

/**
 * Written into a file and loaded by both sides where there is no GNU time. Linux keeps the peak of the program that runs now; what a process
 * says of itself may include what its parent had when it was split off.
 */
const REPORTER = `
process.on('exit', () => {
  const { readFileSync, writeFileSync } = require('node:fs');
  let kilobytes = process.resourceUsage().maxRSS;
  try {
    kilobytes = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {}
  writeFileSync(process.env.MCAST_BENCH_PEAK, String(kilobytes));
});
`;

/** The peak resident memory of one command on a session with ten routes, against that of a Node process that does nothing. */
export function measureMemory(root: string, plan: Plan): Figure {
  return inPlace(root, (place) => {
    const hasTime = spawnSync(TIME, ['-f', '%M', 'true']).status === 0;
    const ours = { ...place.mcast(...newRoute()), prepare: freshly(place, false) };
    const peak = hasTime ? peakByTime : peakByItself(place);
    const pairs = runPairs(ours, place.node(...NODE_ALONE), plan, peak);
    return {
      figure: 'peak memory of one route add',
      against: 'node -e 0',
      ...AIM,
      ratios: ratiosOf(pairs),
      absolute: `${(median(pairs.ours) / 1024).toFixed(0)} / ${(median(pairs.theirs) / 1024).toFixed(0)} MiB`,
      note: `memory: ${hasTime ? 'peak resident, as told by GNU time' : 'peak resident, as each process says at its exit'}`,
    };
  });
}

/** In kilobytes. */
function peakByTime(job: Job): number {
  const { stderr } = outputOf({ ...job, program: TIME, args: ['-f', '%M', job.program, ...job.args] });
  return Number(stderr.trim().split('\n').at(-1));
}

function peakByItself({ folder }: Place): (job: Job) => number {
  const reporter = join(folder, 'report-peak.cjs');
  const report = join(folder, 'peak');
  writeFileSync(reporter, REPORTER);
  return (job) => {
    outputOf({ ...job, args: ['--require', reporter, ...job.args], env: { ...job.env, MCAST_BENCH_PEAK: report } });
    return Number(readFileSync(report, 'utf8'));
  };
}
