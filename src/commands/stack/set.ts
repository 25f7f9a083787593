import { LabError } from '../../core/errors.js';
import { quoteText } from '../../core/printable.js';
import { labCommand } from '../../execute/command.js';
import { familiesOf, familyFlag } from '../../grammar/values.js';
import type { StackSetting } from '../../ops/stack/set.js';
import { STACK_SETTINGS, stackSet } from '../../ops/stack/set.js';
import { renderStackSet } from '../../render/stack/set.js';

export default labCommand('stack set', () => ({
  summary: 'change a setting of the stack (linux)',
  description:
    'With assert, Linux sends WRONGVIF for a packet on a wrong interface if that is among the outgoing interfaces, at most once in 3s for each route; with pim, on any interface. Turning pim on or off turns assert on or off too. Both are off in a new session. Other stacks refuse it.',
  examples: [
    { does: 'send WRONGVIF', line: 'stack set assert on' },
    { does: 'send it for packets from any interface, for IPv6 only', line: 'stack set pim on --family ipv6' },
  ],
  args: {
    setting: { label: 'SETTING', summary: 'assert or pim', required: true, options: STACK_SETTINGS, parse: parseSetting },
    value: { label: 'on|off', summary: 'on or off', required: true, options: ['on', 'off'], parse: parseSwitch },
  },
  flags: { family: familyFlag },
  changes: true,
  toRequest: ({ args, flags }) => ({ setting: args.setting, isOn: args.value, families: familiesOf(flags.family) }),
  op: stackSet,
  text: renderStackSet,
}));

/** @throws LabError `USAGE` */
function parseSetting(text: string): StackSetting {
  const found = STACK_SETTINGS.find((name) => name === text);
  if (found !== undefined) return found;
  throw new LabError('USAGE', `unknown setting ${quoteText(text)}`, `Choose ${STACK_SETTINGS.join(' or ')}.`);
}

/** @throws LabError `USAGE` */
function parseSwitch(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new LabError('USAGE', `the value must be on or off, not ${quoteText(text)}`);
}
