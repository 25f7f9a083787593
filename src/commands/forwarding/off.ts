import { labCommand } from '../../execute/command.js';
import { familiesOf, familyFlag } from '../../grammar/values.js';
import { forwardingOff } from '../../ops/forwarding/off.js';
import { renderForwarding } from '../../render/forwarding.js';

export default labCommand('forwarding off', () => ({
  summary: 'turn multicast forwarding off',
  description: 'Clears the installed routes of the families; what is pending stays.',
  examples: [
    { does: 'for both families', line: 'forwarding off' },
    { does: 'for IPv6', line: 'forwarding off --family ipv6' },
  ],
  args: {},
  flags: { family: familyFlag },
  changes: true,
  toRequest: ({ flags }) => ({ families: familiesOf(flags.family) }),
  op: forwardingOff,
  text: renderForwarding,
}));
