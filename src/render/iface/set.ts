import { FAMILY_NAMES } from '../../core/address.js';
import type { IfaceSetResult } from '../../ops/iface/set.js';

import type { Style } from '../style.js';

export function renderIfaceSet({ interface: nic, families, rpFilter }: IfaceSetResult, style: Style): string {
  const switches = families.map(({ family, was, forwarding }) => {
    const state = style.paint(forwarding ? 'good' : 'bad', forwarding ? 'on' : 'off');
    return `${FAMILY_NAMES[family]} forwarding of ${nic.name} is ${state}${was === forwarding ? ' (unchanged)' : ''}`;
  });
  const same = rpFilter?.was === rpFilter?.is ? ' (unchanged)' : '';
  const filter = rpFilter === undefined ? [] : [`rp_filter of ${nic.name} is ${rpFilter.is}${same}`];
  const lines = [...switches, ...filter];
  return lines.length === 0 ? `${nic.name} has ${nic.addresses.join(', ')}` : lines.join('\n');
}
