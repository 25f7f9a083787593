/** Whether a row is new, is gone, or is not as it was. */
export type RowChange = 'added' | 'removed' | 'changed';

/** A row as it is now, or as it was if it is gone. */
export interface WatchedRow<View> {
  readonly view: View;
  /** Null if it is as it was. */
  readonly change: RowChange | null;
  /** What it was; null if it is new, or as it was. */
  readonly before: View | null;
}

/** Rows of one kind, of which only those are looked at that are seen: there may be a great many. */
export interface WatchedRows<View> {
  /** Those that are gone included. */
  readonly count: number;
  /** How many of them are gone; they come first. */
  readonly gone: number;
  /** @param index 0 to `count` − 1 */
  readonly at: (index: number) => WatchedRow<View>;
  /** The first that is new or not as it was, or null. */
  readonly firstChanged: number | null;
}

/** Rows of which there are few. */
export function fewRows<View>(rows: readonly WatchedRow<View>[]): WatchedRows<View> {
  const first = rows.findIndex(({ change }) => change !== null);
  return {
    count: rows.length,
    gone: 0,
    at: (index) => {
      const row = rows[index];
      if (row === undefined) throw new RangeError(`there is no row ${index}`);
      return row;
    },
    firstChanged: first === -1 ? null : first,
  };
}
