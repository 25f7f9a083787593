/** What a piece of text means, which decides its colour on a terminal. */
export type Role = 'good' | 'waiting' | 'bad' | 'heading' | 'strong' | 'faint';

/** How text is dressed. Everything that is rendered goes through one of these, so that colour and tables are decided in one place. */
export interface Style {
  readonly paint: (role: Role, text: string) => string;
  /** Rows below a head, aligned. Cells may be painted already. */
  readonly table: (head: readonly string[], rows: readonly (readonly string[])[]) => string;
  /** Several things in one cell of a table. */
  readonly list: (items: readonly string[]) => string;
}

/** Whether a column of a table is one of numbers, which stand flush right. */
function isNumericColumn(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.every((row) => /^\d+$/.test(row[column] ?? ''));
}

/** For pipes and files: no colour, columns two spaces apart. */
export const plainStyle: Style = {
  paint: (_role, text) => text,
  table: (head, rows) => {
    const all = [head.map((cell) => cell.toUpperCase()), ...rows];
    const columns = head.map((_, column) => ({
      width: Math.max(...all.map((row) => row[column]?.length ?? 0)),
      isNumeric: isNumericColumn(rows, column),
    }));
    const line = (row: readonly string[]) =>
      columns.map(({ width, isNumeric }, column) =>
        isNumeric ? (row[column] ?? '').padStart(width) : (row[column] ?? '').padEnd(width),
      );
    return all.map((row) => line(row).join('  ').trimEnd()).join('\n');
  },
  list: (items) => items.join(', '),
};
