/** Where two JSON values differ: the path of the first field, and both sides; `undefined` stands for a field that is not there. */
export interface Difference {
  readonly path: string;
  readonly want: unknown;
  readonly got: unknown;
}

/** Compares two JSON values whole: a field that only one side has is a difference too. Keys may be in any order, list items may not. */
export function findDifference(want: unknown, got: unknown, path = 'want'): Difference | null {
  if (Array.isArray(want) && Array.isArray(got)) {
    return firstOf(Math.max(want.length, got.length), (i) => findDifference(want[i], got[i], `${path}[${i}]`));
  }
  if (isRecord(want) && isRecord(got)) {
    const keys = [...new Set([...Object.keys(want), ...Object.keys(got)])];
    return firstOf(keys.length, (i) => {
      const key = keys[i] ?? '';
      const isMissing = Object.hasOwn(want, key) !== Object.hasOwn(got, key);
      return isMissing
        ? { path: `${path}.${key}`, want: want[key], got: got[key] }
        : findDifference(want[key], got[key], `${path}.${key}`);
    });
  }
  return want === got ? null : { path, want, got };
}

function firstOf(count: number, compare: (index: number) => Difference | null): Difference | null {
  for (let index = 0; index < count; index += 1) {
    const difference = compare(index);
    if (difference !== null) return difference;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
