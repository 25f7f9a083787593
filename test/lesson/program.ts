import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Terminal } from '../../src/cli/terminal.js';
import { COMMANDS } from '../../src/commands/index.js';
import type { Program } from '../../src/execute/definition.js';
import { Pace } from '../../src/execute/pace.js';
import { openFile } from '../../src/lesson/course.js';
import type { Lesson } from '../../src/lesson/lesson.js';
import { DiskShelf } from '../../src/session/disk-shelf.js';
import { SessionStore } from '../../src/session/store.js';
import { Warnings } from '../../src/session/warnings.js';

const ROOT = resolve(import.meta.dirname, '../..');

const terminal: Terminal = {
  environment: {},
  isInteractive: async () => false,
  isTerminal: false,
  columns: null,
  complainsToTerminal: false,
  print: () => null,
  isForsaken: false,
  complain: () => {},
  showStatus: () => {},
};

/** The program without a disk: whoever asks for one finds nothing there. */
export const PROGRAM: Program = {
  around: {
    terminal,
    pace: new Pace(terminal),
    commands: COMMANDS,
    root: ROOT,
    dataDirectory: '/nowhere',
    stateDirectory: '/nowhere',
    openDisk: () => new DiskShelf('/nowhere'),
    openStore: (flag) => new SessionStore('/nowhere', new DiskShelf('/nowhere'), { flag, environment: undefined }),
    writeFile: () => {},
    help: async () => ({ body: {}, text: () => '' }),
    version: () => ({ body: {}, text: () => '' }),
    terminalStyle: null,
    warnings: new Warnings(),
    canAsk: false,
    keepsLabs: false,
    preset: {},
    whenStarted: () => {},
    where: null,
    script: null,
  },
  globals: {
    session: undefined,
    json: false,
    quiet: false,
    color: undefined,
    noColor: true,
    ascii: false,
    help: false,
    dryRun: false,
  },
};

/** The files of the lessons that come with the program, and the example of a teacher's own. */
export const LESSON_PATHS = [
  ...readdirSync(resolve(ROOT, 'lessons')).map((name) => resolve(ROOT, 'lessons', name)),
  resolve(ROOT, 'examples/a-lesson-of-your-own.lesson'),
];

export function openLesson(path: string): Lesson {
  return openFile(path, PROGRAM);
}
