import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import type { Program } from '../execute/definition.js';
import type { Outcome } from '../execute/outcome.js';
import { lessonFiles } from '../lesson/lesson-files.js';
import { candidate } from './candidate.js';
import { complete } from './complete.js';
import { readBefore } from './cursor.js';
import { answerShell } from './shell-answer.js';
import { splitShellLine } from './shell-line.js';
import type { Shell } from './shells.js';

export { shellScript } from './shell-scripts.js';

/** What a shell is answered that asks what the end of a line can become. */
export async function answer(program: Program, line: string, shell: Shell, replaced: string | undefined): Promise<Outcome> {
  const split = splitShellLine(line);
  if (split === null) return { body: { candidates: [] }, text: () => '' };
  const { words, partial, isRedirection } = split;
  const candidates = isRedirection
    ? [candidate('', '', 'file')]
    : complete({
        commands: program.context.machine.commands,
        words,
        partial,
        lab: () => unlessInTrouble(() => loadLab(program, words), null),
        sessions: () => unlessInTrouble(() => program.context.sessions.open(undefined).list(), []).map(({ name }) => name),
        lessons: () => lessonFiles(program.context.machine.root),
      });
  return { body: { candidates }, text: () => answerShell(candidates, { shell, partial, replaced }) };
}

/** The lab that the line would work on: where there is no session yet, the one that the line would start. */
function loadLab({ context, globals }: Program, words: readonly string[]): Lab {
  const { machine, sessions } = context;
  const session = readBefore(machine.commands, words)?.flags.find(({ flag }) => flag.name === 'session')?.text;
  const store = sessions.open(session ?? globals.session);
  return store.load(store.chosen()) ?? standardLab();
}

function unlessInTrouble<Value>(attempt: () => Value, otherwise: Value): Value {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof LabError) return otherwise;
    throw error;
  }
}
