import { FAMILY_NAMES } from '../core/address.js';
import type { ForwardingResult } from '../ops/forwarding/on.js';
import { count } from './phrase.js';
import type { Style } from './style.js';

/** Of turning forwarding on and of turning it off. */
export function renderForwarding({ families }: ForwardingResult, style: Style): string {
  return families
    .map(({ family, was, forwarding, cleared, pendingCleared = 0 }) => {
      const state = style.paint(forwarding ? 'good' : 'bad', forwarding ? 'on' : 'off');
      const same = was === forwarding ? ' (unchanged)' : '';
      const lost = cleared === 0 ? '' : `; ${count(cleared, 'route')} cleared`;
      const pending = pendingCleared === 0 ? '' : `; ${count(pendingCleared, 'pending route')} cleared`;
      return `${FAMILY_NAMES[family]} forwarding is ${state}${same}${lost}${pending}`;
    })
    .join('\n');
}
