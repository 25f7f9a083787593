import { command } from '../../execute/command.js';
import { groupArg, keyOf, sourceArg } from '../../grammar/values.js';

export default command('explain route', () => ({
  summary: 'show the history and future of a route',
  description:
    'Prints when the route or pending route was created, what it carried, and what happens to it next. Covers what the session and its history still hold. Changes nothing.',
  examples: [
    { does: "show a route's history and future", line: 'explain route 10.0.1.9 239.1.1.1' },
    { does: 'print only its current state', line: 'explain route 10.0.1.9 239.1.1.1 --brief' },
  ],
  args: { source: sourceArg, group: groupArg },
  flags: { brief: { kind: 'switch', summary: 'print only its current state, on one line' } },
  changes: false,
  job: ({ args, flags }) => {
    const key = keyOf(args.source, args.group);
    return async (program) => (await import('../later.js')).explainRouteJob(key, flags.brief, program);
  },
}));
