/**
 * JSON text with one value changed, wherever it lies: a path as messages have it, such as `ipv4.installed[0].iif`. A change to
 * `undefined` removes the value, and a path that ends beyond what is there adds one.
 */
export function editJson(text: string, path: string, change: (old: unknown) => unknown): string {
  return JSON.stringify(edit(JSON.parse(text), path.match(/[^.[\]]+/g) ?? [], change));
}

/** The same for an object: the change is made to its members, in their order. */
export function editMembers(text: string, path: string, change: (members: Members) => Members): string {
  return editJson(text, path, (object) => {
    if (typeof object !== 'object' || object === null) throw new Error(`there is no object at ${path}`);
    return Object.fromEntries(change(Object.entries(object)));
  });
}

type Members = readonly (readonly [string, unknown])[];

function edit(value: unknown, path: readonly string[], change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    const rows: unknown[] = [...value];
    rows[Number(key)] = edit(rows[Number(key)], rest, change);
    return rows.filter((row) => row !== undefined);
  }
  if (typeof value !== 'object' || value === null) throw new Error(`there is no ${path.join('.')} in ${JSON.stringify(value)}`);
  const members = new Map<string, unknown>(Object.entries(value));
  members.set(key, edit(members.get(key), rest, change));
  return Object.fromEntries(members);
}
