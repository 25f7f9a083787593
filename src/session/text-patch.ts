/**
 * One place where two texts differ: where it begins in the earlier text, in UTF-16 units, and the text there in the earlier and in the
 * later one.
 */
type Hunk = readonly [at: number, earlier: string, later: string];

/** Everything in which two texts differ, in order. */
export type TextPatch = readonly Hunk[];

/** How much of two texts is compared at once, in UTF-16 units. */
const BLOCK = 4096;

/**
 * Finds how the lines of two snapshots differ. Always right; and short as long as both are written in the same order, for rows stand in
 * the order of their text, and other lines are the same on both sides but for their values.
 */
export function diffLines(earlier: string, later: string): TextPatch {
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const same = equalLines(earlier, i, later, j);
    i += same;
    j += same;
    if (i === earlier.length && j === later.length) return hunks;
    const [fromI, fromJ] = [i, j];
    for (let [a, b] = [lineAt(earlier, i), lineAt(later, j)]; a !== b; [a, b] = [lineAt(earlier, i), lineAt(later, j)]) {
      const whose = whichGoesFirst(a, b);
      if (whose !== 'later') i += a.length;
      if (whose !== 'earlier') j += b.length;
    }
    hunks.push([fromI, earlier.slice(fromI, i), later.slice(fromJ, j)]);
  }
}

/**
 * Makes the later text of the earlier one.
 *
 * @throws RangeError if the patch was not made from this text
 */
export function applyPatch(text: string, patch: TextPatch): string {
  const parts: string[] = [];
  let done = 0;
  for (const [at, earlier, later] of patch) {
    if (at < done || at > text.length || !text.startsWith(earlier, at)) throw new RangeError('the patch does not fit the text');
    parts.push(text.slice(done, at), later);
    done = at + earlier.length;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/** The patch that makes the earlier text of the later one. */
export function reversePatch(patch: TextPatch): TextPatch {
  let shift = 0;
  return patch.map(([at, earlier, later]) => {
    const hunk: Hunk = [at + shift, later, earlier];
    shift += later.length - earlier.length;
    return hunk;
  });
}

/** How far two texts are the same from two places on, in whole lines of the one. */
function equalLines(a: string, i: number, b: string, j: number): number {
  let same = 0;
  while (i + same < a.length && a.slice(i + same, i + same + BLOCK) === b.slice(j + same, j + same + BLOCK)) same += BLOCK;
  same = Math.min(same, a.length - i);
  const isAll = i + same === a.length && j + same === b.length;
  // Searching from before the first character, lastIndexOf would look at that one.
  if (same > 0 && !isAll) same = Math.max(0, a.lastIndexOf('\n', i + same - 1) + 1 - i);
  for (let line = lineAt(a, i + same); line !== '' && b.startsWith(line, j + same); line = lineAt(a, i + same))
    same += line.length;
  return same;
}

/** The line from a place on, with its end; empty at the end of the text. */
function lineAt(text: string, from: number): string {
  const end = text.indexOf('\n', from);
  return text.slice(from, end === -1 ? undefined : end + 1);
}

/** Of two lines that differ, the one that the other text lacks; both, if one stands in place of the other. */
function whichGoesFirst(a: string, b: string): 'earlier' | 'later' | 'both' {
  if (a === '') return 'later';
  if (b === '') return 'earlier';
  const [rankA, rankB] = [rank(a), rank(b)];
  if (rankA !== rankB) return rankA < rankB ? 'earlier' : 'later';
  if (rankA > 0) return 'both';
  return a < b ? 'earlier' : 'later';
}

/** Rows of a list come before its end, and the end before what follows. */
function rank(line: string): number {
  const start = line.trimStart();
  if (start.startsWith('{')) return 0;
  return start.startsWith(']') || start.startsWith('}') ? 1 : 2;
}
