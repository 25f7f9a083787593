import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { escapeText, quoteText } from '../core/printable.js';
import { decodeLab, encodeLab } from '../core/snapshot.js';
import { checkWritable, codeOf, makeFolder, readText, refused, writeText } from './file.js';

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
  readonly bytes: number;
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

  /** @param dataDirectory where named sessions are kept */
  constructor(dataDirectory: string, choice: SessionChoice) {
    this.#folder = join(dataDirectory, 'sessions');
    this.#currentFile = join(dataDirectory, 'current-session');
    this.#choice = choice;
  }

  /** The session that is meant: `--session`, else `MCAST_SESSION`, else the one chosen with `session use`, else `default`. */
  chosen(): SessionPlace {
    const { flag, environment } = this.#choice;
    try {
      return this.place(flag ?? environment ?? this.#current());
    } catch (error) {
      if (flag !== undefined || !(error instanceof LabError)) throw error;
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
      return { name: null, label: nameOrPath, path: resolve(nameOrPath) };
    }
    const name = parseSessionName(nameOrPath);
    return { name, label: name, path: join(this.#folder, `${name}.json`) };
  }

  /** @throws LabError `SESSION_NOT_READABLE` */
  exists(place: SessionPlace): boolean {
    return readText(place.path) !== null;
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
   * Writes a session, or with `dryRun` only looks whether it could be written.
   *
   * @throws LabError `SESSION_NOT_WRITABLE`; what was there is there still
   */
  save(place: SessionPlace, lab: Lab, dryRun = false): void {
    const text = encodeLab(lab);
    if (dryRun) {
      if (place.name === null) checkWritable(place.path);
      return;
    }
    if (place.name !== null) makeFolder(this.#folder);
    writeText(place.path, text);
  }

  /** The named sessions, in the order of their names. @throws LabError `SESSION_NOT_READABLE` */
  list(): ListedSession[] {
    const current = this.chosen();
    return this.#fileNames().map((name) => {
      const { path } = this.place(name);
      return { name, path, current: path === current.path, bytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0 };
    });
  }

  /** Makes a named session the one that is taken where none is named. @throws LabError `SESSION_NOT_WRITABLE` */
  use(name: string): void {
    makeFolder(dirname(this.#currentFile));
    writeText(this.#currentFile, `${name}\n`);
  }

  /** @throws LabError `SESSION_NOT_FOUND`, or as `load` and `save` */
  copy(from: SessionPlace, to: SessionPlace, dryRun: boolean): void {
    const lab = this.load(from);
    if (lab === null) throw notFound(from);
    this.save(to, lab, dryRun);
  }

  /** Copies, then removes: so that it works from one file system to another. @throws LabError as `copy` and `remove` */
  rename(from: SessionPlace, to: SessionPlace, dryRun: boolean): void {
    const wasCurrent = from.name !== null && this.#current() === from.name;
    this.copy(from, to, dryRun);
    if (dryRun) return;
    if (wasCurrent && to.name !== null) this.use(to.name);
    this.remove(from);
  }

  /** If it is the one in use, the default one is used from now on. @throws LabError `SESSION_NOT_FOUND`, `SESSION_NOT_WRITABLE` */
  remove(place: SessionPlace): void {
    try {
      unlinkSync(place.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw notFound(place);
      throw refused('SESSION_NOT_WRITABLE', 'cannot be removed', place.path, error);
    }
    if (place.name !== null && place.name !== DEFAULT_SESSION && this.#current() === place.name) this.use(DEFAULT_SESSION);
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

/** The error for a session that is not there. */
export function notFound(place: SessionPlace): LabError {
  return new LabError('SESSION_NOT_FOUND', `there is no session ${place.label}`, 'See what there is with: mcast session list');
}

function badName(name: string): LabError {
  return new LabError(
    'USAGE',
    `${quoteText(name)} cannot be the name of a session`,
    'A name has at most 64 letters, digits, dots, dashes and underscores; a path has a slash or ends in .json.',
  );
}
