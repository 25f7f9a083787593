/** Runs a script where there is no Node: bundled by `without-node.test.ts`. */
import { print } from '../../src/cli/print.js';
import { EXPECT_COMMANDS } from '../../src/commands/expect.js';
import inject from '../../src/commands/inject.js';
import routeAdd from '../../src/commands/route/add.js';
import show from '../../src/commands/show.js';
import undo from '../../src/commands/undo.js';
import { onShelf } from '../../src/execute/context.js';
import type { Context } from '../../src/execute/definition.js';
import { Pace } from '../../src/execute/pace.js';
import { NO_TERMINAL } from '../../src/execute/terminal.js';
import { NONE_GIVEN } from '../../src/grammar/globals.js';
import { plainStyle } from '../../src/render/style.js';
import { runScript, shelfInMemory } from '../../src/script/script.js';
import { Warnings } from '../../src/session/warnings.js';

const HOST = { onInterrupt: () => () => {}, turn: async () => {}, fullMemory: () => null };
const MANNER = { keepGoing: true, echo: true, atomic: false, scratch: true };

/** Runs the lines on a session in memory. Returns all that they print, and the exit code. */
export async function run(lines: readonly string[], json: boolean): Promise<{ exit: number; printed: string }> {
  let printed = '';
  const add = (text: string): null => {
    printed += text;
    return null;
  };
  const terminal = { ...NO_TERMINAL, print: add, complain: (text: string) => void add(text) };
  const program = { context: contextFor(terminal), globals: { ...NONE_GIVEN, json } };
  const { exit } = await runScript({ lines }, MANNER, program);
  return { exit, printed };
}

function contextFor(terminal: typeof NO_TERMINAL): Context {
  const none = (): never => {
    throw new Error('there is no such thing here');
  };
  const context: Context = {
    machine: {
      commands: [routeAdd, inject, show, undo, ...EXPECT_COMMANDS],
      abbreviates: true,
      environment: {},
      root: '',
      stateDirectory: '',
      files: { identify: none, readBytes: none, readLines: none },
      openDisk: none,
      paths: undefined,
      pace: new Pace(terminal, HOST),
      prompter: null,
      process: null,
      help: none,
      topic: none,
      version: none,
    },
    sessions: { open: none, keepsLabs: true, warnings: new Warnings(), whenStarted: () => {} },
    output: {
      terminal,
      preset: {},
      terminalStyle: null,
      loadStyle: async () => plainStyle,
      print,
      writeFile: none,
      isTrial: false,
    },
    script: null,
  };
  return onShelf(context, shelfInMemory(null, context), undefined);
}
