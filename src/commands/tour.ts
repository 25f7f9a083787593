import { DEFAULT_MAX_PENDING_QUEUE_SIZE } from '../core/gvisor/route-table.js';
import type { Lab } from '../core/lab.js';
import { STANDARD_INTERFACES } from '../core/lab.js';
import { Aborted } from '../execute/aborted.js';
import { command } from '../execute/command.js';
import type { CommandSpec, Program } from '../execute/definition.js';
import { operationOf } from '../execute/execute.js';
import { EXIT } from '../execute/exit.js';
import type { Outcome, Printed } from '../execute/outcome.js';
import type { Prompter } from '../execute/prompter.js';
import { styleOf } from '../execute/style-choice.js';
import { createLab } from '../ops/init.js';
import type { TourStep } from '../render/tour.js';
import { renderTour, renderTourStep, tourTitle } from '../render/tour.js';
import advanceClock from './advance-clock.js';
import ifaceJoin from './iface/join.js';
import inject from './inject.js';
import routeAdd from './route/add.js';
import routeRm from './route/rm.js';
import routeShow from './route/show.js';

const PAIR = ['10.0.1.9', '239.1.1.1'];

/** The steps of gVisor's documented example of its route table (`example_test.go`), with addresses of the standard session. */
const SCRIPT: readonly { readonly says: string; readonly spec: CommandSpec; readonly words: readonly string[] }[] = [
  { says: 'The clock moves only if you advance it.', spec: advanceClock, words: ['10s'] },
  { says: 'This host itself joins the group on eth1.', spec: ifaceJoin, words: ['eth1', '239.1.1.1'] },
  {
    says: 'A packet arrives. There is no route: the router queues it, and asks for a route with an event.',
    spec: inject,
    words: [...PAIR, '--iif', 'eth1', '--payload', 'hello'],
  },
  {
    says: 'Installing a route forwards the queued packet at once.',
    spec: routeAdd,
    words: [...PAIR, '--iif', 'eth1', '--oif', 'eth2:10'],
  },
  { says: 'The route records when it was last used.', spec: routeShow, words: PAIR },
  { says: 'A route stays until you remove it.', spec: routeRm, words: PAIR },
];

export default command('tour', () => ({
  summary: 'take a tour on a temporary session',
  description:
    'Shows the life of a multicast route, command by command, on a temporary session in memory. Saves nothing. On a terminal, space or return shows the next command, and q quits.',
  examples: [{ does: 'take the tour', line: 'tour' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({ on: 'program', run: async (program) => walk(program) }),
}));

type Step = TourStep & { readonly body: object };

async function walk(program: Program): Promise<Outcome | Printed> {
  const steps = takeSteps();
  const prompter = await prompterOf(program);
  if (prompter !== null) return showOneByOne(steps, program, prompter);
  return {
    body: { steps: steps.map(({ says, line, body }) => ({ says, line, result: body })) },
    text: (style) => renderTour(steps, style),
  };
}

/** Null where the tour is printed as a whole: in a pipe, in a script, as JSON. */
async function prompterOf({ context, globals }: Program): Promise<Prompter | null> {
  const { machine, output } = context;
  const isWhole = globals.json || globals.quiet || machine.environment.TERM === 'dumb';
  if (machine.prompter === null || isWhole || !(await output.terminal.isInteractive())) return null;
  return machine.prompter(globals);
}

/** Waits for a key between two steps. */
async function showOneByOne(steps: readonly Step[], { context, globals }: Program, prompter: Prompter): Promise<Printed> {
  const style = await styleOf(globals, context);
  const { terminal } = context.output;
  terminal.print(`${tourTitle(style)}\n`);
  for (const [index, step] of steps.entries()) {
    const continues = index === 0 || (await prompter.pressKey(`-- space: next (${index} of ${steps.length}), q: quit --`));
    if (continues === null) throw new Aborted('INTERRUPTED', 'interrupted');
    if (!continues) break;
    terminal.print(`${renderTourStep(step, style)}\n`);
  }
  return { exit: EXIT.done, failure: null };
}

function takeSteps(): Step[] {
  const lab = createLab({ interfaces: STANDARD_INTERFACES, queueSize: DEFAULT_MAX_PENDING_QUEUE_SIZE, anyAddress: false });
  return SCRIPT.map((step) => ({
    says: step.says,
    line: [step.spec.id, ...step.words].join(' '),
    ...takeStep(step, lab),
  }));
}

function takeStep({ spec, words }: (typeof SCRIPT)[number], lab: Lab): Outcome {
  const operation = operationOf(spec, words);
  if (operation === null) throw new Error(`${spec.id} does not work on a lab`);
  return operation(lab);
}
