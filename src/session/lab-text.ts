import { decodeLab, encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { isTooLarge, maxSessionBytes, megabytes } from '../files/memory.js';
import type { SessionRef } from './session-ref.js';

/** Routes that take seconds to write. */
const MANY_ROUTES = 200_000;

/**
 * The lab that a session's text describes.
 *
 * @throws LabError `SESSION_CORRUPT`, `SESSION_NOT_OURS`, `SESSION_NEWER_VERSION`
 */
export function labOf({ label }: Pick<SessionRef, 'label'>, text: string): Lab {
  try {
    return decodeLab(text);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw error.withMessage(`session ${label} cannot be used: ${error.message}`);
  }
}

/**
 * The text of a lab that is to be written.
 *
 * @param announce told what takes long, before it is done
 * @throws LabError `SESSION_TOO_LARGE`
 */
export function textOf({ label }: Pick<SessionRef, 'label'>, lab: Lab, announce: (what: string) => void): string {
  if (countRoutes(lab) > MANY_ROUTES) announce(`writing session ${label}`);
  const text = encodeWithin(lab);
  if (text !== null && !isTooLarge(text.length)) return text;
  throw new LabError(
    'SESSION_TOO_LARGE',
    `session ${label} would be larger than ${megabytes(maxSessionBytes())}, the most that can be read here`,
    'It is as it was. Node takes more with NODE_OPTIONS=--max-old-space-size=8192, up to 500 MB of session.',
  );
}

function countRoutes({ routers: { ipv4, ipv6 } }: Lab): number {
  return [ipv4, ipv6].reduce((sum, { table }) => sum + table.installedCount + table.pendingCount, 0);
}

/** Null if it is longer than any text can be. */
function encodeWithin(lab: Lab): string | null {
  try {
    return encodeLab(lab);
  } catch (error) {
    if (error instanceof RangeError && error.message === 'Invalid string length') return null;
    throw error;
  }
}
