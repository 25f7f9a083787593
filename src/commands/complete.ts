import { command } from '../cli/command.js';
import type { OptionSpec, Outcome, Program } from '../cli/definition.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import type { Shell } from '../repl/shell-scripts.js';
import { SHELLS } from '../repl/shell-scripts.js';

const shellFlag: OptionSpec<Shell, false> = {
  kind: 'option',
  label: 'SHELL',
  summary: 'shell that asks',
  multiple: false,
  options: SHELLS,
  parse: (text) => SHELLS.find((shell) => shell === text) ?? 'bash',
};

/** What the scripts of `completion` ask. Whoever presses Tab wants no error: where there is nothing to say, nothing is said. */
export default command({
  id: 'complete',
  hidden: true,
  summary: 'print what the last word of a line can become',
  description: 'The scripts that "mcast completion" prints call this. It changes nothing, and starts no session.',
  examples: [],
  args: {
    line: { label: 'LINE', summary: "line up to the cursor, with the program's name in front", required: true, parse: String },
  },
  flags: {
    shell: shellFlag,
    word: {
      kind: 'option',
      label: 'TEXT',
      summary: 'end of the last word that the shell replaces; all of it if not given',
      multiple: false,
      allowEmpty: true,
      parse: String,
    },
  },
  changes: false,
  job: ({ args: { line }, flags: { shell, word } }) => ({
    on: 'program',
    run: (program) => answer(program, line, shell ?? 'bash', word),
  }),
});

async function answer(program: Program, line: string, shell: Shell, replaced: string | undefined): Promise<Outcome> {
  const { complete } = await import('../repl/complete.js');
  const { candidate } = await import('../repl/candidate.js');
  const { splitShellLine } = await import('../repl/shell-line.js');
  const { answerShell } = await import('../repl/shell-answer.js');
  const split = splitShellLine(line);
  if (split === null) return { body: { candidates: [] }, text: () => '' };
  const { words, partial, isRedirection } = split;
  const candidates = isRedirection
    ? [candidate('', '', 'file')]
    : complete({
        commands: program.commands,
        words,
        partial,
        lab: () => unlessInTrouble(() => loadLab(program, words), null),
        sessions: () => unlessInTrouble(() => program.openStore(undefined).list(), []).map(({ name }) => name),
      });
  return { body: { candidates }, text: () => answerShell(candidates, { shell, partial, replaced }) };
}

/** The lab that the line would work on: where there is no session yet, the one that the line would start. */
function loadLab({ openStore }: Program, words: readonly string[]): Lab {
  const store = openStore(sessionOn(words));
  return store.load(store.chosen()) ?? standardLab();
}

/** What the line gives as `--session`. */
function sessionOn(words: readonly string[]): string | undefined {
  const end = words.indexOf('--');
  for (const [index, word] of words.slice(0, end === -1 ? undefined : end).entries()) {
    if (word === '--session') return words[index + 1];
    if (word.startsWith('--session=')) return word.slice('--session='.length);
  }
  return undefined;
}

function unlessInTrouble<Value>(attempt: () => Value, otherwise: Value): Value {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof LabError) return otherwise;
    throw error;
  }
}
