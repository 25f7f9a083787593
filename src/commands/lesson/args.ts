import type { ArgSpec, SwitchSpec } from '../../grammar/spec.js';

/** `[LESSON]` */
export const lessonArg: ArgSpec<string, false> = {
  label: 'LESSON',
  summary: 'lesson number, name or file',
  required: false,
  completes: 'lesson',
  parse: String,
};

/** `--no-prompt` */
export const noPromptFlag: SwitchSpec = { kind: 'switch', summary: 'do not open a prompt' };
