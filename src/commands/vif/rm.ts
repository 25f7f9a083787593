import { MAX_VIFS } from '../../core/linux/vif.js';
import { labCommand } from '../../execute/command.js';
import { familyFlag, parseInteger } from '../../grammar/values.js';
import { vifRm } from '../../ops/vif/rm.js';
import { renderVifRm } from '../../render/vif/rm.js';

export default labCommand('vif rm', () => ({
  summary: 'remove a vif (linux)',
  description:
    'Routes keep the number, and use the vif again once it is back. Packets that arrive on an interface without a vif are not routed. Other stacks refuse it.',
  examples: [{ does: 'remove the vif of eth2', line: 'vif rm 1' }],
  args: {
    number: {
      label: 'N',
      summary: 'number of the vif',
      required: true,
      parse: (text) => parseInteger(text, 'N', 0, MAX_VIFS - 1),
    },
  },
  flags: { family: familyFlag },
  changes: true,
  toRequest: ({ args, flags }) => ({ number: args.number, family: flags.family ?? null }),
  op: vifRm,
  text: renderVifRm,
}));
