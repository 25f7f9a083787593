import { command } from '../execute/command.js';

export default command('timeline', () => ({
  summary: 'show on one line of time what happened and what is to come',
  description:
    'Packets, events and last uses as far as the session remembers them; deadlines of pending routes and the cleanups that remove them, as they will be if nothing but the clock moves. It changes nothing.',
  examples: [
    { does: 'the line, and a row for each moment', line: 'timeline' },
    { does: 'when something happens next, in nanoseconds', line: "timeline --json | jq '.coming[0].atNs'" },
  ],
  args: {},
  flags: {},
  changes: false,
  job: () => async () => (await import('./later.js')).timelineJob(),
}));
