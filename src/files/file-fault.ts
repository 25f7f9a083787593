import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import { codeOf } from './fault-code.js';

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBADF: 'it was closed',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'file too large',
  EINTR: 'it was interrupted',
  EIO: 'the disk reports an I/O error',
  EISDIR: 'it is a folder',
  ELOOP: 'too many levels of symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'file name too long',
  ENFILE: 'too many open files',
  ENOENT: 'no such folder',
  ENOMEM: 'not enough memory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'part of the path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'read-only file system',
  ENXIO: 'it is not a file',
  ERR_INVALID_ARG_VALUE: 'it contains a NUL character',
  ESTALE: 'stale file handle',
  ETIMEDOUT: 'the file system does not respond',
  IS_LINK: "it is another user's symbolic link",
  NOT_A_FILE: 'it is not a file',
  NOT_UTF8: 'it is not text',
  TOO_LARGE: 'it is too large to read; raise the limit with NODE_OPTIONS=--max-old-space-size=8192',
};

/** Turns what the file system says into a sentence. */
export function refused(code: Uppercase<string>, what: string, path: string, error: unknown): LabError {
  return new LabError(code, `${showPath(path)} ${what}: ${reason(error)}`);
}

/** Characters of a path that are shown; no file system takes many more. */
const SHOWN_CHARACTERS = 1_000;

/** A path as it may be shown. */
export function showPath(path: string): string {
  return escapeText(path.length <= SHOWN_CHARACTERS ? path : `${path.slice(0, SHOWN_CHARACTERS)}…`);
}

/** Why the file system refused, in words. @throws the error itself, if it is of another kind */
export function reason(error: unknown): string {
  const code = codeOf(error);
  if (code === null) throw error;
  return WHY[code] ?? code;
}

/** A fault that there is a sentence for. */
export function fault(code: string): Error {
  return Object.assign(new Error(code), { code });
}
