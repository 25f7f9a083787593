import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { escapeText, quoteText } from '../core/printable.js';
import { decodeLab, encodeLab } from '../core/snapshot.js';
import { codeOf } from './fault-code.js';
import { checkWritable, followLinks, isThere, makeFolder, readText, refused, writeText } from './file.js';
import { LOCK_PATIENCE_MS, withLock } from './lock.js';

/** The session that is taken where none is named. */
export const DEFAULT_SESSION = 'default';

const SESSION_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** Where one session is. */
export interface SessionPlace {
  /** Null for one that was given by its path. */
  readonly name: string | null;
  /** The name, or the path as it was given. */
  readonly label: string;
  /** Absolute. */
  readonly path: string;
}

/** A session in the folder of named ones. */
export interface ListedSession {
  readonly name: string;
  readonly path: string;
  /** Whether it is the one that is taken where none is named. */
  readonly current: boolean;
  /** Null if the file cannot be looked at. */
  readonly bytes: number | null;
}

/** How a session is put where another one may be. */
export interface Replacing {
  /** Whether it may take the place of one that is there. */
  readonly force: boolean;
  /** Whether nothing is really done. */
  readonly dryRun: boolean;
}

/** What tells which session is meant, strongest first. */
export interface SessionChoice {
  /** `--session`. */
  readonly flag: string | undefined;
  /** `MCAST_SESSION`. */
  readonly environment: string | undefined;
}

/** The sessions on disk. The only place that knows where they are and how they are kept. */
export class SessionStore {
  readonly #folder: string;
  readonly #currentFile: string;
  readonly #choice: SessionChoice;
  readonly #patienceMs: number;

  /**
   * @param dataDirectory where named sessions are kept
   * @param patienceMs how long to wait for another command that changes the same session, in milliseconds
   */
  constructor(dataDirectory: string, choice: SessionChoice, patienceMs = LOCK_PATIENCE_MS) {
    this.#patienceMs = patienceMs;
    this.#folder = join(dataDirectory, 'sessions');
    this.#currentFile = join(dataDirectory, 'current-session');
    this.#choice = choice;
  }

  /** The session that is meant: `--session`, else `MCAST_SESSION`, else the one chosen with `session use`, else `default`. */
  chosen(): SessionPlace {
    const { flag, environment } = this.#choice;
    if (flag !== undefined || environment === undefined) return this.place(flag ?? this.#current());
    try {
      return this.place(environment);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      throw new LabError(error.code, `MCAST_SESSION: ${error.message}`, error.hint);
    }
  }

  /**
   * Where the session of a name or path is: a value with a slash, or that ends in .json, is a path.
   *
   * @throws LabError `USAGE`
   */
  place(nameOrPath: string): SessionPlace {
    if (/[/\\]$/.test(nameOrPath) || escapeText(nameOrPath) !== nameOrPath) throw badName(nameOrPath);
    if (nameOrPath.includes('/') || nameOrPath.includes(sep) || nameOrPath.endsWith('.json')) {
      return { name: null, label: nameOrPath, path: resolveHere(nameOrPath) };
    }
    const name = parseSessionName(nameOrPath);
    return { name, label: name, path: join(this.#folder, `${name}.json`) };
  }

  /** Whether two places are one, be it through a link. @throws LabError `SESSION_NOT_WRITABLE` */
  isSame(one: SessionPlace, other: SessionPlace): boolean {
    return followLinks(one.path) === followLinks(other.path);
  }

  /** Whether there is anything at the place. @throws LabError `SESSION_NOT_READABLE` */
  exists(place: SessionPlace): boolean {
    return isThere(place.path);
  }

  /** Whether the session is named on the line or in the environment, which is stronger than what is in use. */
  get isNamed(): boolean {
    return (this.#choice.flag ?? this.#choice.environment) !== undefined;
  }

  /**
   * Reads a session. Null if there is none.
   *
   * @throws LabError `SESSION_NOT_READABLE`, `SESSION_CORRUPT`, `SESSION_NOT_OURS`, `SESSION_NEWER_VERSION`
   */
  load(place: SessionPlace): Lab | null {
    const text = readText(place.path);
    if (text === null) return null;
    try {
      return decodeLab(text);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      throw new LabError(error.code, `session ${place.label} cannot be used: ${error.message}`, error.hint);
    }
  }

  /**
   * Writes a session, under its lock, or with `dryRun` only looks whether it could be written.
   *
   * @throws LabError `SESSION_NOT_WRITABLE`; what was there is there still
   */
  save(place: SessionPlace, lab: Lab, dryRun = false): void {
    const text = encodeLab(lab);
    if (dryRun) {
      if (place.name === null) checkWritable(place.path);
      return;
    }
    writeText(place.path, text);
  }

  /**
   * Does something with a session while no other command changes it: what is loaded in it is still so when it is saved.
   *
   * @throws LabError `SESSION_LOCKED`, `SESSION_NOT_WRITABLE`
   */
  locked<Result>(place: SessionPlace, action: () => Result): Result {
    if (place.name !== null) makeFolder(this.#folder);
    return withLock(`${followLinks(place.path)}.lock`, this.#patienceMs, action);
  }

  /** The named sessions, in the order of their names. @throws LabError `SESSION_NOT_READABLE` */
  list(): ListedSession[] {
    const current = this.chosen();
    return this.#fileNames().map((name) => {
      const { path } = this.place(name);
      return { name, path, current: path === current.path, bytes: sizeOf(path) };
    });
  }

  /** Makes a named session the one that is taken where none is named. @throws LabError `SESSION_NOT_WRITABLE` */
  use(name: string): void {
    makeFolder(dirname(this.#currentFile));
    writeText(this.#currentFile, `${name}\n`);
  }

  /**
   * Starts a session with a lab. What is there already is replaced only with `force`, and only if it is a session.
   *
   * @throws LabError `SESSION_EXISTS`, or as `load` and `save`
   */
  start(place: SessionPlace, lab: Lab, { force, dryRun }: Replacing): void {
    const write = () => {
      if (this.load(place) !== null && !force) {
        throw new LabError('SESSION_EXISTS', `there already is a session ${place.label}`, 'Replace it with --force.');
      }
      this.save(place, lab, dryRun);
    };
    if (dryRun) write();
    else this.locked(place, write);
  }

  /** @throws LabError `SESSION_NOT_FOUND`, or as `start` */
  copy(from: SessionPlace, to: SessionPlace, replacing: Replacing): void {
    const lab = this.load(from);
    if (lab === null) throw notFound(from);
    this.start(to, lab, replacing);
  }

  /** Copies, then removes: so that it works from one file system to another. @throws LabError as `copy` and `remove` */
  rename(from: SessionPlace, to: SessionPlace, replacing: Replacing): void {
    const wasCurrent = from.name !== null && this.#current() === from.name;
    if (replacing.dryRun) {
      this.copy(from, to, replacing);
      return;
    }
    this.locked(from, () => {
      this.copy(from, to, replacing);
      this.#unlink(from);
    });
    if (wasCurrent && to.name !== null) this.use(to.name);
  }

  /**
   * Removes a session, and nothing that is none. If it is the one in use, the default one is used from now on.
   *
   * @throws LabError `SESSION_NOT_FOUND`, `SESSION_NOT_WRITABLE`, or as `load`
   */
  remove(place: SessionPlace, dryRun: boolean): void {
    if (this.load(place) === null) throw notFound(place);
    if (dryRun) return;
    this.locked(place, () => this.#unlink(place));
    if (place.name !== null && place.name !== DEFAULT_SESSION && this.#current() === place.name) this.use(DEFAULT_SESSION);
  }

  #unlink(place: SessionPlace): void {
    try {
      unlinkSync(place.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw notFound(place);
      throw refused('SESSION_NOT_WRITABLE', 'cannot be removed', place.path, error);
    }
  }

  #current(): string {
    const name = readText(this.#currentFile)?.trim();
    return name !== undefined && SESSION_NAME.test(name) ? name : DEFAULT_SESSION;
  }

  #fileNames(): string[] {
    let files: string[];
    try {
      files = readdirSync(this.#folder);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw refused('SESSION_NOT_READABLE', 'cannot be listed', this.#folder, error);
    }
    const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
    return names.filter((name) => SESSION_NAME.test(name) && !name.endsWith('.json')).sort();
  }
}

/** @throws LabError `USAGE` */
export function parseSessionName(text: string): string {
  if (SESSION_NAME.test(text) && !text.endsWith('.json')) return text;
  throw badName(text);
}

/** @throws LabError `SESSION_NOT_READABLE` if the current folder was removed */
function resolveHere(path: string): string {
  try {
    return resolve(path);
  } catch (error) {
    throw refused('SESSION_NOT_READABLE', 'cannot be found from here', path, error);
  }
}

/** Null where the file system does not say. */
function sizeOf(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null;
  }
}

/** The error for a session that is not there. */
function notFound(place: SessionPlace): LabError {
  return new LabError('SESSION_NOT_FOUND', `there is no session ${place.label}`, 'See what there is with: mcast session list');
}

function badName(name: string): LabError {
  return new LabError(
    'USAGE',
    `${quoteText(name)} cannot be the name of a session`,
    'A name has at most 64 letters, digits, dots, dashes and underscores; a path has a slash or ends in .json.',
  );
}
