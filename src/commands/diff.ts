import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { command } from '../execute/command.js';
import { standardNotice } from '../execute/executed.js';
import type { ArgSpec } from '../grammar/spec.js';
import { diff } from '../ops/diff.js';
import { renderDiff } from '../render/diff.js';
import type { SessionStore } from '../session/store.js';

/** A session, or its state at a step. */
interface Side {
  /** Name or path; null for the chosen one. */
  readonly session: string | null;
  /** Step number, or the number of steps ago if negative; null for the present. */
  readonly step: number | null;
}

const side: ArgSpec<Side, true> = {
  label: 'A',
  summary: 'session name or path; append @N for its state after step N of the log, @-N for N steps ago',
  required: true,
  completes: 'session-or-path',
  parse: parseSide,
};

export default command('diff', () => ({
  summary: 'compare two sessions, or two steps of one session',
  description: 'Prints one line for each difference: + is only in B, - is only in A, ~ has changed.',
  usage: 'diff A [B] [FLAGS]',
  examples: [
    { does: 'show what the last step changed', line: 'diff @-1' },
    { does: 'show everything that has changed since the start', line: 'diff @0' },
    { does: 'compare another session with the current one', line: 'diff demo' },
    { does: 'compare two sessions in a script', line: 'diff demo default --exit-code' },
  ],
  args: {
    a: side,
    b: { ...side, label: 'B', summary: 'session to compare with (default: the current session)', required: false },
  },
  flags: { 'exit-code': { kind: 'switch', summary: 'exit with status 1 if there are differences' } },
  changes: false,
  job: ({ args, flags }) => ({
    on: 'store',
    run: (store) => {
      const a = lookAt(store, args.a);
      const b = lookAt(store, args.b ?? { session: null, step: null });
      const result = diff(a.lab, b.lab);
      const differs = flags['exit-code'] && !result.same;
      const failure = differs ? new LabError('DIFFERENT', 'the sessions differ') : null;
      const notice = standardNotice({ isStandard: a.isStandard || b.isStandard });
      return { outcome: { body: result, text: (style) => renderDiff(result, style), failure, notice }, commit: null };
    },
  }),
}));

function parseSide(text: string): Side {
  const found = /^(.*)@(-?\d{1,9})$/.exec(text);
  if (found === null) return { session: text, step: null };
  const [, session = '', step = ''] = found;
  return { session: session === '' ? null : session, step: Number(step) };
}

/** @throws LabError `SESSION_NOT_FOUND`, `STEP_NOT_FOUND`, or as `SessionStore.load` */
function lookAt(store: SessionStore, { session, step }: Side): { readonly lab: Lab; readonly isStandard: boolean } {
  const place = session === null ? store.chosen() : store.place(session);
  const history = store.history(place);
  const position = step === null ? history.position : step < 0 || Object.is(step, -0) ? history.position + step : step;
  if (position < 0 || position > history.steps.length) {
    throw new LabError(
      'STEP_NOT_FOUND',
      `session ${place.label} has no step @${step}`,
      `The newest step is @${history.steps.length}; see: mcast log`,
    );
  }
  return { lab: store.labAt(place, position), isStandard: store.isStandard(place) };
}
