import { LabError } from '../errors.js';
import { quoteText } from '../printable.js';

/** Names of routers, hosts and links: up to 32 letters, digits, dots, dashes and underscores, a letter first. */
export const NODE_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,31}$/;

/** @param what such as `router`. @throws LabError `USAGE` */
export function parseNodeName(what: string, text: string): string {
  if (NODE_NAME.test(text)) return text;
  const hint = 'A name begins with a letter and has at most 32 letters, digits, dots, dashes and underscores.';
  throw new LabError('USAGE', `invalid ${what} name ${quoteText(text)}`, hint);
}
