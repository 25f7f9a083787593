import type { Finished } from '../cli/finish.js';
import { describeStarted, render } from '../cli/finish.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { escapeText } from '../core/printable.js';
import type { GlobalFlags } from '../grammar/globals.js';
import { withoutGlobals } from '../grammar/globals.js';
import { isJoined, joinWords } from '../grammar/words.js';
import type { Steps } from '../ops/steps.js';
import type { Style } from '../render/style.js';
import type { SessionRef } from '../session/session-ref.js';
import type { SessionStore } from '../session/store.js';
import type { Surroundings } from './context.js';
import type { CommandSpec, Job, LabOutcome, LoadedJob, Prepared } from './definition.js';

/** A line that was understood. */
export interface Understood {
  readonly spec: CommandSpec;
  readonly words: readonly string[];
  readonly prepared: Prepared;
  readonly globals: GlobalFlags;
}

type LabJob = Extract<Job, { on: 'lab' }>;

export function perform(
  job: Exclude<LoadedJob, { on: 'program' }>,
  line: Understood,
  style: Style,
  around: Surroundings,
): Finished | Promise<Finished> {
  const { spec, globals } = line;
  switch (job.on) {
    case 'nothing':
      return render(spec.id, job.run(), globals, style, around);
    case 'store':
      return performOnStore(job, line, style, around);
    case 'lab':
      return performOnLab(job, line, style, around);
  }
}

function performOnStore(job: Extract<Job, { on: 'store' }>, line: Understood, style: Style, around: Surroundings): Finished {
  const { spec, globals } = line;
  const store = around.openStore(globals.session);
  const act = () => {
    const { outcome, commit, started } = job.run(store);
    const finished = render(spec.id, outcome, globals, style, around);
    commit?.(globals.dryRun, lineOf(line, around));
    return started === undefined ? finished : withStarted(finished, started, around, globals.quiet);
  };
  return job.isExclusive === true && !globals.dryRun ? store.exclusively(store.chosen(), act) : act();
}

/** What changes a session is done under its lock, from loading to saving. Printing comes after it. */
function performOnLab(job: LabJob, line: Understood, style: Style, around: Surroundings): Finished | Promise<Finished> {
  const { spec, globals } = line;
  const store = around.openStore(globals.session);
  const place = store.chosen();
  const finished = (outcome: LabOutcome) => render(spec.id, outcome, globals, style, around);
  if (globals.dryRun) return store.pretend(place, (lab) => finished(job.run(lab)));
  const inSteps = job.inSteps?.(() => (around.keepsLabs ? (store.load(place) ?? standardLab()) : null)) ?? null;
  if (inSteps !== null) return performInSteps(inSteps, { store, place }, line, style, around);
  const done = spec.changes
    ? store.change(place, (lab) => {
        const outcome = job.run(lab);
        return { result: finished(outcome), line: lineOf(line, around, outcome.again) };
      })
    : store.look(place, (lab) => finished(job.run(lab)));
  return done.isStarted ? withStarted(done.result, place, around, globals.quiet) : done.result;
}

/** The same, a little at a time. */
async function performInSteps(
  inSteps: (lab: Lab) => Steps<LabOutcome>,
  { store, place }: { readonly store: SessionStore; readonly place: SessionRef },
  line: Understood,
  style: Style,
  around: Surroundings,
): Promise<Finished> {
  const { spec, globals } = line;
  const { result, isStarted } = await store.changeSlowly(place, async (lab) => {
    const outcome = await around.pace.through(inSteps(lab), describeLine(line, around));
    return { result: render(spec.id, outcome, globals, style, around), line: lineOf(line, around, outcome.again) };
  });
  return isStarted ? withStarted(result, place, around, globals.quiet) : result;
}

function withStarted(finished: Finished, { label }: SessionRef, { whenStarted }: Surroundings, isQuiet: boolean): Finished {
  if (whenStarted === null) return { ...finished, notices: [describeStarted(label)] };
  if (!isQuiet) whenStarted(label);
  return finished;
}

/** What a line that takes long is called where it is told how far it has come. */
function describeLine({ spec: { id } }: Understood, { where }: Surroundings): string {
  return where === null ? id : `${escapeText(where.file)}:${where.line}: ${id}`;
}

/** A command as it is written down, to be done again some day. */
function lineOf({ spec, words }: Understood, { where }: Surroundings, again?: readonly string[]): string {
  const rest = again ?? withoutGlobals(words, spec.flags);
  // Most lines of scripts are written as they are written down.
  if (rest === words && where !== null && where.text.startsWith(`${spec.id} `) && isJoined(where.text)) return where.text;
  return rest.length === 0 ? spec.id : `${spec.id} ${joinWords(rest)}`;
}
