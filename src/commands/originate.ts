import { DEFAULT_TTL } from '../core/packet.js';
import { labCommand } from '../execute/command.js';
import { checkPayload, groupArg, interfaceFlag, keyOf, sourceArg, ttlFlag } from '../grammar/values.js';
import { originate } from '../ops/originate.js';
import { renderOriginate } from '../render/originate.js';
import { given } from './given.js';
import { encodePayload, payloadFlag } from './packet-flags.js';

export default labCommand('originate', () => ({
  summary: "send a packet of the router's own (linux)",
  description:
    'The router itself sends a packet to a group, as a program on it would. Linux routes such packets as well: the copies that routes make leave before the packet itself. Other stacks refuse it.',
  examples: [{ does: 'send a packet by eth1', line: 'originate 10.0.1.1 239.1.1.1 --oif eth1' }],
  args: { source: sourceArg, group: groupArg },
  flags: {
    oif: interfaceFlag('interface by which the router sends it, by name or id'),
    ttl: ttlFlag,
    payload: payloadFlag,
  },
  changes: true,
  toRequest: ({ args, flags }) => {
    const key = keyOf(args.source, args.group);
    const payload = checkPayload(encodePayload(flags.payload), key);
    return { key, oif: given(flags.oif), ttl: flags.ttl ?? DEFAULT_TTL, payload };
  },
  op: originate,
  text: renderOriginate,
}));
