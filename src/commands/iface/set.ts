import { LabError } from '../../core/errors.js';
import { labCommand } from '../../execute/command.js';
import { familiesOf, familyFlag, interfaceArg } from '../../grammar/values.js';
import { ifaceSet } from '../../ops/iface/set.js';
import { renderIfaceSet } from '../../render/iface/set.js';

export default labCommand('iface set', () => ({
  summary: 'turn multicast forwarding of one interface on or off',
  description: 'It concerns packets that arrive on the interface; copies leave by it either way.',
  examples: [
    { does: 'forward nothing that arrives on eth1', line: 'iface set eth1 --forwarding off' },
    { does: 'in IPv6 only', line: 'iface set eth1 --forwarding off --family ipv6' },
  ],
  args: { interface: interfaceArg },
  flags: {
    forwarding: {
      kind: 'option',
      label: 'on|off',
      summary: 'whether packets that arrive on it are forwarded',
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
