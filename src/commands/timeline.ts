import { command } from '../execute/command.js';
import { filterFlags, filterOf } from './row-filter.js';

export default command('timeline', () => ({
  summary: 'show past and upcoming events on a timeline',
  description:
    'The past: packets, events and last uses that the session still holds. The future: deadlines of pending routes and the cleanups that remove them, if only the clock moves. Changes nothing.',
  examples: [
    { does: 'show the timeline, with a row for each moment', line: 'timeline' },
    { does: 'show only what concerns one group', line: 'timeline --group 239.1.1.1' },
    { does: 'print the times of the coming events, in nanoseconds', line: "timeline --json | jq '.coming[].atNs'" },
  ],
  args: {},
  flags: filterFlags,
  changes: false,
  job:
    ({ flags }) =>
    async () =>
      (await import('./later.js')).timelineJob(filterOf(flags)),
}));
