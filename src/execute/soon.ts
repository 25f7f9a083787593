/**
 * A value that is there at once, as for most lines, or later. Awaiting each line of a script would cost a tenth of its speed, and a pasted line
 * would be echoed before the output of the one above it.
 */
export type Soon<Value> = Value | Promise<Value>;

/** Continues with a value, at once if it is there. */
export function whenDone<Value extends object, Next>(value: Soon<Value>, next: (value: Value) => Next): Soon<Next> {
  return 'then' in value ? value.then(next) : next(value);
}
