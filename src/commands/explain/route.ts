import { command } from '../../execute/command.js';
import { groupArg, keyOf, sourceArg } from '../../grammar/values.js';

export default command('explain route', () => ({
  summary: "tell a route's or a pending entry's life",
  description:
    'When it came, what it carried, what happens next and when, as far as the session and its history know. Nothing is changed.',
  examples: [
    { does: 'what becomes of it', line: 'explain route 10.0.1.9 239.1.1.1' },
    { does: 'in one line', line: 'explain route 10.0.1.9 239.1.1.1 --brief' },
  ],
  args: { source: sourceArg, group: groupArg },
  flags: { brief: { kind: 'switch', summary: 'only how it is now, in one line' } },
  changes: false,
  job: ({ args, flags }) => {
    const key = keyOf(args.source, args.group);
    return async (program) => (await import('../later.js')).explainRouteJob(key, flags.brief, program);
  },
}));
