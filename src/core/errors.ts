/** Codes of the core's errors. Scripts match on them, so a code never changes its meaning and is never reused. */
export const CORE_ERROR_CODES = [
  'ALREADY_INITIALIZED',
  'ALREADY_LINKED',
  'BAD_ADDRESS',
  'BAD_LINK',
  'CLOCK_OVERFLOW',
  'DAEMONS_FIGHT',
  'DUPLICATE_HOST',
  'DUPLICATE_INTERFACE',
  'DUPLICATE_LINK',
  'DUPLICATE_ROUTER',
  'HOST_NOT_FOUND',
  'INTERFACE_IN_USE',
  'INPUT_CANNOT_BE_OUTPUT',
  'LINK_NOT_FOUND',
  'MISSING_CLOCK',
  'MISSING_REQUIRED_FIELDS',
  'NOT_A_MEMBER',
  'NOT_IN_THIS_STACK',
  'NOT_PERMITTED',
  'NO_BUFFER_SPACE',
  'NO_RPF_INTERFACE',
  'NUMBERS_EXHAUSTED',
  'PACKETS_UNDER_WAY',
  'ROUTER_IN_USE',
  'ROUTER_NOT_FOUND',
  'ROUTE_NOT_FOUND',
  'SUBNET_FULL',
  'TOO_MANY_HOSTS',
  'TOO_MANY_IN_FLIGHT',
  'TOO_MANY_ROUTERS',
  'UNKNOWN_INTERFACE',
  'USAGE',
  'VIF_IN_USE',
  'VIF_NOT_FOUND',
  'VIF_OUT_OF_RANGE',
] as const;
export type CoreErrorCode = (typeof CORE_ERROR_CODES)[number];

/** The facts of an error that a hint needs beside its code. */
export type ErrorData =
  /** The family that the error is about. */
  | { readonly kind: 'family'; readonly family: 'ipv4' | 'ipv6' }
  /** What is in place of a session's history. */
  | { readonly kind: 'history' }
  /** The interfaces that exist, by name. */
  | { readonly kind: 'interfaces'; readonly names: readonly string[] }
  /** The routers, links or hosts that exist, by name. */
  | { readonly kind: 'names'; readonly of: 'routers' | 'links' | 'hosts'; readonly names: readonly string[] }
  /** The packets that are known, by id, in ascending order. */
  | { readonly kind: 'packets'; readonly ids: readonly number[] }
  /** Which routes were looked at in vain. */
  | { readonly kind: 'route'; readonly among: 'installed' | 'installed and pending' | 'any installed' }
  /** The link that an interface is an end of, by name. */
  | { readonly kind: 'linked'; readonly link: string }
  /** The stack that has what was asked for. */
  | { readonly kind: 'stack'; readonly stack: string }
  /** An interface that is not a vif, by name; null for any. */
  | { readonly kind: 'vif'; readonly interface: string | null }
  /** The session that does not exist, by name or path, and those that do. */
  | { readonly kind: 'session'; readonly label: string; readonly names: readonly string[] }
  /** The time that was asked for, in nanoseconds. */
  | { readonly kind: 'time'; readonly atNs: number }
  /** An IPv6 address with a zone, such as fe80::1%eth0. */
  | { readonly kind: 'zone' };

/**
 * An error that the user can correct: the lab refused, or could not understand.
 *
 * A `LabError` is thrown before anything was changed: the lab is exactly as before. Every other kind of error
 * is a bug of ours.
 */
export class LabError extends Error {
  override readonly name = 'LabError';

  /**
   * @param code stable upper-case name of the condition; each layer lists its own
   * @param message one sentence, without a full stop: what is wrong
   * @param hint one sentence: what to do about it. Null if there is nothing to say, or if the hint depends on who asks: the command line
   * makes its hints from the code and the data
   * @param data facts for such a hint
   */
  constructor(
    readonly code: Uppercase<string>,
    message: string,
    readonly hint: string | null = null,
    readonly data: ErrorData | null = null,
  ) {
    super(message);
  }

  /** The same error with another message. */
  withMessage(message: string): LabError {
    return new LabError(this.code, message, this.hint, this.data);
  }
}
