import type { Shell } from '../completion/shells.js';
import { SHELLS } from '../completion/shells.js';
import { command } from '../execute/command.js';
import type { ArgSpec } from '../grammar/spec.js';

const shellArg: ArgSpec<Shell, true> = {
  label: 'SHELL',
  summary: 'shell to print the script for',
  required: true,
  options: SHELLS,
  parse: (text) => SHELLS.find((shell) => shell === text) ?? 'bash',
};

export default command('completion', () => ({
  summary: 'print a shell completion script',
  description:
    'Tab then completes commands, flags and values: interfaces, sources, groups, timer times and session names. In ~/.bashrc or ~/.zshrc: source <(mcast completion bash), or the same with zsh. For fish: mcast completion fish > ~/.config/fish/completions/mcast.fish',
  examples: [
    { does: 'print the script for bash', line: 'completion bash' },
    { does: 'print the script for zsh', line: 'completion zsh' },
    { does: 'print the script for fish', line: 'completion fish' },
  ],
  args: { shell: shellArg },
  flags: {},
  changes: false,
  job: ({ args: { shell } }) => ({
    on: 'program',
    run: async () => {
      const { shellScript } = await import('./later.js');
      const script = shellScript(shell);
      return { body: { shell, script }, text: () => script };
    },
  }),
}));
