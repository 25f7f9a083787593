/**
 * What must not reach a terminal as it is: control characters (C0, C1, DEL), line and paragraph separators, and the marks that change
 * the direction of text or cannot be seen: `[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]` of Unicode 15, in numbers, since the first use of a named
 * property costs every start milliseconds.
 */
const UNPRINTABLE =
  /[\0-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]/gu;

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Makes text of unknown origin safe to show: escapes every character that could control a terminal. */
export function escapeText(text: string): string {
  return text.replaceAll(UNPRINTABLE, escapeCharacter);
}

/** Whether text may be shown as it is. */
export function isPrintable(text: string): boolean {
  return escapeText(text) === text;
}

/** The same in double quotes, shortened to what fits in a sentence. */
export function quoteText(text: string): string {
  const characters = Array.from(text.slice(0, 200));
  const shown = characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : text;
  return `"${escapeText(shown.replaceAll(/["\\]/g, '\\$&'))}"`;
}

/** Makes JSON safe to show: the same value, with every character that could control a terminal escaped. */
export function escapeJson(json: string): string {
  return json.replaceAll(UNPRINTABLE, (character) => (character === '\n' ? character : escapeUnits(character)));
}

function escapeUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
