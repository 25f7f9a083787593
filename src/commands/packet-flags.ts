import type { Address } from '../core/address.js';
import { LabError } from '../core/errors.js';
import type { OptionSpec } from '../grammar/spec.js';
import { checkPayload, durationFlag, integerFlag } from '../grammar/values.js';

/** Limits of one command, to bound the size of its result. */
const MAX_COUNT = 100_000;
const MAX_TOTAL_PAYLOAD_BYTES = 32 * 1024 * 1024;

/** Number of packets that need no steps. */
export const FEW_PACKETS = 1_000;

/** `--payload TEXT` */
export const payloadFlag: OptionSpec<string, false> = {
  kind: 'option',
  label: 'TEXT',
  summary: 'payload as UTF-8 text',
  multiple: false,
  allowEmpty: true,
  parse: String,
};

/** `--count N` and `--interval DURATION` */
export const repeatFlags = {
  count: integerFlag({ label: 'N', summary: 'number of packets, at most 100,000', min: 1, max: MAX_COUNT, defaultText: '1' }),
  interval: { ...durationFlag('DURATION', 'time to advance the clock between packets'), defaultText: '0s' },
};

/** Most packets of a long script have no payload. */
const NO_PAYLOAD = new Uint8Array();

/** The bytes of `--payload`. */
export function encodePayload(text = ''): Uint8Array {
  return text === '' ? NO_PAYLOAD : new TextEncoder().encode(text);
}

/** Checks that a payload fits a datagram, and that so many are not too much for one command. @throws LabError `USAGE` */
export function checkPayloads(payload: Uint8Array, to: { readonly group: Address }, count: number): void {
  checkPayload(payload, to);
  if (count * payload.length <= MAX_TOTAL_PAYLOAD_BYTES) return;
  throw new LabError(
    'USAGE',
    `${count} packets of ${payload.length} bytes are too much for one command`,
    'Send at most 32 MiB at once.',
  );
}
