import { LabError } from '../core/errors.js';
import { isPrintable, quoteText } from '../core/printable.js';
import type { SessionRef } from './session-ref.js';
import type { Shelf } from './shelf.js';

/** Name of the default session. */
export const DEFAULT_SESSION = 'default';

/** The session that lessons are done on: no other may have such a name, and nobody's own work is in it. */
export const LESSON_SESSION = '+lesson';

/** Names of the files that belong to a session and are next to it. */
const BESIDE_SESSION = /\.json\.(?:history|intent|lock)(?:\.lock|\.guard)*$/;

const SESSION_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** A session in the folder of named ones. */
export interface ListedSession {
  readonly name: string;
  readonly path: string;
  /** Whether it is the default session. */
  readonly current: boolean;
  /** Null if the file cannot be looked at. */
  readonly bytes: number | null;
}

/** What tells which session is meant, strongest first. */
export interface SessionChoice {
  /** `--session`. */
  readonly flag: string | undefined;
  /** `MCAST_SESSION`. */
  readonly environment: string | undefined;
}

/** Finds sessions by their names and paths. The only place that knows which one is meant. */
export class SessionFinder {
  /** Where the sessions are. */
  protected readonly shelf: Shelf;
  readonly #choice: SessionChoice;
  readonly #places = new Map<string, SessionRef>();

  constructor(shelf: Shelf, choice: SessionChoice) {
    this.shelf = shelf;
    this.#choice = choice;
  }

  /** The session that is meant: `--session`, else `MCAST_SESSION`, else the one chosen with `session use`, else `default`. */
  chosen(): SessionRef {
    const { flag, environment } = this.#choice;
    if (flag !== undefined || environment === undefined) return this.place(flag ?? this.current());
    try {
      return this.place(environment);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      throw error.withMessage(`MCAST_SESSION: ${error.message}`);
    }
  }

  /**
   * Where the session of a name or path is: a value with a slash, or that ends in .json, is a path.
   *
   * @throws LabError `USAGE`
   */
  place(nameOrPath: string): SessionRef {
    const known = this.#places.get(nameOrPath);
    if (known !== undefined) return known;
    const place = this.#find(nameOrPath);
    this.#places.set(nameOrPath, place);
    return place;
  }

  #find(nameOrPath: string): SessionRef {
    if (/[/\\]$/.test(nameOrPath) || !isPrintable(nameOrPath) || BESIDE_SESSION.test(nameOrPath)) throw badName(nameOrPath);
    if (nameOrPath.includes('/') || nameOrPath.includes(this.shelf.separator) || nameOrPath.endsWith('.json')) {
      return { name: null, label: nameOrPath, path: this.shelf.resolve(nameOrPath) };
    }
    const name = parseSessionName(nameOrPath);
    return { name, label: name, path: this.shelf.pathOf(name) };
  }

  /** Whether the line or the environment names the session, which overrides the default. */
  get isNamed(): boolean {
    return (this.#choice.flag ?? this.#choice.environment) !== undefined;
  }

  /**
   * The sessions that names and patterns of names mean, each once, in that order; sessions of lessons match no pattern.
   *
   * @throws LabError `SESSION_NOT_FOUND` if a pattern matches none
   */
  matching(patterns: readonly string[]): SessionRef[] {
    const names = patterns.flatMap((pattern) => {
      if (!PATTERN_SIGN.test(pattern)) return [pattern];
      const matching = this.shelf.names().filter((name) => SESSION_NAME.test(name) && isMatch(pattern, name));
      if (matching.length === 0)
        throw new LabError('SESSION_NOT_FOUND', `no session matches ${quoteText(pattern)}`, 'List them: mcast session list');
      return matching.sort();
    });
    return [...new Set(names)].map((name) => this.place(name));
  }

  /** The named sessions, in the order of their names. @throws LabError `SESSION_NOT_READABLE` */
  list(): ListedSession[] {
    const current = this.chosen();
    const names = this.shelf.names().filter(isSessionName);
    return [...names].sort().map((name) => {
      const place = this.place(name);
      const { path } = place;
      return { name, path, current: path === current.path, bytes: this.shelf.sizeOf(place) };
    });
  }

  /** The name of the default session. */
  protected current(): string {
    const name = this.shelf.readChoice();
    return name !== null && isSessionName(name) ? name : DEFAULT_SESSION;
  }
}

/** @throws LabError `USAGE` */
export function parseSessionName(text: string): string {
  if (isSessionName(text)) return text;
  throw badName(text);
}

/** A name, or a pattern of names: `*` is any characters, `?` one. @throws LabError `USAGE` */
export function parseSessionPattern(text: string): string {
  if (isSessionName(text.replaceAll(PATTERN_SIGNS, '_'))) return text;
  throw badName(text);
}

const PATTERN_SIGN = /[*?]/;
const PATTERN_SIGNS = /[*?]/g;

function isMatch(pattern: string, name: string): boolean {
  const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}

function isSessionName(text: string): boolean {
  return text === LESSON_SESSION || (SESSION_NAME.test(text) && !text.endsWith('.json'));
}

function badName(name: string): LabError {
  return new LabError(
    'USAGE',
    `invalid session name ${quoteText(name)}`,
    'A name has at most 64 letters, digits, dots, dashes and underscores; a path has a slash or ends in .json.',
  );
}
