import { labCommand } from '../../execute/command.js';
import { familiesOf, familyFlag } from '../../grammar/values.js';
import { forwardingOn } from '../../ops/forwarding/on.js';
import { renderForwarding } from '../../render/forwarding.js';

export default labCommand('forwarding on', () => ({
  summary: 'turn multicast forwarding on',
  description: 'Each interface also has its own setting; a packet is forwarded only if both are on.',
  examples: [
    { does: 'turn it on for both families', line: 'forwarding on' },
    { does: 'turn it on for IPv6', line: 'forwarding on --family ipv6' },
  ],
  args: {},
  flags: { family: familyFlag },
  changes: true,
  toRequest: ({ flags }) => ({ families: familiesOf(flags.family) }),
  op: forwardingOn,
  text: renderForwarding,
}));
