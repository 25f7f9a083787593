/** Asks the user at a terminal. @throws Aborted on Ctrl-C, and at the end of the input */
export interface Prompter {
  /** A line of text; `check` returns what is wrong with it, or true. */
  readonly text: (question: string, check: (answer: string) => string | true, suggestion?: string) => Promise<string>;
  /** One of several; `usual` is where the cursor is at first. */
  readonly choose: (question: string, choices: readonly Choice[], usual?: string) => Promise<string>;
  /** One or more of several. */
  readonly chooseSome: (question: string, choices: readonly Choice[]) => Promise<readonly string[]>;
  /** Yes or no; no if the user just presses return. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Waits for a key: true for space and return, false for q, null for Ctrl-C. */
  readonly pressKey: (prompt: string) => Promise<boolean | null>;
}

export interface Choice {
  readonly value: string;
  /** What else helps to choose. */
  readonly detail: string;
}
