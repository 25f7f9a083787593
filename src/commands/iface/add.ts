import { labCommand } from '../../execute/command.js';
import { addressFlag, interfaceIdFlag, parseInterfaceName } from '../../grammar/values.js';
import { ifaceAdd } from '../../ops/iface/add.js';
import { renderIfaceAdd } from '../../render/iface/add.js';

export default labCommand('iface add', () => ({
  summary: 'add an interface',
  description: 'An interface sends only packets of the families in which it has an address.',
  examples: [
    {
      does: 'add an interface with an IPv4 and an IPv6 address',
      line: 'iface add eth5 --address 10.0.5.1/24 --address fc00:5::1/64',
    },
    { does: 'add an interface with forwarding off', line: 'iface add eth6 --id 16 --forwarding off' },
  ],
  args: { name: { label: 'NAME', summary: 'name of the interface, such as eth5', required: true, parse: parseInterfaceName } },
  flags: {
    id: interfaceIdFlag,
    address: addressFlag,
    forwarding: {
      kind: 'option',
      label: 'on|off',
      summary: 'whether the router forwards packets that arrive on it',
      multiple: false,
      options: ['on', 'off'],
      defaultText: 'on',
      parse: (text) => text === 'on',
    },
  },
  changes: true,
  toRequest: ({ args, flags }) => ({
    name: args.name,
    id: flags.id ?? null,
    addresses: flags.address,
    forwarding: flags.forwarding ?? true,
  }),
  op: ifaceAdd,
  text: renderIfaceAdd,
}));
