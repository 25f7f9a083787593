import type { IfaceResult } from '../../ops/iface/add.js';
import type { Style } from '../style.js';

export function renderIfaceAdd({ interface: nic }: IfaceResult, style: Style): string {
  const addresses = nic.addresses.length === 0 ? 'no address' : nic.addresses.join(', ');
  const forwarding = nic.forwarding.ipv4 ? '' : ', forwarding off';
  return `${style.paint('good', 'added')} ${nic.name} with id ${nic.id}, ${addresses}${forwarding}`;
}
