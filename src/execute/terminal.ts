/** Where results and complaints go. */
export interface Terminal {
  /** Whether somebody can be asked, and sees the question, which goes to stderr. */
  readonly isInteractive: () => Promise<boolean>;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
  /** Its width; null if stdout is not a terminal. */
  readonly columns: number | null;
  /** Whether stderr is a terminal as well. */
  readonly complainsToTerminal: boolean;
  /** Writes to stdout. Returns the reason for a failure, or null; a closed pipe does not count as a failure. */
  readonly print: (text: string) => string | null;
  /** True once stdout's reader closed it. */
  readonly isStdoutClosed: boolean;
  /** Writes to stderr, as far as that is possible. */
  readonly complain: (text: string) => void;
  /** Shows a status line on stderr, if that is a terminal, until something is printed or complained; an empty one clears it. */
  readonly showStatus: (text: string) => void;
}

/** Discards everything. */
export const NO_TERMINAL: Terminal = {
  isInteractive: async () => false,
  isTerminal: false,
  columns: null,
  complainsToTerminal: false,
  print: () => null,
  isStdoutClosed: false,
  complain: () => {},
  showStatus: () => {},
};
