/**
 * FNV-1a over words of four bytes: it costs less than loading what computes a better one. It guards against accidents, not against
 * attackers, who could write whatever they like if they could write here.
 *
 * @returns a whole number below 2^32
 */
export function checksum(data: Uint8Array): number {
  const aligned = data.byteOffset % 4 === 0 ? data : new Uint8Array(data);
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
  let hash = 0x811c9dc5 ^ aligned.length;
  for (let i = 0; i < words.length; i += 1) hash = Math.imul(hash ^ (words[i] ?? 0), 0x01000193);
  for (let i = words.length * 4; i < aligned.length; i += 1) hash = Math.imul(hash ^ (aligned[i] ?? 0), 0x01000193);
  return hash >>> 0;
}
