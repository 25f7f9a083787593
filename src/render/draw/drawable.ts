import { escapeText } from '../../core/printable.js';

/**
 * Characters whose width and place on a line are known: no combining marks, no emoji of several parts, nothing that is written from right to
 * left.
 */
const UNSURE =
  /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02af\u0370-\u0373\u037b-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u21ff\u2200-\u22ff\u2500-\u257f\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3]/gu;

/** Text of unknown origin as it may appear in a drawing, where each character has to keep to its place. */
export function drawable(text: string): string {
  return escapeText(text).replaceAll(UNSURE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
