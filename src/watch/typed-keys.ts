/** Keys that have no character, and what terminals send for them behind an Escape. */
const SEQUENCES = {
  up: ['[A', 'OA'],
  down: ['[B', 'OB'],
  'page up': ['[5~'],
  'page down': ['[6~'],
  home: ['[H', 'OH', '[1~', '[7~'],
  end: ['[F', 'OF', '[4~', '[8~'],
  'shift-tab': ['[Z'],
} as const;

const CONTROLS: Readonly<Record<string, string>> = {
  '\u0003': 'ctrl-c',
  '\u0004': 'ctrl-d',
  '\u000c': 'ctrl-l',
  '\u001a': 'ctrl-z',
  '\u001b': 'escape',
  '\t': 'tab',
};

const NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(SEQUENCES).flatMap(([name, sequences]) => sequences.map((sequence) => [`\u001b${sequence}`, name] as const)),
  ...Object.entries(CONTROLS),
]);

/** What a terminal sends for one key. */
const KEY = /\u001b(?:\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|O[\x40-\x7e])|[\s\S]/gu;

/** What is the beginning of a key, and may be one itself. */
const UNFINISHED = /\u001b(?:O|\[[\x30-\x3f]*[\x20-\x2f]*)?$/;

/** The keys that were typed: their characters, or names of those that have none; and what may be the beginning of another. */
export function readKeys(input: string): { readonly keys: readonly string[]; readonly rest: string } {
  const rest = UNFINISHED.exec(input)?.[0] ?? '';
  const whole = input.slice(0, input.length - rest.length);
  return { keys: Array.from(whole.matchAll(KEY), ([key]) => NAMES.get(key) ?? key), rest };
}

/** The keys of what turned out to be no beginning. */
export function readRest(rest: string): readonly string[] {
  return Array.from(rest, (key) => NAMES.get(key) ?? key);
}
