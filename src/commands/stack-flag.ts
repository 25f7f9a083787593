import type { StackName } from '../core/stack.js';
import { parseStack, STACK_NAMES } from '../core/stack.js';
import type { OptionSpec } from '../grammar/spec.js';

/** `--stack STACK` */
export function stackFlag(summary: string, defaultText: string): OptionSpec<StackName, false> {
  return {
    kind: 'option',
    label: 'STACK',
    summary: `${summary}: ${STACK_NAMES.join(', ')}`,
    multiple: false,
    options: [...STACK_NAMES, 'gvisor'],
    defaultText,
    parse: parseStack,
  };
}
