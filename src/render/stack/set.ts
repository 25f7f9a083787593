import { FAMILY_NAMES } from '../../core/address.js';
import type { StackSetResult } from '../../ops/stack/set.js';
import type { Style } from '../style.js';

export function renderStackSet({ setting, families }: StackSetResult, style: Style): string {
  return families
    .map((each) => {
      const isOn = each[setting];
      const same = each.was === isOn ? ' (unchanged)' : setting === 'pim' ? `, and assert ${each.assert ? 'on' : 'off'}` : '';
      return `${FAMILY_NAMES[each.family]} ${setting} is ${style.paint(isOn ? 'good' : 'bad', isOn ? 'on' : 'off')}${same}`;
    })
    .join('\n');
}
