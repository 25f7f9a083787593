/** The text of a session at some moment, and what tells it from any other. */
export interface Version {
  readonly text: string;
  readonly fingerprint: string;
}

export function versionOf(text: string): Version {
  return { text, fingerprint: fingerprintOf(text) };
}

const encoder = new TextEncoder();

/** Its length in bytes and its checksum. */
export function fingerprintOf(text: string): string {
  const bytes = encoder.encode(text);
  return `${bytes.length.toString(36)}.${checksum(bytes).toString(36)}`;
}

/**
 * FNV-1a over words of four bytes, with its upper bits folded down after each, so that a change in the upper byte of a word does not stay
 * there: it costs less than loading what computes a better one. It guards against accidents, not against attackers, who could write
 * anything if they could write here.
 *
 * @returns a whole number below 2^32
 */
function checksum(data: Uint8Array): number {
  const aligned = data.byteOffset % 4 === 0 ? data : new Uint8Array(data);
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
  let hash = 0x811c9dc5 ^ aligned.length;
  for (let i = 0; i < words.length; i += 1) hash = fold(Math.imul(hash ^ (words[i] ?? 0), 0x01000193));
  for (let i = words.length * 4; i < aligned.length; i += 1) hash = fold(Math.imul(hash ^ (aligned[i] ?? 0), 0x01000193));
  return hash >>> 0;
}

function fold(hash: number): number {
  return hash ^ (hash >>> 15);
}
