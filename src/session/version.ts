import { checksum } from './checksum.js';

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
