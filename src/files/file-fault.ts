import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import { codeOf } from './fault-code.js';

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBADF: 'it is closed',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would be too large',
  EINTR: 'it was interrupted',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its links go in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open',
  ENOENT: 'there is no such folder',
  ENOMEM: 'there is not enough memory',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENXIO: 'it is not a file',
  ERR_INVALID_ARG_VALUE: 'it holds a NUL character',
  ESTALE: 'the network file system does not know it any more',
  ETIMEDOUT: 'the file system does not answer',
  IS_LINK: "it is somebody else's link",
  NOT_A_FILE: 'it is not a file',
  NOT_UTF8: 'it is not text',
  TOO_LARGE: 'it is larger than what can be read here; Node takes more with NODE_OPTIONS=--max-old-space-size=8192',
};

/** Turns what the file system says into a sentence. */
export function refused(code: Uppercase<string>, what: string, path: string, error: unknown): LabError {
  return new LabError(
    code,
    `${showPath(path)} ${what}: ${reason(error)}`,
    'Choose another place with --session or MCAST_SESSION.',
  );
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
