/** Every value that differs from the given one in just one place: a leaf changed, a member missing or added, a list shorter or longer. */
export function* alterations(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) yield* alterList(value);
  else if (typeof value === 'object' && value !== null) yield* alterObject(value);
  else yield* alterLeaf(value);
}

function* alterList(list: readonly unknown[]): Generator<unknown> {
  for (const [index, item] of list.entries()) {
    for (const other of alterations(item)) yield list.with(index, other);
    yield list.toSpliced(index, 1);
  }
  yield [...list, 'extra'];
}

function* alterObject(object: object): Generator<unknown> {
  const members = Object.entries(object);
  for (const [key, member] of members) {
    for (const other of alterations(member)) yield { ...object, [key]: other };
    yield Object.fromEntries(members.filter(([name]) => name !== key));
  }
  yield { ...object, extra: null };
}

function* alterLeaf(leaf: unknown): Generator<unknown> {
  yield typeof leaf === 'number' ? leaf + 1 : typeof leaf === 'boolean' ? !leaf : `${String(leaf)}x`;
  yield leaf === null ? 0 : null;
}
