import { LabError } from '../../core/errors.js';
import { labCommand } from '../../execute/command.js';
import { familiesOf, familyFlag, interfaceArg } from '../../grammar/values.js';
import { ifaceSet } from '../../ops/iface/set.js';
import { renderIfaceSet } from '../../render/iface/set.js';

export default labCommand('iface set', () => ({
  summary: 'turn multicast forwarding on an interface on or off',
  description: 'Affects packets that arrive on the interface. Copies are sent on it either way.',
  examples: [
    { does: 'stop forwarding packets that arrive on eth1', line: 'iface set eth1 --forwarding off' },
    { does: 'stop forwarding only IPv6', line: 'iface set eth1 --forwarding off --family ipv6' },
  ],
  args: { interface: interfaceArg },
  flags: {
    forwarding: {
      kind: 'option',
      label: 'on|off',
      summary: 'whether the router forwards packets that arrive on it',
      multiple: false,
      needed: true,
      options: ['on', 'off'],
      parse: (text) => text === 'on',
    },
    family: familyFlag,
  },
  changes: true,
  toRequest: ({ args, flags }) => {
    if (flags.forwarding === undefined) throw new LabError('USAGE', '--forwarding is missing');
    return { interface: args.interface, forwarding: flags.forwarding, families: familiesOf(flags.family) };
  },
  op: ifaceSet,
  text: renderIfaceSet,
}));
