import { labCommand } from '../../execute/command.js';
import { familiesOf, familyFlag } from '../../grammar/values.js';
import { forwardingOff } from '../../ops/forwarding/off.js';
import { renderForwarding } from '../../render/forwarding.js';

export default labCommand('forwarding off', () => ({
  summary: 'turn multicast forwarding off',
  description: 'Removes the installed routes of the address families. Pending routes remain.',
  examples: [
    { does: 'turn it off for both families', line: 'forwarding off' },
    { does: 'turn it off for IPv6', line: 'forwarding off --family ipv6' },
  ],
  args: {},
  flags: { family: familyFlag },
  changes: true,
  toRequest: ({ flags }) => ({ families: familiesOf(flags.family) }),
  op: forwardingOff,
  text: renderForwarding,
}));
