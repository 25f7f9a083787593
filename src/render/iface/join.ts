import type { MembershipResult } from '../../ops/iface/join.js';
import type { Style } from '../style.js';

export function renderIfaceJoin({ interface: nic, group, joins }: MembershipResult, style: Style): string {
  const again = joins === 1 ? '' : `, ${joins} times now`;
  return `${nic.name} ${style.paint('good', 'joined')} ${group}${again}`;
}
