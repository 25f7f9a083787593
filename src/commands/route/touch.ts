import { labCommand } from '../../execute/command.js';
import { durationFlag, groupArg, keyOf, sourceArg } from '../../grammar/values.js';
import { routeTouch } from '../../ops/route/touch.js';
import { renderRouteTouch } from '../../render/route/touch.js';

export default labCommand('route touch', () => ({
  summary: "set a route's last-used time",
  description: 'The time only moves forward: an earlier time has no effect.',
  examples: [
    { does: 'set it to now', line: 'route touch 10.0.1.9 239.1.1.1' },
    { does: 'set it to five seconds after the clock started', line: 'route touch 10.0.1.9 239.1.1.1 --at 5s' },
  ],
  args: { source: sourceArg, group: groupArg },
  flags: {
    at: {
      ...durationFlag('TIME', 'time since the clock started, not later than now'),
      completes: 'past-time',
      defaultText: 'now',
    },
  },
  changes: true,
  toRequest: ({ args, flags }) => ({ key: keyOf(args.source, args.group), atNs: flags.at ?? null }),
  op: routeTouch,
  text: renderRouteTouch,
}));
