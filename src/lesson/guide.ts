import { LabError } from '../core/errors.js';
import type { CommandSpec, Context, Program } from '../execute/definition.js';
import type { Outcome, Printed } from '../execute/outcome.js';
import { styleOf } from '../execute/style-choice.js';
import type { Guide } from '../prompt/guide.js';
import { talk } from '../prompt/repl.js';
import { finishText } from '../render/finish-text.js';
import { renderUnmet } from '../render/lesson/goals.js';
import { renderSolved } from '../render/lesson/lesson.js';
import { proseWidth } from '../render/prose.js';
import type { Style } from '../render/style.js';
import { LESSON_SESSION } from '../session/finder.js';
import { Course } from './course.js';
import { lookOf, PROMPT_VERBS, viewCheck } from './taking.js';

/** How a lesson is gone to. */
type Beginning = (program: Program) => Promise<Outcome>;

/** Begins a lesson; where somebody sits at a terminal, and wants that, at a prompt on its session. */
export async function goTo(begin: Beginning, wantsPrompt: boolean, program: Program): Promise<Outcome | Printed> {
  const { context, globals } = program;
  const isSilent = globals.json || globals.quiet || globals.dryRun;
  if (!wantsPrompt || isSilent || context.machine.prompter === null || !(await context.output.terminal.isInteractive()))
    return begin(program);
  // Anything wrong with the flags is wrong at the prompt too.
  new Course(program);
  const machine = {
    ...context.machine,
    commands: promptCommands(context.machine.commands),
    help: (words: readonly string[]) => context.machine.help(wholeName(words)),
  };
  const atPrompt = {
    context: { ...context, machine },
    globals: { ...globals, session: LESSON_SESSION },
  };
  const style = await styleOf(globals, context);
  const greeting = finishText((await begin(atPrompt)).text(style), style);
  return talk(atPrompt, new LessonGuide(atPrompt, style, greeting));
}

/** The commands of the lesson's own prompt: all there are, and those on the lesson by one word as well. */
function promptCommands(commands: readonly CommandSpec[]): readonly CommandSpec[] {
  const short = PROMPT_VERBS.flatMap((verb) => {
    const spec = commands.find(({ id }) => id === `lesson ${verb}`);
    return spec === undefined ? [] : [renamed(spec, verb)];
  });
  return [...short, ...commands];
}

/** The name of a command as it is everywhere else. */
function wholeName(words: readonly string[]): readonly string[] {
  return words.length === 1 && PROMPT_VERBS.some((verb) => verb === words[0]) ? ['lesson', ...words] : words;
}

function renamed(spec: CommandSpec, id: string): CommandSpec {
  const { summary, hidden, description, usage, examples, args, flags, changes } = spec;
  const prepare: CommandSpec['prepare'] = (words) => spec.prepare(words);
  return { id, summary, hidden, description, usage, examples, args, flags, changes, prepare };
}

/** Looks at the goals after each command that may have changed the session, and tells at once what is still to do. */
class LessonGuide implements Guide {
  readonly greeting: string;
  readonly #program: Program;
  readonly #style: Style;
  /** Whether it was told that the lesson is solved. */
  #isToldSolved = false;
  /** The goals that were reached when it looked last, in words. */
  #met: ReadonlySet<string> = new Set();

  /** @param greeting printed first */
  constructor(program: Program, style: Style, greeting: string) {
    this.#program = program;
    this.#style = style;
    this.greeting = greeting;
  }

  /** `lesson 2` */
  label = (): string => {
    try {
      const id = new Course(this.#program).progress().inHand?.id;
      return id === undefined ? 'lesson' : `lesson ${id}`;
    } catch (error) {
      if (error instanceof LabError) return 'lesson ?';
      throw error;
    }
  };

  after = (spec: CommandSpec, code: number, context: Context): void => {
    if (isOnLesson(spec)) this.#isToldSolved = spec.id.endsWith('check') && code === 0;
    else if (spec.changes && code === 0 && !this.#isToldSolved && context.output.preset.json !== true) this.#tell(context);
  };

  #tell(context: Context): void {
    try {
      const view = viewCheck(new Course({ ...this.#program, context }));
      const columns = proseWidth(context.output.terminal.columns);
      this.#isToldSolved = view.met;
      const told = view.met
        ? `\n${renderSolved(view, lookOf(context), this.#style)}`
        : renderUnmet(view.goals, ({ goal }) => this.#met.has(goal), columns, this.#style);
      this.#met = new Set(view.goals.flatMap(({ goal, met }) => (met === true ? [goal] : [])));
      context.output.terminal.print(`${told}\n`);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      context.output.terminal.complain(`mcast: ${error.message}\n`);
    }
  }
}

function isOnLesson({ id }: CommandSpec): boolean {
  return id.startsWith('lesson ') || PROMPT_VERBS.some((verb) => verb === id);
}
