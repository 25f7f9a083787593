import { labCommand } from '../../execute/command.js';
import { groupArg, interfaceArg } from '../../grammar/values.js';
import { ifaceJoin } from '../../ops/iface/join.js';
import { renderIfaceJoin } from '../../render/iface/join.js';

export default labCommand('iface join', () => ({
  summary: 'join a group on an interface',
  description:
    'Packets to the group that arrive on the interface are then delivered to this host as well as forwarded. Each further join needs its own leave.',
  examples: [{ does: 'join a group on eth1', line: 'iface join eth1 239.1.1.1' }],
  args: { interface: interfaceArg, group: groupArg },
  flags: {},
  changes: true,
  toRequest: ({ args }) => args,
  op: ifaceJoin,
  text: renderIfaceJoin,
}));
