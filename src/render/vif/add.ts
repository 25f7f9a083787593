import { FAMILY_NAMES } from '../../core/address.js';
import type { VifResult } from '../../ops/vif/add.js';
import type { Style } from '../style.js';

export function renderVifAdd({ number, families, interface: nic }: VifResult, style: Style): string {
  const of = families.map((family) => FAMILY_NAMES[family]).join(' and ');
  return `${style.paint('good', 'added')} vif ${number}: ${nic.name}, for ${of}`;
}
