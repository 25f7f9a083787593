import type { SendResult } from '../../ops/network/send.js';
import { renderEvent, renderExpired } from '../effects.js';
import { pair } from '../phrase.js';
import type { Style } from '../style.js';
import { renderNetwork } from './effects.js';

export function renderSend(result: SendResult, style: Style): string {
  const { host, ids, expired, events } = result;
  const [first] = ids;
  const packets = ids.length === 1 ? `packet ${first}` : `packets ${first} to ${ids.at(-1)}`;
  return [
    `${host} ${style.paint('good', 'sent')} ${packets} ${pair(result)}`,
    ...expired.map((entry) => renderExpired(entry, style)),
    ...renderNetwork(result, result.nowNs, style),
    ...events.map((event) => renderEvent(event, style)),
  ].join('\n');
}
