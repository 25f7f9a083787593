/** Rows that are text already, one a line. */
export class Rows {
  constructor(readonly lines: readonly string[]) {}
}

/** Objects of a list that have each member on a separate line. */
export class Blocks {
  constructor(readonly objects: readonly object[]) {}
}

/** JSON with two levels of members each on a separate line, and one line for each row of a list. */
export function formatObject(value: object, indent: string): string {
  const inner = `${indent}  `;
  const members = Object.entries(value).map(([key, member]) => `${inner}${JSON.stringify(key)}: ${formatMember(member, inner)}`);
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function formatMember(member: unknown, indent: string): string {
  if (member instanceof Rows) return formatLines(member.lines, indent);
  if (member instanceof Blocks) {
    const blocks = member.objects.map((object) => formatObject(object, `${indent}  `));
    return formatLines(blocks, indent);
  }
  if (Array.isArray(member)) return formatRows(member, indent);
  return typeof member === 'object' && member !== null ? formatObject(member, indent) : JSON.stringify(member);
}

function formatRows(rows: readonly unknown[], indent: string): string {
  return formatLines(
    rows.map((row) => JSON.stringify(row)),
    indent,
  );
}

function formatLines(lines: readonly string[], indent: string): string {
  return lines.length === 0 ? '[]' : `[\n${indent}  ${lines.join(`,\n${indent}  `)}\n${indent}]`;
}
