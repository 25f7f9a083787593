import type { Address } from './address.js';
import type { ErrorData } from './errors.js';
import { LabError } from './errors.js';
import { quoteText } from './printable.js';

/** The forwarding rules a router can follow. */
export const STACK_NAMES = ['gvisor-2022', 'gvisor-2026', 'linux'] as const;
export type StackName = (typeof STACK_NAMES)[number];

/** The one that the documentation describes. */
export const DEFAULT_STACK = 'gvisor-2022';

/** Reads the name of a stack. @throws LabError `USAGE` */
export function parseStack(text: string): StackName {
  const found = text === 'gvisor' ? DEFAULT_STACK : STACK_NAMES.find((name) => name === text);
  if (found !== undefined) return found;
  throw new LabError('USAGE', `unknown stack ${quoteText(text)}`, `Choose ${STACK_NAMES.join(', ')}.`);
}

/**
 * The error of a stack that lacks what was asked for.
 *
 * @param what the subject of a sentence, in the singular
 * @param hint what to do about it, or facts for such a hint
 */
export function notInThisStack(what: string, stack: StackName, hint: string | ErrorData): LabError {
  const message = `${what} is not part of ${stack}`;
  if (typeof hint === 'string') return new LabError('NOT_IN_THIS_STACK', message, hint);
  return new LabError('NOT_IN_THIS_STACK', message, null, hint);
}

/** Why a stack refused an operation, as a value. The comments give Linux's errno. */
export const STACK_REFUSALS = [
  /** EINVAL: the group is not a multicast address. */
  'BAD_ADDRESS',
  /** The stack does not have this operation. */
  'NOT_IN_THIS_STACK',
  /** ENOENT. */
  'ROUTE_NOT_FOUND',
  /** EADDRNOTAVAIL, when a vif is added. */
  'UNKNOWN_INTERFACE',
  /** EADDRINUSE: the number is taken. */
  'VIF_IN_USE',
  /** EADDRNOTAVAIL, when a vif is removed. */
  'VIF_NOT_FOUND',
  /** ENFILE: vifs have the numbers 0 to 31. */
  'VIF_OUT_OF_RANGE',
] as const;
export type StackRefusal = (typeof STACK_REFUSALS)[number];

/**
 * What a router of any stack tells the daemon that installs its routes: gVisor's events, with more fields where Linux has them. Linux sends
 * events as upcalls.
 *
 * - `missingRoute` is Linux's NOCACHE, `unexpectedInputInterface` its WRONGVIF.
 * - `unexpectedInputInterfacePacket` is its WRVIFWHOLE, which carries the packet. Only Linux has it.
 */
export type StackEvent = {
  readonly source: Address;
  readonly group: Address;
  readonly iif: number;
  /** linux: the vif of `iif`. */
  readonly vif: number;
} & (
  | { readonly type: 'missingRoute' }
  /** `expectedIif` is that of {@link missingVif} if the parent of the route is not a vif any more. */
  | { readonly type: 'unexpectedInputInterface' | 'unexpectedInputInterfacePacket'; readonly expectedIif: number }
);
