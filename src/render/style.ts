/** What a piece of text means, which decides its colour on a terminal. */
export type Role = 'good' | 'waiting' | 'bad' | 'heading' | 'strong' | 'faint';

/** How text is dressed. Everything that is rendered goes through one of these, so that colour and tables are decided in one place. */
export interface Style {
  readonly paint: (role: Role, text: string) => string;
  /** Rows below a head, aligned. Cells may be painted already. */
  readonly table: (head: readonly string[], rows: readonly (readonly string[])[]) => string;
}

/** For pipes and files: no colour, columns two spaces apart. */
export const plainStyle: Style = {
  paint: (_role, text) => text,
  table: (head, rows) => alignColumns([head.map((cell) => cell.toUpperCase()), ...rows]),
};

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => line.trimEnd()).join('\n');
}
