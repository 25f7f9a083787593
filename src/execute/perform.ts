import type { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { escapeText } from '../core/printable.js';
import type { GlobalFlags } from '../grammar/globals.js';
import { isJoined, joinWords } from '../grammar/words.js';
import type { Steps } from '../ops/steps.js';
import type { Style } from '../render/style.js';
import type { SessionRef } from '../session/session-ref.js';
import type { SessionStore } from '../session/store.js';
import type { CommandSpec, Context, Job, LabJob, Prepared, ProgramJob, StoreJob } from './definition.js';
import { failed, printedBy, rendered, standardNotice, whole } from './executed.js';
import { EXIT } from './exit.js';
import type { Executed, LabOutcome, Outcome } from './outcome.js';
import type { Soon } from './soon.js';

/** A line that was understood, and what it is executed with. */
export interface Understood {
  readonly spec: CommandSpec;
  readonly words: readonly string[];
  readonly prepared: Prepared;
  readonly globals: GlobalFlags;
  readonly style: Style;
  readonly context: Context;
}

/** Does what a line asks for, and renders it before it is saved. Never throws. */
export function perform(line: Understood): Soon<Executed> {
  const { spec, words, globals, context, prepared } = line;
  let isUnderstood = false;
  try {
    const missing = missingIn(line);
    if (missing !== null) {
      isUnderstood = true;
      throw missing;
    }
    const job = prepared.job();
    isUnderstood = true;
    if (context.script === null) context.machine.pace.startLine(globals.quiet);
    const executed =
      typeof job === 'function' ? job({ context, globals }).then((loaded) => performJob(loaded, line)) : performJob(job, line);
    if (!('then' in executed)) return executed;
    return executed.catch((error: unknown) => failed(error, { spec, words, isUnderstood: true }, context));
  } catch (error) {
    return failed(error, { spec, words, isUnderstood }, context);
  }
}

/** Whether missing values are to be asked for, if that turns out to be possible. */
export function mayAsk({ prepared: { question }, globals: { json, quiet, dryRun }, context }: Understood): boolean {
  if (question === null || context.machine.prompter === null) return false;
  // Questions are painted with escapes that a dumb terminal shows.
  if (context.machine.environment.TERM === 'dumb') return false;
  return !json && !quiet && !(question.isConfirmation && dryRun);
}

/** Why a line cannot be done without an answer that nobody can be asked for. */
function missingIn(line: Understood): LabError | null {
  const { question } = line.prepared;
  if (question === null || mayAsk(line)) return null;
  return question.isConfirmation && line.globals.dryRun ? null : question.missing;
}

function performJob(job: Job, line: Understood): Soon<Executed> {
  switch (job.on) {
    case 'program':
      return performProgram(job, line);
    case 'store':
      return performOnStore(job, line);
    case 'lab':
      return performOnLab(job, line);
  }
}

async function performProgram(job: ProgramJob, line: Understood): Promise<Executed> {
  const { spec, globals, context } = line;
  // Commands that run others cannot be tried.
  if (context.output.isTrial) return printedBy(spec.id, EXIT.usage, null, true);
  const done = await job.run({ context, globals });
  return 'exit' in done ? printedBy(spec.id, done.exit, done.failure, globals.quiet) : render(done, line);
}

function performOnStore(job: StoreJob, line: Understood): Executed {
  const { globals, context } = line;
  const store = context.sessions.open(globals.session);
  const isDry = isDryRun(line);
  const act = () => {
    const { outcome, commit } = job.run(store);
    const executed = render(outcome, line);
    if (commit === null) return executed;
    const made = whole(executed);
    commit(isDry, lineOf(line));
    return made;
  };
  return job.isExclusive === true && !isDry ? store.exclusively(store.chosen(), act) : act();
}

/** Looks at a session, or changes it under its lock, from loading to saving. */
function performOnLab(job: LabJob, line: Understood): Soon<Executed> {
  const { spec, globals, context } = line;
  const store = context.sessions.open(globals.session);
  const place = store.chosen();
  if (!spec.changes) {
    const looked = store.look(place);
    return render({ ...job.run(looked.lab), notice: standardNotice(looked) }, line);
  }
  if (isDryRun(line)) return store.pretend(place, (lab) => render(job.run(lab), line));
  const known = () => (context.sessions.keepsLabs ? (store.load(place) ?? standardLab()) : null);
  if (job.steps?.isLong(known) === true) return performInSteps(job.steps.run, { store, place }, line);
  const { result, isStarted } = store.change(place, (lab) => finished(job.run(lab), line));
  return isStarted ? withStarted(result, place, line) : result;
}

async function performInSteps(
  steps: (lab: Lab) => Steps<LabOutcome>,
  { store, place }: { readonly store: SessionStore; readonly place: SessionRef },
  line: Understood,
): Promise<Executed> {
  const { spec, context } = line;
  const { script, machine } = context;
  const title = script === null ? spec.id : `${escapeText(script.file)}:${script.line}: ${spec.id}`;
  const { result, isStarted } = await store.changeSlowly(place, async (lab) =>
    finished(await machine.pace.through(steps(lab), title), line),
  );
  return isStarted ? withStarted(result, place, line) : result;
}

function finished(outcome: LabOutcome, line: Understood): { readonly result: Executed; readonly line: string } {
  return { result: whole(render(outcome, line)), line: lineOf(line, outcome.again) };
}

function render(outcome: Outcome, { spec, globals, style, context }: Understood): Executed {
  return rendered(spec.id, outcome, globals, style, context);
}

function isDryRun({ globals, context }: Understood): boolean {
  return globals.dryRun || context.output.isTrial;
}

function withStarted(executed: Executed, { label }: SessionRef, { globals, context }: Understood): Executed {
  const { whenStarted } = context.sessions;
  if (whenStarted === null) return { ...executed, notices: [`started session ${label}`] };
  if (!globals.quiet) whenStarted(label);
  return executed;
}

/** A command as the history keeps it, to be replayed. */
function lineOf({ spec, words, prepared, context: { script } }: Understood, again?: readonly string[]): string {
  const rest = again ?? prepared.words;
  // Most lines of scripts are written as the history keeps them.
  if (rest === words && script !== null && script.text.startsWith(`${spec.id} `) && isJoined(script.text)) return script.text;
  return rest.length === 0 ? spec.id : `${spec.id} ${joinWords(rest)}`;
}
