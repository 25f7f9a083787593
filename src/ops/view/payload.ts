import type { Packet } from '../../core/packet.js';

/** A payload as text. If it is not UTF-8, the text has U+FFFD for invalid bytes, and `payloadHex` has the bytes. */
export interface PayloadView {
  readonly payload: string;
  readonly payloadHex?: string;
}

export function viewPayload(packet: Packet): PayloadView {
  if (packet.payload.length === 0) return NO_PAYLOAD;
  const text = packet.payloadText();
  if (text !== null) return { payload: text };
  return { payload: new TextDecoder('utf-8', { ignoreBOM: true }).decode(packet.payload), payloadHex: packet.payloadHex() };
}

const NO_PAYLOAD: PayloadView = { payload: '' };
