import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** After this long, in milliseconds, a command hangs. */
const LIMIT_MS = 30_000;

/** What a run of the program came to. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the program is run with: words, working folder, environment and standard input, which is empty if null. */
export interface Invocation {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string | Buffer | null;
  /** Whether stderr goes where stdout does, as with `2>&1`. */
  readonly mergesErrors?: boolean;
  /** Whether oclif finds the command and runs it, as in any other oclif program. */
  readonly isThroughOclif?: boolean;
}

interface Server {
  readonly requests: number;
  readonly answers: number;
  readonly inputPath: string;
}

/** The server of this process, which serves all its test files and ends with it. */
let server: Server | null = null;

/**
 * Runs the built program for a command line, in a process that serves many: see `program-server.cjs`. What a process alone has, such as signals,
 * pipes, limits and options of Node, is tested with a process.
 */
export function serve({ input, ...invocation }: Invocation): Ran {
  server ??= startServer();
  const { requests, answers, inputPath } = server;
  if (input !== null) writeFileSync(inputPath, input);
  const body = Buffer.from(JSON.stringify({ ...invocation, stdin: input === null ? null : inputPath }));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length);
  writeAll(requests, Buffer.concat([head, body]));
  const length = readExactly(answers, 4);
  const answer = length === null ? null : readExactly(answers, length.readUInt32LE());
  if (answer === null) {
    server = null;
    return { code: null, stdout: '', stderr: '' };
  }
  return JSON.parse(answer.toString());
}

function startServer(): Server {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-server-'));
  const [requestsPath, answersPath] = [join(folder, 'requests'), join(folder, 'answers')];
  spawnSync('mkfifo', [requestsPath, answersPath]);
  const program = resolve(import.meta.dirname, 'program-server.cjs');
  spawn(process.execPath, [program, ROOT, requestsPath, answersPath, `${LIMIT_MS}`], { stdio: 'ignore' }).unref();
  // Open for both, so that opening does not wait; the server's end of it closes with this process.
  const requests = openSync(requestsPath, 'r+');
  const answers = openSync(answersPath, 'r');
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return { requests, answers, inputPath: join(folder, 'input') };
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

/** Null if the other end is closed. */
function readExactly(descriptor: number, length: number): Buffer | null {
  const buffer = Buffer.alloc(length);
  for (let read = 0; read < length; ) {
    const count = readSync(descriptor, buffer, read, length - read, null);
    if (count === 0) return null;
    read += count;
  }
  return buffer;
}
