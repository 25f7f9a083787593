import { labCommand } from '../../execute/command.js';
import { durationFlag, groupArg, keyOf, sourceArg } from '../../grammar/values.js';
import { routeTouch } from '../../ops/route/touch.js';
import { renderRouteTouch } from '../../render/route/touch.js';

export default labCommand('route touch', () => ({
  summary: 'set when a route was last used',
  description: 'The timestamp only moves forward: an earlier time leaves it as it is.',
  examples: [
    { does: 'used now', line: 'route touch 10.0.1.9 239.1.1.1' },
    { does: 'used five seconds after the clock started', line: 'route touch 10.0.1.9 239.1.1.1 --at 5s' },
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
