/** Of the memory that Node lets objects take, work uses this part at most: the rest is for writing down what it did. */
const USED_PART = 0.6;

/** Bytes of payloads that are held at once at most: they lie beside the objects, and Node sets them no bound. */
const MAX_PAYLOAD_BYTES = 1_000_000_000;

/** What Node takes if it does not tell. */
const USUAL_HEAP_BYTES = 2_000_000_000;

/** A session of so many bytes takes this many times as many while it is read and written. */
const BYTES_OF_ONE = 16;

/** A larger file than this was not written by mcast as a session. */
const MAX_SESSION_BYTES = 500_000_000;

/** A smaller one is a session wherever Node runs. */
const SMALL_SESSION_BYTES = 32_000_000;

/** Whether a session takes seconds to read and write. */
export function isLarge(bytes: number): boolean {
  return bytes > SMALL_SESSION_BYTES;
}

/** Whether a session is larger than what can be read and written on this machine. */
export function isTooLarge(bytes: number): boolean {
  return isLarge(bytes) && bytes > maxSessionBytes();
}

/** How large a session may be on this machine, in bytes. */
export function maxSessionBytes(): number {
  return Math.min(MAX_SESSION_BYTES, Math.floor(heapLimit() / BYTES_OF_ONE));
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

/** Bytes that objects may take. Node's module is asked for where there is a way to have it only when it is needed: since 20.16. */
function heapLimit(): number {
  return process.getBuiltinModule?.('node:v8').getHeapStatistics().heap_size_limit ?? USUAL_HEAP_BYTES;
}
