import { Type } from '@sinclair/typebox';
import { MAX_TIME_NS } from '../core/clock.js';
import { DEFAULT_CLEANUP_INTERVAL } from '../core/gvisor/route-table.js';
import { MAX_INTERFACE_ID } from '../core/interface.js';
import { NODE_NAME } from '../core/network/node-name.js';

/** What the rows of a session file are made of. Like the schema, nothing here is needed at run time. */

export const strict = { additionalProperties: false } as const;
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const Time = Type.Integer({ minimum: 0, maximum: MAX_TIME_NS, description: 'nanoseconds since the clock started' });
export const Deadline = Type.Integer({
  minimum: 0,
  maximum: MAX_TIME_NS + DEFAULT_CLEANUP_INTERVAL,
  description: 'nanoseconds since the clock started; a time past the end of the clock is never reached',
});
export const Byte = Type.Integer({ minimum: 0, maximum: 255 });
export const InterfaceId = Type.Integer({ minimum: 1, maximum: MAX_INTERFACE_ID });
export const AddressText = Type.String({ maxLength: 50 });
export const RouterName = Type.String({ pattern: NODE_NAME.source });
export const End = Type.String({ maxLength: 100, description: 'a router and the id of one of its interfaces, such as r1:2' });

/** One text of a list. */
export function oneOf<Text extends string>(texts: readonly Text[]) {
  return Type.Unsafe<Text>(Type.Union(texts.map((text) => Type.Literal(text))));
}
