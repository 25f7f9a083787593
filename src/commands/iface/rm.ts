import { labCommand } from '../../execute/command.js';
import { interfaceArg } from '../../grammar/values.js';
import { ifaceRm } from '../../ops/iface/rm.js';
import { renderIfaceRm } from '../../render/iface/rm.js';

export default labCommand('iface rm', () => ({
  summary: 'remove an interface',
  description: 'Routes that refer to it remain; a copy to it counts as unrouteable.',
  examples: [{ does: 'remove eth4', line: 'iface rm eth4' }],
  args: { interface: interfaceArg },
  flags: {},
  changes: true,
  toRequest: ({ args }) => args,
  op: ifaceRm,
  text: renderIfaceRm,
}));
