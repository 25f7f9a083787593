import type { IfaceRmResult } from '../../ops/iface/rm.js';
import { count } from '../phrase.js';
import type { Style } from '../style.js';

export function renderIfaceRm({ interface: nic, routesLeft }: IfaceRmResult, style: Style): string {
  const left =
    routesLeft === 0 ? '' : `; ${count(routesLeft, 'route')} still ${routesLeft === 1 ? 'names' : 'name'} it, as ${nic.id}`;
  return `${style.paint('bad', 'removed')} ${nic.name}${left}`;
}
