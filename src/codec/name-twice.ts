/** A name that stands twice in one object of a text. */
export interface NameTwice {
  readonly name: string;
  /** The line of the second one, from 1. */
  readonly line: number;
}

const [QUOTE, BACKSLASH, COLON, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Finds the first name that an object has twice.
 *
 * @param text that is JSON
 * @returns null if there is none
 */
export function findNameTwice(text: string): NameTwice | null {
  const open: Set<string>[] = [];
  let from = 0;
  let to = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      from = at;
      to = endOfText(text, at);
      at = to - 1;
    } else if (code === OPEN || code === OPEN_LIST) open.push(new Set());
    else if (code === CLOSE || code === CLOSE_LIST) open.pop();
    else if (code === COLON) {
      // The text before a colon is a name, which may be written in more than one way.
      const name: string = JSON.parse(text.slice(from, to));
      const names = open.at(-1);
      if (names?.has(name) === true) return { name, line: lineOf(text, from) };
      names?.add(name);
    }
  }
  return null;
}

/** Where the text ends that begins with a quote. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== QUOTE && at < text.length; code = text.charCodeAt(at)) {
    at += code === BACKSLASH ? 2 : 1;
  }
  return at + 1;
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** A shorter text is parsed at once, regardless of what it holds. */
const SHORT_TEXT = 1_000_000;

/** More than any version of the format has, by far. */
const NAMES_AT_MOST = 1_000;
const DEPTH_AT_MOST = 1_000;

/**
 * Finds the first object of a long text with too many names, or in too many others, before it is parsed: a parser takes minutes for millions of
 * names in one object.
 *
 * @returns its line, from 1; null if there is none
 */
export function findCrowdedObject(text: string): number | null {
  if (text.length < SHORT_TEXT) return null;
  const names: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at) - 1;
    else if (isCrowded(names, code)) return lineOf(text, at);
  }
  return null;
}

/** Counts a character outside of texts. @param names number of names so far in each object that is open */
function isCrowded(names: number[], code: number): boolean {
  switch (code) {
    case OPEN:
    case OPEN_LIST:
      return names.push(0) > DEPTH_AT_MOST;
    case CLOSE:
    case CLOSE_LIST:
      names.pop();
      return false;
    case COLON: {
      const count = (names.pop() ?? 0) + 1;
      names.push(count);
      return count > NAMES_AT_MOST;
    }
    default:
      return false;
  }
}
