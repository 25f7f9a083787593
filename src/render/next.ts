import { wrap } from './width.js';

/** A word that may come next, and what it is. */
interface Row {
  readonly label: string;
  readonly summary: string;
}

/** What may come next on a line. */
export interface NextView {
  /** Of the command, once it is known. */
  readonly usage: string | null;
  /** What the word at the cursor is the value of. */
  readonly value: Row | null;
  readonly candidates: readonly { readonly text: string; readonly summary: string }[];
  readonly flags: readonly Row[];
  /** Whether the line can be executed as it is. */
  readonly canRun: boolean;
}

/** Where summaries start at most; longer words push theirs aside. */
const MAX_COLUMN = 30;

/** What may come next on a line: a row each, with the candidates of a value below it; long summaries are wrapped. */
export function renderNext({ usage, value, candidates, flags, canRun }: NextView, columns: number): string {
  const indent = value === null ? '' : '  ';
  const rows: Row[] = [
    ...(value === null ? [] : [value]),
    ...candidates.map(({ text, summary }) => ({ label: `${indent}${text}`, summary })),
    ...flags,
    ...(canRun ? [{ label: '<enter>', summary: 'execute the line' }] : []),
  ];
  const head = usage === null ? [] : [usage, ''];
  if (rows.length === 0) return [...head, 'nothing can come next'].join('\n');
  const width = Math.min(MAX_COLUMN, Math.max(...rows.map(({ label }) => label.length)));
  const room = Math.max(MIN_ROOM, columns - width - 2);
  const lines = rows.flatMap(({ label, summary }) => {
    const [first = '', ...rest] = wrap(summary, room);
    return [`${label.padEnd(width)}  ${first}`.trimEnd(), ...rest.map((text) => `${' '.repeat(width + 2)}${text}`)];
  });
  return [...head, ...lines].join('\n');
}

/** However narrow the terminal is, a summary has this many columns. */
const MIN_ROOM = 20;
