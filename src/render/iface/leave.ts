import type { MembershipResult } from '../../ops/iface/join.js';
import { count } from '../phrase.js';
import type { Style } from '../style.js';

export function renderIfaceLeave({ interface: nic, group, joins }: MembershipResult, style: Style): string {
  if (joins === 0) return `${nic.name} ${style.paint('bad', 'left')} ${group}`;
  return `${nic.name} is still a member of ${group}: ${count(joins, 'join')} left`;
}
