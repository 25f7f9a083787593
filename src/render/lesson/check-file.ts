import { count } from '../phrase.js';
import type { Style } from '../style.js';

/** Something that a lesson was tried for. */
export interface TriedView {
  /** `the solution` */
  readonly what: string;
  readonly ok: boolean;
  readonly problems: readonly string[];
}

/** A line for everything that was tried, with what is wrong below it. */
export function renderCheckFile(
  { title, tried }: { readonly title: string; readonly tried: readonly TriedView[] },
  style: Style,
): string {
  const lines = tried.flatMap(({ what, ok, problems }) => [
    `${ok ? style.paint('good', '✓') : style.paint('bad', '✗')} ${what}`,
    ...problems.map((problem) => `    ${problem}`),
  ]);
  const wrong = tried.reduce((sum, { problems }) => sum + problems.length, 0);
  const verdict = wrong === 0 ? 'this lesson does what it says' : `${count(wrong, 'problem')} in this lesson`;
  return [style.paint('strong', title), ...lines, verdict].join('\n');
}
