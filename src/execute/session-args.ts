import { LabError } from '../core/errors.js';
import type { ArgSpec, SwitchSpec } from '../grammar/spec.js';
import { parseSessionName, parseSessionPattern } from '../session/finder.js';
import type { SessionRef } from '../session/session-ref.js';
import type { SessionStore } from '../session/store.js';

/** NAME of a session, which may be a pattern, as an argument. */
export const sessionPatternArg: ArgSpec<string, true> = {
  label: 'NAME',
  summary: 'name of a session, or a pattern of names',
  required: true,
  completes: 'session',
  parse: parseSessionPattern,
};

/** NAME of a session, as an argument. */
export const sessionNameArg: ArgSpec<string, true> = {
  label: 'NAME',
  summary: 'name of a session',
  required: true,
  completes: 'session',
  parse: parseSessionName,
};

/** The two arguments of copying and renaming: with one of them, it is the chosen session that is copied or renamed. */
export const fromToArgs = {
  first: {
    label: 'FROM',
    summary: 'name or path of the session to copy (default: the current session)',
    required: true,
    completes: 'session-or-path',
    parse: String,
  },
  second: {
    label: 'TO',
    summary: 'name or path of the new session',
    required: false,
    completes: 'session-or-path',
    parse: String,
  },
} as const satisfies Record<string, ArgSpec>;

/** `--force` of copying and renaming. */
export const overwriteFlag: SwitchSpec = { kind: 'switch', summary: 'replace an existing session' };

/** Where from and where to. @throws LabError `USAGE` */
export function fromTo(
  store: SessionStore,
  { first, second }: { readonly first: string; readonly second: string | undefined },
): { from: SessionRef; to: SessionRef } {
  const from = second === undefined ? store.chosen() : store.place(first);
  const to = store.place(second ?? first);
  if (store.isSame(from, to)) throw new LabError('USAGE', 'FROM and TO are the same session');
  return { from, to };
}
