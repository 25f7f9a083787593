/** A list with more rows than these is written row by row. */
const MANY_ROWS = 256;

/**
 * The text of `JSON.stringify(value, null, indent)` in pieces: a long list row by row, so that the text of a long document is never in memory
 * at once.
 */
export function* jsonPieces(value: unknown, indent: number, outer = '\n'): Iterable<string> {
  if (!hasLongList(value)) {
    const text = JSON.stringify(value, null, indent);
    yield indent === 0 ? text : text.replaceAll('\n', outer);
    return;
  }
  const inner = indent === 0 ? '' : `${outer}${' '.repeat(indent)}`;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  let before = `${open}${inner}`;
  for (const [key, member] of membersOf(value)) {
    const name = Array.isArray(value) ? '' : `${JSON.stringify(key)}:${indent === 0 ? '' : ' '}`;
    yield `${before}${name}`;
    yield* jsonPieces(member, indent, inner);
    before = `,${inner}`;
  }
  yield `${indent === 0 ? '' : outer}${close}`;
}

function hasLongList(value: unknown): value is object {
  if (Array.isArray(value)) return value.length > MANY_ROWS || value.some(hasLongList);
  return isPlain(value) && Object.values(value).some(hasLongList);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The members that JSON has. */
function* membersOf(value: object): Iterable<readonly [string | number, unknown]> {
  if (Array.isArray(value)) return yield* value.map((member: unknown) => member ?? null).entries();
  for (const [key, member] of Object.entries(value)) if (member !== undefined) yield [key, member];
}
