/** How many candidates are collected at most: more than anybody reads, and few enough to be found at once in a lab of any size. */
export const MAX_CANDIDATES = 200;

/** What the word at the cursor can become. */
export interface Candidate {
  /** The whole word, what is typed of it included. */
  readonly text: string;
  /** What else helps to choose; empty if there is nothing to say. */
  readonly summary: string;
  /**
   * What follows the text: a space; nothing, since the word may continue; or a file name, which the caller completes.
   * The text is then what stands in front of the name.
   */
  readonly then: 'space' | 'none' | 'file';
}

/** A candidate, by default a whole word. */
export function candidate(text: string, summary: string, then: Candidate['then'] = 'space'): Candidate {
  return { text, summary, then };
}

/** The candidates that begin with the typed text: each text once, its first occurrence, and at most {@link MAX_CANDIDATES}. */
export function select(found: Iterable<Candidate>, partial: string): Candidate[] {
  const selected = new Map<string, Candidate>();
  for (const each of found) {
    if (!each.text.startsWith(partial) || selected.has(each.text)) continue;
    selected.set(each.text, each);
    if (selected.size === MAX_CANDIDATES) break;
  }
  return [...selected.values()];
}
