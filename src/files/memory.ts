import { LabError } from '../core/errors.js';

/** Of the memory that Node lets objects take, work uses this part at most: the rest is for writing down what it did. */
const USED_PART = 0.6;

/** Bytes of payloads that are held at once at most: they lie beside the objects, and Node sets them no bound. */
const MAX_PAYLOAD_BYTES = 1_000_000_000;

/** What Node takes if it does not tell. */
const USUAL_HEAP_BYTES = 2_000_000_000;

/** What Node sets aside of that for new objects, in bytes. */
const NEW_SPACE_BYTES = 50_000_000;

/** A session of so many bytes takes this many times as many while it is read, shown and written. */
const BYTES_OF_ONE = 16;

/** While it is only read and written, as most commands do, and is not large. */
const BYTES_OF_READ = 5;

/** A larger file than this was not written by mcast as a session. */
const MAX_SESSION_BYTES = 500_000_000;

/** A session up to this size is read and written in a moment. */
const MEDIUM_SESSION_BYTES = 32_000_000;

/** What takes less than this has room wherever Node runs. */
const SMALL_BYTES = 8_000_000;

/** Whether a session takes seconds to read and write. */
export function isLarge(bytes: number): boolean {
  return bytes > MEDIUM_SESSION_BYTES;
}

/** Whether a session is larger than what can be read and written on this machine. */
export function isTooLarge(bytes: number): boolean {
  return bytes * BYTES_OF_READ > SMALL_BYTES && bytes > maxSessionBytes();
}

/** How large a session may be on this machine, in bytes. */
export function maxSessionBytes(): number {
  const bytes = oldSpaceBytes();
  const mostMedium = Math.min(MEDIUM_SESSION_BYTES, bytes / BYTES_OF_READ);
  return Math.floor(Math.min(MAX_SESSION_BYTES, Math.max(bytes / BYTES_OF_ONE, mostMedium)));
}

/**
 * Claims memory before it is taken: there is no way back once it is full.
 *
 * @param bytes all that the command may take
 * @throws LabError `SESSION_TOO_LARGE`
 */
export function claimMemory(bytes: number): void {
  if (bytes <= SMALL_BYTES || bytes <= oldSpaceBytes()) return;
  throw new LabError(
    'SESSION_TOO_LARGE',
    `not enough memory (this may take ${megabytes(bytes)} of ${megabytes(oldSpaceBytes())})`,
    'Raise the limit: NODE_OPTIONS=--max-old-space-size=8192',
  );
}

/** What memory is full of, as a sentence says it; null if there is room. */
export function fullMemory(): string | null {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  if (arrayBuffers > MAX_PAYLOAD_BYTES) return `payloads take ${megabytes(arrayBuffers)}`;
  const limit = heapLimit();
  return heapUsed > limit * USED_PART ? `it takes ${megabytes(heapUsed)} of ${megabytes(limit)}` : null;
}

/** `132 MB` */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

/** Bytes that objects may take which stay. */
function oldSpaceBytes(): number {
  return Math.max(0, heapLimit() - NEW_SPACE_BYTES);
}

/** Bytes that objects may take. Node's module is asked for where there is a way to have it only when it is needed: since 20.16. */
function heapLimit(): number {
  return process.getBuiltinModule?.('node:v8').getHeapStatistics().heap_size_limit ?? USUAL_HEAP_BYTES;
}
