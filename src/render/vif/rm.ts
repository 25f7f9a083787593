import { FAMILY_NAMES } from '../../core/address.js';
import type { VifRmResult } from '../../ops/vif/rm.js';
import type { Style } from '../style.js';

export function renderVifRm({ number, removed }: VifRmResult, style: Style): string {
  return removed
    .map(
      ({ family, interface: nic }) => `${style.paint('bad', 'removed')} vif ${number}: ${nic.name}, for ${FAMILY_NAMES[family]}`,
    )
    .join('\n');
}
