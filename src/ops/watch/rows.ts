/** Whether a row is new, removed or changed. */
export type RowChange = 'added' | 'removed' | 'changed';

/** A row, or its last state if it was removed. */
export interface WatchedRow<View> {
  readonly view: View;
  /** Null if unchanged. */
  readonly change: RowChange | null;
  /** Its previous state; null if it is new or unchanged. */
  readonly before: View | null;
}

/** Rows of one kind. Only visible rows are read, since there may be very many. */
export interface WatchedRows<View> {
  /** Including removed rows. */
  readonly count: number;
  /** Number of removed rows; they come first. */
  readonly gone: number;
  /** @param index 0 to `count` − 1 */
  readonly at: (index: number) => WatchedRow<View>;
  /** Index of the first new or changed row, or null. */
  readonly firstChanged: number | null;
}

/** Rows that are few. */
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
