/** A value that the command's question guarantees. */
export function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the line was carried out though it lacks something');
  return value;
}
