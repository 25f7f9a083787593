import { labCommand } from '../../execute/command.js';
import { routeGroupArg, routeKeyOf, routeSourceArg } from '../../grammar/values.js';
import { routeShow } from '../../ops/route/show.js';
import { renderRouteShow } from '../../render/route/show.js';

export default labCommand('route show', () => ({
  summary: 'show a route or pending route in full',
  examples: [
    { does: 'show a route', line: 'route show 10.0.1.9 239.1.1.1' },
    {
      does: 'print its last-used time, in nanoseconds',
      line: "route show 10.0.1.9 239.1.1.1 --json | jq '.route.lastUsedNs // empty'",
    },
  ],
  args: { source: routeSourceArg, group: routeGroupArg },
  flags: {},
  changes: false,
  toRequest: ({ args }) => routeKeyOf(args.source, args.group),
  op: routeShow,
  text: renderRouteShow,
}));
