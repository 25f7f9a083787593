/** What a piece of text means, which decides its colour on a terminal. */
export type Role = 'good' | 'waiting' | 'bad' | 'heading' | 'strong' | 'faint';

/** A column of a table. Numbers stand flush right. */
export interface Column {
  readonly title: string;
  readonly isNumber: boolean;
}

/** How text is dressed. Everything that is rendered goes through one of these, so that colour and tables are decided in one place. */
export interface Style {
  readonly paint: (role: Role, text: string) => string;
  /** Rows below a head, aligned. Cells may be painted already. */
  readonly table: (columns: readonly Column[], rows: readonly (readonly string[])[]) => string;
  /** Several things in one cell of a table. */
  readonly list: (items: readonly string[]) => string;
  /** Whether lines are drawn with the characters for that, or with plain dashes and bars. */
  readonly drawsLines: boolean;
}

/** A column of text. */
export function text(title: string): Column {
  return { title, isNumber: false };
}

/** A column of numbers. */
export function number(title: string): Column {
  return { title, isNumber: true };
}

/** For pipes and files: no colour, columns two spaces apart. */
export const plainStyle: Style = {
  paint: (_role, painted) => painted,
  table: (columns, rows) => {
    const all = [columns.map(({ title }) => title.toUpperCase()), ...rows];
    const widths = columns.map((_, index) => all.reduce((widest, row) => Math.max(widest, row[index]?.length ?? 0), 0));
    const pad = (cell: string, index: number) =>
      columns[index]?.isNumber ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
    return all.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
  },
  list: (items) => items.join(', '),
  drawsLines: false,
};
