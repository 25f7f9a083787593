/** What a piece of text means, which decides its color on a terminal. */
export type Role = 'good' | 'waiting' | 'bad' | 'heading' | 'strong' | 'faint';

/** Lays out a table whose first row is its head, in columns of these widths. Longer cells wrap. */
export type LayOut = (
  columns: readonly { readonly isNumber: boolean }[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  style: Style,
) => string;

/** How text looks where it is read. Every renderer is handed one, so that color, width and characters are decided in one place. */
export interface Style {
  readonly paint: (role: Role, text: string) => string;
  /** The width of the terminal, which no line exceeds; null in pipes and files, where scripts read lines whole. */
  readonly columns: number | null;
  /** Whether lines are drawn with box-drawing characters, or with plain dashes and bars. */
  readonly drawsLines: boolean;
  /** Whether our own signs are written in ASCII. */
  readonly isAscii: boolean;
  /** Lays out tables on terminals; null elsewhere. */
  readonly layOut: LayOut | null;
}

/** For pipes and files: no color, lines of any length. */
export const plainStyle: Style = { paint: (_role, text) => text, columns: null, drawsLines: false, isAscii: false, layOut: null };
