import { askForParts } from '../../execute/ask.js';
import { labCommand } from '../../execute/command.js';
import { asked, groupArg, iifFlag, keyOf, oifFlag, sourceArg } from '../../grammar/values.js';
import { routeAdd } from '../../ops/route/add.js';
import { renderRouteAdd } from '../../render/route/add.js';
import { given } from '../given.js';

export default labCommand('route add', () => ({
  summary: 'install a route for (SOURCE, GROUP)',
  description:
    'Installs a route in place of any earlier one of its key. Packets that were waiting for it are forwarded, oldest first, if they came in on its input interface. On a terminal, what is missing is asked for.',
  examples: [
    { does: 'forward from eth1 to eth2 and eth3', line: 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3' },
    {
      does: 'keep packets with a TTL below 10 off eth3',
      line: 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3:10',
    },
    { does: 'the same in IPv6', line: 'route add fc00:1::9 ff0e::a --iif eth1 --oif eth2' },
  ],
  args: { source: asked(sourceArg), group: asked(groupArg) },
  flags: { iif: iifFlag, oif: oifFlag },
  changes: true,
  question: ({ args, flags }, words) =>
    askForParts({ source: args.source, group: args.group, iif: flags.iif, oifs: flags.oif }, words),
  toRequest: ({ args, flags }) => ({
    key: keyOf(given(args.source), given(args.group)),
    iif: given(flags.iif),
    oifs: flags.oif,
  }),
  op: routeAdd,
  text: renderRouteAdd,
}));
