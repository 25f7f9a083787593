import type { Shell } from '../completion/shells.js';
import { SHELLS } from '../completion/shells.js';
import { command } from '../execute/command.js';
import type { ArgSpec } from '../execute/definition.js';

const shellArg: ArgSpec<Shell, true> = {
  label: 'SHELL',
  summary: 'bash, zsh or fish',
  required: true,
  options: SHELLS,
  parse: (text) => SHELLS.find((shell) => shell === text) ?? 'bash',
};

export default command('completion', () => ({
  summary: 'print the script that makes a shell complete mcast',
  description:
    'On Tab, the shell then completes commands, flags and values: interfaces, sources and groups of the session, times of its timers, names of sessions. In ~/.bashrc or ~/.zshrc: source <(mcast completion bash), or zsh. For fish: mcast completion fish > ~/.config/fish/completions/mcast.fish',
  examples: [
    { does: 'for bash', line: 'completion bash' },
    { does: 'for zsh', line: 'completion zsh' },
    { does: 'for fish', line: 'completion fish' },
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
