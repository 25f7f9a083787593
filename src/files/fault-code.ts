/** The system's name of an error, such as `ENOENT`, or null if it is an error of another kind. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (!error.code.startsWith('Unknown system error') || !('errno' in error)) return error.code;
  return nameOf(-Number(error.errno)) ?? error.code;
}

/** Node gives some errors only a number, a full quota among them. Its module is asked for when it is needed: since 20.16. */
function nameOf(number: number): string | null {
  const numbers = process.getBuiltinModule?.('node:os').constants.errno ?? {};
  return Object.entries(numbers).find(([, value]) => value === number)?.[0] ?? null;
}
