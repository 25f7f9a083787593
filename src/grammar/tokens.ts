import { LabError } from '../core/errors.js';

/** A word of a line, and where it stands. */
export interface Token {
  /** Without its quotes and backslashes. */
  readonly text: string;
  /** Index of its first character in the line. */
  readonly start: number;
  /** Index after its last character. */
  readonly end: number;
  /** Whether quotes or backslashes take the meaning from a part of it. */
  readonly isQuoted: boolean;
  /** Whether it has a `<` or `>` that a shell reads. */
  readonly redirects: boolean;
  /** What is not closed at its end: only the last token of a line has that. */
  readonly open: OpenMark | null;
}

interface OpenMark {
  readonly mark: "'" | '"' | '\\';
  readonly at: number;
}

/** What differs between our lines and those of a shell. */
interface LineRules {
  readonly blanks: string;
  /** Characters without a meaning. */
  readonly bare: RegExp;
  /** Whether a `#` at the beginning of a token begins a comment. */
  readonly hasComments: boolean;
  readonly hasRedirections: boolean;
}

/** Lines of scripts and of the prompt. A no-break space, as web pages put it between words, is a space. */
export const OUR_LINES: LineRules = {
  blanks: ' \t\r\u00a0',
  bare: /[^ \t\r\u00a0'"\\]+/y,
  hasComments: true,
  hasRedirections: false,
};

/** Lines of bash, zsh and fish, as far as they agree. Variables and patterns stay as they are written. */
export const SHELL_LINES: LineRules = {
  blanks: ' \t\r\n\v\f',
  bare: /[^ \t\r\n\v\f'"\\]+/y,
  hasComments: false,
  hasRedirections: true,
};

/** A line, taken apart. */
export interface TokenLine {
  readonly tokens: readonly Token[];
  /** Where the comment begins, or null. */
  readonly comment: number | null;
}

/**
 * Takes a line apart, as a shell does: blanks separate tokens; single quotes keep what is in them as it is; in double quotes and outside, a
 * backslash takes the meaning from the next character.
 */
export function tokenize(line: string, rules: LineRules = OUR_LINES): TokenLine {
  const tokens: Token[] = [];
  for (let at = 0; at < line.length; ) {
    const character = line[at] ?? '';
    if (rules.blanks.includes(character)) at += 1;
    else if (rules.hasComments && character === '#') return { tokens, comment: at };
    else {
      const token = readToken(line, at, rules);
      tokens.push(token);
      at = token.end;
    }
  }
  return { tokens, comment: null };
}

/** The whole tokens before the cursor at the end of a line, and the one at the cursor; null if the cursor is at the beginning of one. */
export function splitAtCursor(line: string, tokens: readonly Token[]): { before: readonly Token[]; last: Token | null } {
  const last = tokens.at(-1);
  return last?.end === line.length ? { before: tokens.slice(0, -1), last } : { before: tokens, last: null };
}

/** What is wrong with a line that ends within a token. */
export function describeOpen({ mark, at }: OpenMark): LabError {
  if (mark === '\\') {
    const hint = 'A command is one line; to write a backslash, type \\\\.';
    return new LabError('USAGE', 'the line ends with a backslash', hint);
  }
  return new LabError('USAGE', `unterminated quote ${mark} in column ${at + 1}`, 'Close it, or write \\ before it.');
}

/** A part of a token: quoted, behind a backslash, or neither. */
interface Piece {
  readonly text: string;
  readonly end: number;
  readonly isClosed: boolean;
}

function readToken(line: string, start: number, { blanks, bare, hasRedirections }: LineRules): Token {
  let text = '';
  let isQuoted = false;
  let redirects = false;
  for (let at = start; at < line.length; ) {
    const character = line[at] ?? '';
    if (blanks.includes(character)) return { text, start, end: at, isQuoted, redirects, open: null };
    if (character === "'" || character === '"' || character === '\\') {
      const piece = readPiece(line, at, character);
      text += piece.text;
      isQuoted = true;
      if (!piece.isClosed) return { text, start, end: line.length, isQuoted, redirects, open: { mark: character, at } };
      at = piece.end;
    } else {
      bare.lastIndex = at;
      const run = bare.exec(line)?.[0] ?? character;
      redirects ||= hasRedirections && /[<>]/.test(run);
      text += run;
      at += run.length;
    }
  }
  return { text, start, end: line.length, isQuoted, redirects, open: null };
}

function readPiece(line: string, start: number, mark: "'" | '"' | '\\'): Piece {
  if (mark === '"') return readDoubleQuoted(line, start);
  if (mark === '\\') return { text: line[start + 1] ?? '', end: start + 2, isClosed: start + 1 < line.length };
  const end = line.indexOf("'", start + 1);
  return end === -1
    ? { text: line.slice(start + 1), end: line.length, isClosed: false }
    : { text: line.slice(start + 1, end), end: end + 1, isClosed: true };
}

function readDoubleQuoted(line: string, start: number): Piece {
  let text = '';
  let at = start + 1;
  for (let character = line[at]; character !== undefined; character = line[at]) {
    if (character === '"') return { text, end: at + 1, isClosed: true };
    const next = line[at + 1] ?? '';
    if (character === '\\' && (next === '"' || next === '\\' || next === '$' || next === '`')) {
      text += next;
      at += 2;
    } else {
      text += character;
      at += 1;
    }
  }
  return { text, end: line.length, isClosed: false };
}
