import { labCommand } from '../../execute/command.js';
import { groupArg, interfaceArg } from '../../grammar/values.js';
import { ifaceLeave } from '../../ops/iface/leave.js';
import { renderIfaceLeave } from '../../render/iface/leave.js';

export default labCommand('iface leave', () => ({
  summary: 'leave a group on an interface',
  description: 'Reverts one join. The membership ends when every join has been reverted.',
  examples: [{ does: 'leave a group on eth1', line: 'iface leave eth1 239.1.1.1' }],
  args: { interface: interfaceArg, group: { ...groupArg, completes: 'joined-group' } },
  flags: {},
  changes: true,
  toRequest: ({ args }) => args,
  op: ifaceLeave,
  text: renderIfaceLeave,
}));
