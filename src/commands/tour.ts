import { DEFAULT_MAX_PENDING_QUEUE_SIZE } from '../core/gvisor/route-table.js';
import type { Lab } from '../core/lab.js';
import { STANDARD_INTERFACES } from '../core/lab.js';
import { command } from '../execute/command.js';
import type { CommandSpec } from '../execute/definition.js';
import { operationOf } from '../execute/execute.js';
import type { Outcome } from '../execute/outcome.js';
import { createLab } from '../ops/init.js';
import { renderTour } from '../render/tour.js';
import advanceClock from './advance-clock.js';
import ifaceJoin from './iface/join.js';
import inject from './inject.js';
import routeAdd from './route/add.js';
import routeRm from './route/rm.js';
import routeShow from './route/show.js';

const PAIR = ['192.168.1.1', '192.168.1.1'];

/** gVisor's documented example of its route table (`example_test.go`), command by command. */
const SCRIPT: readonly { readonly says: string; readonly spec: CommandSpec; readonly words: readonly string[] }[] = [
  { says: 'The clock stands still until it is told to move.', spec: advanceClock, words: ['10s'] },
  { says: 'This host itself wants packets to the group that arrive on eth1.', spec: ifaceJoin, words: ['eth1', '192.168.1.1'] },
  {
    says: 'A packet arrives. There is no route: it is queued, and an event asks for one.',
    spec: inject,
    words: [...PAIR, '--iif', 'eth1', '--payload', 'hello'],
  },
  {
    says: 'A route is installed, and the packet that waited leaves at once.',
    spec: routeAdd,
    words: [...PAIR, '--iif', 'eth1', '--oif', 'eth2:10'],
  },
  { says: 'The route knows when it was last used.', spec: routeShow, words: PAIR },
  { says: 'And it can be removed.', spec: routeRm, words: PAIR },
];

export default command('tour', () => ({
  summary: 'take a tour on a temporary session',
  description:
    "Runs gVisor's documented route table example, command by command. Uses a temporary session in memory, with --any-address, and saves nothing.",
  examples: [{ does: 'take the tour', line: 'tour' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({ on: 'program', run: async () => walk() }),
}));

function walk(): Outcome {
  const lab = createLab({ interfaces: STANDARD_INTERFACES, queueSize: DEFAULT_MAX_PENDING_QUEUE_SIZE, anyAddress: true });
  const steps = SCRIPT.map((step) => ({
    says: step.says,
    line: [step.spec.id, ...step.words].join(' '),
    ...takeStep(step, lab),
  }));
  return {
    body: { steps: steps.map(({ says, line, body }) => ({ says, line, result: body })) },
    text: (style) => renderTour(steps, style),
  };
}

function takeStep({ spec, words }: (typeof SCRIPT)[number], lab: Lab): Outcome {
  const operation = operationOf(spec, words);
  if (operation === null) throw new Error(`${spec.id} does not work on a lab`);
  return operation(lab);
}
