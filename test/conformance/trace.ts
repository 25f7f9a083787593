/** One line of a trace. */
export interface TraceLine {
  /** Counted from 1. */
  readonly number: number;
  readonly op: TraceOp;
  readonly want: unknown;
}

/** What was done: `op` is its name, the other fields are its arguments. */
export interface TraceOp {
  readonly op: string;
  readonly [argument: string]: unknown;
}

/** Does an operation and returns what came back, in the words of the traces. */
export type Driver = (op: TraceOp) => unknown;

/** A line that is no line of a trace. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}

/** @throws TraceError */
export function parseTrace(text: string): TraceLine[] {
  const lines = text.split('\n').map((content, index) => ({ content, number: index + 1 }));
  return lines.filter(({ content }) => content.trim() !== '').map(({ content, number }) => parseLine(content, number));
}

function parseLine(content: string, number: number): TraceLine {
  let line: unknown;
  try {
    line = JSON.parse(content);
  } catch {
    throw new TraceError(`line ${number} is not JSON`);
  }
  if (typeof line !== 'object' || line === null || !('op' in line) || !('want' in line) || !isTraceOp(line.op)) {
    throw new TraceError(`line ${number} is not an object with "op" and "want"`);
  }
  return { number, op: line.op, want: line.want };
}

function isTraceOp(value: unknown): value is TraceOp {
  return typeof value === 'object' && value !== null && 'op' in value && typeof value.op === 'string';
}

/** Reads an argument of an operation. @throws TraceError if it is missing or of another kind */
export function textArgument(op: TraceOp, name: string): string {
  const value = op[name];
  if (typeof value !== 'string') throw new TraceError(`${op.op} needs a text ${name}`);
  return value;
}

/** Reads an argument of an operation. @throws TraceError if it is missing or of another kind */
export function numberArgument(op: TraceOp, name: string): number {
  const value = op[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new TraceError(`${op.op} needs a whole number ${name}`);
  return value;
}

/** Reads the outgoing interfaces of a route. @throws TraceError */
export function oifsArgument(op: TraceOp): { id: number; minTtl: number }[] {
  if (!Array.isArray(op.oifs)) throw new TraceError(`${op.op} needs a list oifs`);
  return op.oifs.map((oif: unknown) => {
    if (typeof oif === 'object' && oif !== null && 'id' in oif && 'minTtl' in oif) {
      const { id, minTtl } = oif;
      if (typeof id === 'number' && typeof minTtl === 'number') return { id, minTtl };
    }
    throw new TraceError(`${op.op} has an outgoing interface that is none`);
  });
}
