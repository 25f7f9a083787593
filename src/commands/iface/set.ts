import { LabError } from '../../core/errors.js';
import type { RpFilter } from '../../core/linux/admission.js';
import { labCommand } from '../../execute/command.js';
import { addressFlag, familiesOf, familyFlag, interfaceArg } from '../../grammar/values.js';
import { ifaceSet } from '../../ops/iface/set.js';
import { renderIfaceSet } from '../../render/iface/set.js';

export default labCommand('iface set', () => ({
  summary: 'change an interface: forwarding, addresses, rp_filter',
  description:
    'Forwarding affects packets that arrive on the interface; copies are sent on it either way. Linux has no such switch: there an interface takes part while it is a vif. rp_filter looks at the subnets of all interfaces.',
  examples: [
    { does: 'stop forwarding packets that arrive on eth1', line: 'iface set eth1 --forwarding off' },
    { does: 'stop forwarding only IPv6', line: 'iface set eth1 --forwarding off --family ipv6' },
    { does: 'give it other addresses', line: 'iface set eth1 --address 10.0.7.1/24 --address fc00:7::1/64' },
    { does: 'drop packets from the wrong side, in a linux session', line: 'iface set eth1 --rp-filter 1' },
  ],
  args: { interface: interfaceArg },
  flags: {
    forwarding: {
      kind: 'option',
      label: 'on|off',
      summary: 'whether the router forwards packets that arrive on it',
      multiple: false,
      options: ['on', 'off'],
      parse: (text) => text === 'on',
    },
    family: familyFlag,
    address: { ...addressFlag, summary: 'address in place of all it has; repeatable' },
    'rp-filter': {
      kind: 'option',
      label: '0|1|2',
      summary: 'linux, IPv4: drop packets whose source is not reached by the interface (1), or not at all (2)',
      multiple: false,
      options: ['0', '1', '2'],
      parse: parseRpFilter,
    },
  },
  changes: true,
  toRequest: ({ args, flags }) => {
    const { forwarding, address: addresses, 'rp-filter': rpFilter } = flags;
    if (forwarding === undefined && rpFilter === undefined && addresses.length === 0) {
      throw new LabError(
        'USAGE',
        '--forwarding is missing',
        'Give --forwarding on|off, or --address; in a linux session, or --rp-filter.',
      );
    }
    return {
      interface: args.interface,
      families: familiesOf(flags.family),
      ...(forwarding !== undefined && { forwarding }),
      ...(rpFilter !== undefined && { rpFilter }),
      ...(addresses.length > 0 && { addresses }),
    };
  },
  op: ifaceSet,
  text: renderIfaceSet,
}));

function parseRpFilter(text: string): RpFilter {
  return text === '2' ? 2 : text === '1' ? 1 : 0;
}
