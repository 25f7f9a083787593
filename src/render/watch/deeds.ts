import { escapeText } from '../../core/printable.js';
import type { ShownStep } from '../undo.js';
import { describeStep } from '../undo.js';

/** What led from the state that was seen before to the present one. */
export type Deeds =
  /** In the order in which it was done; at least one. */
  | { readonly verb: 'did' | 'undid' | 'redid'; readonly steps: readonly ShownStep[] }
  | { readonly verb: 'began'; readonly line: string }
  /** No history tells it. */
  | { readonly verb: 'unknown' };

/** `inject 10.0.1.9 239.1.1.1 --iif eth1`, `undid route add …`, `5 commands, the last: advance-clock 1s` */
export function describeDeeds(deeds: Deeds): string {
  switch (deeds.verb) {
    case 'began':
      return escapeText(deeds.line);
    case 'unknown':
      return 'changed without a command';
    case 'did':
    case 'undid':
    case 'redid': {
      const { verb, steps } = deeds;
      const last = steps.at(-1);
      const only = last === undefined ? '' : describeStep(last);
      const told = verb === 'did' ? '' : `${verb} `;
      return steps.length <= 1 ? `${told}${only}` : `${told}${steps.length} steps, the last: ${only}`;
    }
  }
}
