import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { print } from '../../src/cli/print.js';
import { HOST } from '../../src/cli/process-context.js';
import { COMMANDS } from '../../src/commands/index.js';
import type { Context, Program } from '../../src/execute/definition.js';
import { Pace } from '../../src/execute/pace.js';
import { NO_TERMINAL } from '../../src/execute/terminal.js';
import { readInput } from '../../src/files/file.js';
import { NONE_GIVEN } from '../../src/grammar/globals.js';
import { openFile } from '../../src/lesson/course.js';
import type { Lesson } from '../../src/lesson/lesson.js';
import { plainStyle } from '../../src/render/style.js';
import { identify, openLines } from '../../src/script/lines.js';
import { DiskShelf } from '../../src/session/disk-shelf.js';
import { SessionStore } from '../../src/session/store.js';
import { Warnings } from '../../src/session/warnings.js';

const ROOT = resolve(import.meta.dirname, '../..');

const disk = new DiskShelf('/nowhere');

const CONTEXT: Context = {
  machine: {
    commands: COMMANDS,
    abbreviates: false,
    environment: {},
    root: ROOT,
    stateDirectory: '/nowhere',
    files: { identify, readBytes: readInput, readLines: openLines },
    openDisk: () => disk,
    paths: disk,
    pace: new Pace(NO_TERMINAL, HOST),
    prompter: null,
    process: null,
    help: async () => ({ body: {}, text: () => '' }),
    topic: () => null,
    version: () => ({ body: {}, text: () => '' }),
  },
  sessions: {
    open: (flag) => new SessionStore(disk, { flag, environment: undefined }),
    keepsLabs: false,
    warnings: new Warnings(),
    whenStarted: () => {},
  },
  output: {
    terminal: NO_TERMINAL,
    preset: {},
    terminalStyle: null,
    loadStyle: async () => plainStyle,
    print,
    writeFile: () => {},
    isTrial: false,
  },
  script: null,
};

/** The program without a disk: whoever asks for one finds nothing there. */
export const PROGRAM: Program = {
  context: CONTEXT,
  globals: { ...NONE_GIVEN, noColor: true },
};

/** The files of the lessons that come with the program, and the example of a teacher's own. */
export const LESSON_PATHS = [
  ...readdirSync(resolve(ROOT, 'lessons')).map((name) => resolve(ROOT, 'lessons', name)),
  resolve(ROOT, 'examples/a-lesson-of-your-own.lesson'),
];

export function openLesson(path: string): Lesson {
  return openFile(path, PROGRAM);
}
