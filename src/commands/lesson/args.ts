import type { ArgSpec, SwitchSpec } from '../../execute/definition.js';

/** `[LESSON]` */
export const lessonArg: ArgSpec<string, false> = {
  label: 'LESSON',
  summary: 'number or name of a lesson, or the path of a file',
  required: false,
  completes: 'lesson',
  parse: String,
};

/** `--no-prompt` */
export const noPromptFlag: SwitchSpec = { kind: 'switch', summary: 'open no prompt, also on a terminal' };
