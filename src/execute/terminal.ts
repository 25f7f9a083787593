/** What shows output that is longer than the screen. */
export interface Pager {
  /** Shows a text until the user has read it. Returns false, and shows nothing, if it fits the screen or the pager cannot be executed. */
  readonly show: (text: string) => boolean;
}

/** Where results and complaints go. */
export interface Terminal {
  /** Whether somebody can be asked, and sees the question, which goes to stderr. */
  readonly isInteractive: () => Promise<boolean>;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
  /** Its width; null if stdout is not a terminal. */
  readonly columns: number | null;
  /** Shows long output; null where nobody would read it, or wants it. */
  readonly pager: Pager | null;
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
  pager: null,
  complainsToTerminal: false,
  print: () => null,
  isStdoutClosed: false,
  complain: () => {},
  showStatus: () => {},
};
