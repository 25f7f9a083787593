import { parseDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import { labCommand } from '../execute/command.js';
import { durationFlag } from '../grammar/values.js';
import type { AdvanceClockRequest } from '../ops/advance-clock.js';
import { advanceClockInSteps, isSweepLong } from '../ops/advance-clock.js';
import { renderAdvanceClock } from '../render/advance-clock.js';

export default labCommand('advance-clock', () => ({
  summary: 'advance the clock',
  description:
    'Timers fire on the way, each at its own time. Cleanup timers remove expired pending routes and drop their packets.',
  examples: [
    { does: 'advance by ten seconds and a nanosecond', line: 'advance-clock 10s1ns' },
    { does: 'advance to one minute after the clock started', line: 'advance-clock --to 1m' },
    { does: 'advance to the next timer', line: 'advance-clock --next' },
  ],
  args: {
    duration: {
      label: 'DURATION',
      summary: 'duration, such as 10s, 1m30s, 250ms or 1ns',
      required: false,
      completes: 'duration',
      parse: parseDuration,
    },
  },
  flags: {
    to: { ...durationFlag('TIME', 'time since the clock started to advance to'), completes: 'time' },
    next: { kind: 'switch', summary: 'advance to the next timer' },
  },
  changes: true,
  toRequest: ({ args, flags }): AdvanceClockRequest => {
    const ways: AdvanceClockRequest[] = [
      ...(args.duration === undefined ? [] : [{ byNs: args.duration }]),
      ...(flags.to === undefined ? [] : [{ toNs: flags.to }]),
      ...(flags.next ? [{ to: 'next-timer' as const }] : []),
    ];
    const [way] = ways;
    if (way === undefined)
      throw new LabError('USAGE', 'DURATION is missing', 'Give a duration such as 10s, --to TIME or --next.');
    if (ways.length > 1) throw new LabError('USAGE', 'DURATION, --to and --next are mutually exclusive');
    return way;
  },
  steps: advanceClockInSteps,
  isLong: (_, lab) => isSweepLong(lab()),
  text: renderAdvanceClock,
}));
