import type { OriginateResult } from '../ops/originate.js';
import { renderEvent } from './effects.js';
import { fate } from './packet.js';
import type { Style } from './style.js';

export function renderOriginate(result: OriginateResult, style: Style): string {
  const { packet, events } = result;
  return [
    `packet ${packet.id}, sent by ${packet.iif}: ${fate(packet, result, style)}`,
    ...events.map((event) => renderEvent(event, style)),
  ].join('\n');
}
