import { closeSync, constants, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { LabError } from '../core/errors.js';
import { codeOf } from './fault-code.js';
import { fault, reason, showPath } from './file-fault.js';
import { statIfCan } from './folder.js';

/** How the files begin that we keep sessions, their histories and the progress of lessons in. */
const OURS = /^\{(?:\s*"format":\s*"mcast-lab |"kind":"(?:base|step|move|void|text)",)/;

/** Names of the files that belong to a session and are next to it. */
const BESIDE_SESSION = /\.json\.(?:history|intent|lock)(?:\.lock|\.guard)*$/;

/** So much of a file tells whether it is one of them, in bytes. */
const START_BYTES = 64;

/**
 * Writes output to a file that the user names, and replaces its contents, unless it belongs to a session: by any name it is
 * reached.
 *
 * @throws LabError `USAGE`
 */
export function writeOutput(path: string, text: string): void {
  try {
    if (isOurs(path))
      throw new LabError('USAGE', `${showPath(path)} is part of a session, which this would damage`, 'Name another file.');
    // A FIFO without a reader would keep the command waiting for ever.
    if (statIfCan(path)?.isFIFO() === true) throw fault('NOT_A_FILE');
    writeFileSync(path, text);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('USAGE', `${showPath(path)} cannot be written: ${reason(error)}`, 'Name another file.');
  }
}

function isOurs(path: string): boolean {
  // A damaged session is known by the history beside it.
  return BESIDE_SESSION.test(path) || OURS.test(startOf(path)) || OURS.test(startOf(`${path}.history`));
}

/** Null for anything but a regular file, such as a pipe, and for what does not exist. */
function startOf(path: string): string {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(descriptor).isFile()) return '';
    const bytes = Buffer.alloc(START_BYTES);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, START_BYTES, 0));
  } catch (error) {
    // Writing it reports what is wrong.
    if (codeOf(error) === null) throw error;
    return '';
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
