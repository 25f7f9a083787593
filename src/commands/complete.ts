import type { Shell } from '../completion/shells.js';
import { SHELLS } from '../completion/shells.js';
import { command } from '../execute/command.js';
import type { OptionSpec } from '../grammar/spec.js';

const shellFlag: OptionSpec<Shell, false> = {
  kind: 'option',
  label: 'SHELL',
  summary: 'shell that calls',
  multiple: false,
  options: SHELLS,
  parse: (text) => SHELLS.find((shell) => shell === text) ?? 'bash',
};

/** Called by the scripts of `completion`. Tab must not print errors: if nothing matches, nothing is printed. */
export default command('complete', () => ({
  hidden: true,
  summary: 'print completions for the last word of a line',
  description: 'The scripts that "mcast completion" prints call this. Changes nothing and creates no session.',
  examples: [],
  args: {
    line: { label: 'LINE', summary: 'line up to the cursor, including the program name', required: true, parse: String },
  },
  flags: {
    shell: shellFlag,
    word: {
      kind: 'option',
      label: 'TEXT',
      summary: 'part of the last word that the shell replaces (default: all of it)',
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
