import { MAX_VIFS } from '../../core/linux/vif.js';
import { labCommand } from '../../execute/command.js';
import { familiesOf, familyFlag, integerFlag, interfaceArg } from '../../grammar/values.js';
import { vifAdd } from '../../ops/vif/add.js';
import { renderVifAdd } from '../../render/vif/add.js';

export default labCommand('vif add', () => ({
  summary: 'make an interface a vif (linux)',
  description:
    'Routes of Linux refer to interfaces by vif numbers. In a new session each interface is a vif, numbered from 0. An interface can be several vifs; the highest counts for packets that arrive. Other stacks refuse it.',
  examples: [
    { does: 'make eth2 a vif again', line: 'vif add eth2' },
    { does: 'set the number', line: 'vif add eth2 --number 7' },
  ],
  args: { interface: interfaceArg },
  flags: {
    number: integerFlag({
      label: 'N',
      summary: 'number of the vif',
      min: 0,
      max: MAX_VIFS - 1,
      defaultText: 'the lowest free number',
    }),
    family: familyFlag,
  },
  changes: true,
  toRequest: ({ args, flags }) => ({
    interface: args.interface,
    number: flags.number ?? null,
    families: familiesOf(flags.family),
  }),
  op: vifAdd,
  text: renderVifAdd,
}));
