/** A line as a shell hands it over, up to the cursor. */
export interface ShellLine {
  /** The whole words after the program's name. */
  readonly words: readonly string[];
  /** The word at the cursor, up to the cursor. */
  readonly partial: string;
  /** Whether the cursor is where output goes to or input comes from, which is no word of the program's. */
  readonly isRedirection: boolean;
}

interface Word {
  text: string;
  /** Whether it has a `<` or `>` that is not quoted. */
  isRedirection: boolean;
}

/** A piece of a word: in single quotes, in double quotes, behind a backslash, or bare. */
const PIECE = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/sy;

/**
 * Splits a line into words as bash, zsh and fish do, as far as they agree. Variables and patterns stay as they are written.
 *
 * @returns null if a quote is not closed, or the cursor is in the program's name
 */
export function splitShellLine(line: string): ShellLine | null {
  const all = splitWords(line);
  const program = all?.findIndex(({ text }) => !/^\w+=/.test(text)) ?? -1;
  const last = all?.at(-1);
  if (all === null || last === undefined || program === -1 || program === all.length - 1) return null;
  const words: string[] = [];
  let isTarget = false;
  for (const { text, isRedirection } of all.slice(program + 1, -1)) {
    if (!isRedirection && !isTarget) words.push(text);
    isTarget = isRedirection && /[<>]$/.test(text);
  }
  return { words, partial: last.text, isRedirection: isTarget || last.isRedirection };
}

/** The words of a line, the last of which is the one at the cursor and may be empty. Null if a quote is not closed. */
function splitWords(line: string): Word[] | null {
  let word: Word = { text: '', isRedirection: false };
  const words = [word];
  for (let at = 0; at < line.length; ) {
    const space = /^\s+/.exec(line.slice(at))?.[0].length ?? 0;
    if (space > 0) {
      at += space;
      if (at === space) continue;
      word = { text: '', isRedirection: false };
      words.push(word);
      continue;
    }
    PIECE.lastIndex = at;
    const piece = PIECE.exec(line);
    if (piece === null) return null;
    const [whole, single, double, escaped, bare = ''] = piece;
    word.text += single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? bare;
    word.isRedirection ||= /[<>]/.test(bare);
    at += whole.length;
  }
  return words;
}
