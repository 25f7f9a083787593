import { LabError } from '../core/errors.js';
import { standardLab } from '../core/lab.js';
import { onShelf } from '../execute/context.js';
import type { Program } from '../execute/definition.js';
import { standardNotice } from '../execute/executed.js';
import { EXIT } from '../execute/exit.js';
import { hintOf } from '../execute/hints.js';
import type { Outcome, Printed } from '../execute/outcome.js';
import { styleOf } from '../execute/style-choice.js';
import type { RowFilter } from '../ops/row-filter.js';
import { watch } from '../ops/watch.js';
import type { Looking, Subject } from '../render/watch/frame.js';
import { drawFrame, FIRST_LOOK } from '../render/watch/frame.js';
import type { PaneName } from '../render/watch/pane-names.js';
import { notFound } from '../session/session-ref.js';
import type { SessionStore } from '../session/store.js';
import { stepperFor } from './stepper.js';
import { WatchLoop } from './watch-loop.js';
import type { Seen } from './watched.js';
import { WatchedSession } from './watched.js';

/** How it is to be watched. */
interface Manner {
  readonly interactive: boolean;
  /** Which routes, pending routes, packets and events are shown. */
  readonly filter: RowFilter;
  readonly part: PaneName | undefined;
  readonly once: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
}

const USUAL_SIZE = { columns: 80, rows: 24 };

/** Shows the session of a line until the user leaves, or once. @throws LabError `USAGE`, `SESSION_NOT_FOUND`, and with `--once` as `SessionStore.load` */
export async function watchSession(program: Program, manner: Manner): Promise<Outcome | Printed> {
  const { context, globals } = program;
  const first = firstLook(manner);
  const { filter } = manner;
  const store = storeOf(program);
  const isStandard = store.isStandard(store.chosen());
  const watched = new WatchedSession(store);
  if (manner.once) {
    const seen = isStandard ? standardSession(store) : watched.look();
    const picture = takePicture(seen, filter, first, sizeOf(manner, context.output.terminal.columns));
    return { ...picture, notice: standardNotice({ isStandard }) };
  }
  const process = checkCanWatch(program, manner);
  const loop = new WatchLoop(
    {
      place: watched.place,
      look: subjects(watched, filter),
      first,
      style: await styleOf(globals, context),
      stepper: manner.interactive ? stepperFor(program) : null,
      write: context.output.terminal.print,
    },
    process.stdin,
    process.stdout,
    process,
  );
  await loop.run();
  return { exit: EXIT.done, failure: null };
}

/** The session `default`, as a command would start it. */
function standardSession(store: SessionStore): Seen {
  const place = store.chosen();
  const history = store.history(place);
  return { kind: 'lab', place, lab: standardLab(), history, before: null, deeds: { verb: 'unknown' } };
}

/** In a script or at a prompt the sessions are as its lines have made them; else they are on disk, and their labs kept to be compared. */
function storeOf({ context, globals }: Program): SessionStore {
  const { machine } = context;
  const own = machine.prompter === null ? context : onShelf(context, machine.openDisk(true), globals.session);
  return own.sessions.open(globals.session);
}

function firstLook({ part }: Manner): Looking {
  return part === undefined ? FIRST_LOOK : { ...FIRST_LOOK, focus: part, only: part };
}

/** @param width of the terminal, null if there is none */
function sizeOf({ columns, rows }: Manner, width: number | null): typeof USUAL_SIZE {
  return { columns: columns ?? width ?? USUAL_SIZE.columns, rows: rows ?? USUAL_SIZE.rows };
}

/** The process whose terminal is drawn on. @throws LabError `USAGE` */
function checkCanWatch({ context, globals }: Program, { columns, rows }: Manner): NodeJS.Process {
  if (columns !== undefined || rows !== undefined) {
    throw new LabError('USAGE', '--columns and --rows require --once', 'On a terminal, watch uses the size of the terminal.');
  }
  const instead = 'For one frame as text: mcast watch --once; for the state: mcast show';
  if (globals.json || globals.quiet) throw new LabError('USAGE', 'watch cannot be combined with --json or --quiet', instead);
  const { process, prompter, environment } = context.machine;
  if (prompter === null) {
    throw new LabError('USAGE', 'watch needs a separate terminal', 'Run mcast watch in a second terminal, or watch --once here.');
  }
  if (!context.output.terminal.isTerminal || process?.stdin.isTTY !== true) {
    throw new LabError('USAGE', 'watch needs a terminal', instead);
  }
  if (environment.TERM === 'dumb') {
    throw new LabError('USAGE', 'watch cannot draw on this terminal: TERM is dumb', instead);
  }
  return process;
}

/** What is to be drawn; the same as long as nothing has changed. */
function subjects(watched: WatchedSession, filter: RowFilter): () => Subject {
  let last: { readonly seen: Seen; readonly subject: Subject } | null = null;
  return () => {
    const seen = watched.look();
    if (seen !== last?.seen) last = { seen, subject: subjectOrFault(seen, filter) };
    return last.subject;
  };
}

/** A filter may name an interface that is gone by now. */
function subjectOrFault(seen: Seen, filter: RowFilter): Subject {
  try {
    return subjectOf(seen, filter);
  } catch (error) {
    if (!(error instanceof LabError) || seen.kind !== 'lab') throw error;
    return { kind: 'fault', label: seen.place.label, message: error.message, hint: hintOf(error) };
  }
}

function subjectOf(seen: Seen, filter: RowFilter): Subject {
  switch (seen.kind) {
    case 'missing':
      return { kind: 'missing', label: seen.place.label };
    case 'fault':
      return { kind: 'fault', label: seen.label, message: seen.error.message, hint: hintOf(seen.error) };
    case 'lab': {
      const { place, lab, before, deeds, history } = seen;
      return { kind: 'lab', label: place.label, result: watch(lab, before, filter), deeds, step: history.position };
    }
  }
}

/** @throws LabError `SESSION_NOT_FOUND`, or as `SessionStore.load` */
function takePicture(seen: Seen, filter: RowFilter, looking: Looking, size: typeof USUAL_SIZE): Outcome {
  if (seen.kind === 'missing') throw notFound(seen.place);
  if (seen.kind === 'fault') throw seen.error;
  const subject = subjectOf(seen, filter);
  if (subject.kind !== 'lab') throw new Error('there is no lab to draw');
  const { label, path } = seen.place;
  const { nowNs, wasNs, changes } = subject.result;
  return {
    body: { session: label, path, nowNs, wasNs, step: subject.step, deeds: subject.deeds, changes },
    text: (style) =>
      drawFrame(subject, looking, { ...size, style, keys: null })
        .lines.map((line) => line.trimEnd())
        .join('\n')
        .trimEnd(),
  };
}
