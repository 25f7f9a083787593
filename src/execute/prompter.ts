/** Asks the user at a terminal. Each question is answered, or ends with null when the user aborts with Ctrl-C. */
export interface Prompter {
  /** A line of text; `check` returns what is wrong with it, or true. */
  readonly text: (question: string, check: (answer: string) => string | true, suggestion?: string) => Promise<string | null>;
  /** One of several; `usual` is where the cursor is at first. */
  readonly choose: (question: string, choices: readonly Choice[], usual?: string) => Promise<string | null>;
  /** One or more of several. */
  readonly chooseSome: (question: string, choices: readonly Choice[]) => Promise<readonly string[] | null>;
  /** Yes or no; no if the user just presses return. */
  readonly confirm: (question: string) => Promise<boolean | null>;
  /** Waits for a key: true for space and return, false for q. */
  readonly pressKey: (prompt: string) => Promise<boolean | null>;
}

export interface Choice {
  readonly value: string;
  /** What else helps to choose. */
  readonly detail: string;
}
