import type { Shell } from '../completion/shells.js';
import { SHELLS } from '../completion/shells.js';
import { command } from '../execute/command.js';
import type { OptionSpec } from '../execute/definition.js';

const shellFlag: OptionSpec<Shell, false> = {
  kind: 'option',
  label: 'SHELL',
  summary: 'shell that asks',
  multiple: false,
  options: SHELLS,
  parse: (text) => SHELLS.find((shell) => shell === text) ?? 'bash',
};

/** What the scripts of `completion` ask. Whoever presses Tab wants no error: where there is nothing to say, nothing is said. */
export default command('complete', () => ({
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
    run: async (program) => {
      const { answer } = await import('./later.js');
      return answer(program, line, shell ?? 'bash', word);
    },
  }),
}));
