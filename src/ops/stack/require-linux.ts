import type { Family } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';
import { LinuxStack } from '../../core/linux/linux-stack.js';
import { notInThisStack } from '../../core/stack.js';

/**
 * The router of a family, which must be one of Linux.
 *
 * @param what what needs it, as the subject of a sentence
 * @throws LabError `NOT_IN_THIS_STACK`
 */
export function requireLinux(lab: Lab, family: Family, what: string): LinuxStack {
  const router = lab.routers[family];
  if (router instanceof LinuxStack) return router;
  throw notInThisStack(what, router.stack, { kind: 'stack', stack: 'linux' });
}
