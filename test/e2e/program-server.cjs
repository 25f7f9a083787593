/**
 * Serves command lines: runs the built program for each as if it were alone in a new process. Its modules are evaluated anew, and it has its own
 * working folder, environment, standard input and output. Left out are only the start of Node and the flushing of files, which costs more than all
 * the rest; the attack power-loss is about that. Requests and answers go through two FIFOs, each as JSON behind its length.
 */
'use strict';
const fs = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { Worker } = require('node:worker_threads');

const [root, requestsPath, answersPath, limitMs] = process.argv.slice(2);
const BUILT = join(root, 'dist', 'cli');
const nodeRequire = createRequire(join(BUILT, 'mcast.cjs'));
const real = { writeSync: fs.writeSync, readSync: fs.readSync, fstatSync: fs.fstatSync };
const scripts = new Map();
let written = { 1: [], 2: [] };
let input = 0;

// oclif adds listeners for each line.
process.stdout.setMaxListeners(0);

fs.writeSync = (descriptor, data, from = 0, ...rest) => {
  const sink = written[descriptor];
  if (sink === undefined) return real.writeSync(descriptor, data, from, ...rest);
  const bytes = Buffer.from(data).subarray(from);
  sink.push(bytes);
  return bytes.length;
};
fs.fsyncSync = () => {};
fs.readSync = (descriptor, ...rest) => real.readSync(descriptor === 0 ? input : descriptor, ...rest);
fs.fstatSync = (descriptor, ...rest) => real.fstatSync(descriptor === 0 ? input : descriptor, ...rest);

/** oclif loads its configuration, finds the command and runs it, which sets the exit code. */
async function throughOclif(words) {
  await nodeRequire('@oclif/core').execute({ dir: root, args: words });
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { code };
}

/** The program, evaluated anew. As in `src/boot.ts`, its files find each other in Node's own cache. */
function loadProgram() {
  for (const path of Object.keys(nodeRequire.cache)) if (path.startsWith(BUILT)) delete nodeRequire.cache[path];
  return load('mcast');
}

function load(name) {
  const filename = join(BUILT, `${name}.cjs`);
  const known = nodeRequire.cache[filename];
  if (known !== undefined) return known.exports;
  const module = { id: filename, filename, loaded: true, exports: {}, children: [], paths: [] };
  nodeRequire.cache[filename] = module;
  compiled(filename).runInThisContext()(module.exports, requireBuilt, module, filename, BUILT);
  return module.exports;
}

const requireBuilt = Object.assign((id) => {
  const name = /^\.\/([\w-]+)\.cjs$/.exec(id)?.[1];
  return name === undefined ? nodeRequire(id) : load(name);
}, nodeRequire);

function compiled(filename) {
  let script = scripts.get(filename);
  if (script === undefined) {
    const source = fs.readFileSync(filename, 'utf8');
    script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename });
    scripts.set(filename, script);
  }
  return script;
}

async function answer({ words, cwd, env, stdin, mergesErrors, isThroughOclif }) {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  const printed = [];
  written = { 1: printed, 2: mergesErrors ? printed : [] };
  input = stdin === null ? 0 : fs.openSync(stdin, 'r');
  try {
    const program = loadProgram();
    const { code } = isThroughOclif ? await throughOclif(words) : await program.main(words, root);
    return {
      code,
      stdout: Buffer.concat(written[1]).toString(),
      stderr: mergesErrors ? '' : Buffer.concat(written[2]).toString(),
    };
  } catch (error) {
    return { code: 1, stdout: '', stderr: `${error.stack}\n` };
  } finally {
    if (input !== 0) fs.closeSync(input);
  }
}

function receive(descriptor) {
  const head = readExactly(descriptor, 4);
  return head === null ? null : JSON.parse(readExactly(descriptor, head.readUInt32LE()).toString());
}

function readExactly(descriptor, length) {
  const buffer = Buffer.alloc(length);
  for (let read = 0; read < length; ) {
    const count = real.readSync(descriptor, buffer, read, length - read, null);
    if (count === 0) return null;
    read += count;
  }
  return buffer;
}

function send(descriptor, value) {
  const body = Buffer.from(JSON.stringify(value));
  const message = Buffer.concat([Buffer.alloc(4), body]);
  message.writeUInt32LE(body.length);
  for (let sent = 0; sent < message.length; ) sent += real.writeSync(descriptor, message, sent);
}

/** Kills this process if a line takes too long, even one that never returns to the event loop. */
function startWatchdog() {
  const current = new Int32Array(new SharedArrayBuffer(4));
  const source = `
    const { workerData: { current, limitMs } } = require('node:worker_threads');
    for (;;) {
      const seen = Atomics.load(current, 0);
      const isSame = Atomics.wait(current, 0, seen, limitMs) === 'timed-out';
      if (isSame && seen % 2 === 1) process.kill(process.pid, 'SIGKILL');
    }`;
  new Worker(source, { eval: true, workerData: { current, limitMs: Number(limitMs) } }).unref();
  return () => {
    Atomics.add(current, 0, 1);
    Atomics.notify(current, 0);
  };
}

async function serve() {
  const requests = fs.openSync(requestsPath, 'r');
  const answers = fs.openSync(answersPath, 'w');
  const step = startWatchdog();
  for (let request = receive(requests); request !== null; request = receive(requests)) {
    step();
    const answered = await answer(request);
    step();
    send(answers, answered);
  }
  process.exit();
}

void serve();
