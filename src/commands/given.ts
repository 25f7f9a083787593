/** A value that the command's question guarantees. */
export function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the line was executed although it lacks a value');
  return value;
}
