import { askForParts } from '../../execute/ask.js';
import { labCommand } from '../../execute/command.js';
import { asked, iifFlag, oifFlag, routeGroupArg, routeKeyOf, routeSourceArg } from '../../grammar/values.js';
import { routeAdd } from '../../ops/route/add.js';
import { renderRouteAdd } from '../../render/route/add.js';
import { given } from '../given.js';

export default labCommand('route add', () => ({
  summary: 'install a route for (SOURCE, GROUP)',
  description:
    'Replaces an existing route for the same source and group. Packets that are queued for it and arrived on its input interface are forwarded, oldest first. In a linux session the number behind an outgoing interface is a threshold: a packet leaves if its TTL is above it. On a terminal, prompts for missing values.',
  examples: [
    { does: 'send packets from eth1 to eth2 and eth3', line: 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3' },
    {
      does: 'send packets to eth3 only if their TTL is at least 10',
      line: 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3:10',
    },
    { does: 'install a (*,G) route, in a linux session', line: "route add '*' 239.1.1.1 --iif eth1 --oif eth2" },
    { does: 'install an IPv6 route', line: 'route add fc00:1::9 ff0e::a --iif eth1 --oif eth2' },
  ],
  args: { source: asked(routeSourceArg), group: asked(routeGroupArg) },
  flags: { iif: iifFlag, oif: oifFlag },
  changes: true,
  question: ({ args, flags }, words) =>
    askForParts({ source: args.source, group: args.group, iif: flags.iif, oifs: flags.oif }, words),
  toRequest: ({ args, flags }) => ({
    ...routeKeyOf(given(args.source), given(args.group)),
    iif: given(flags.iif),
    oifs: flags.oif,
  }),
  op: routeAdd,
  text: renderRouteAdd,
}));
