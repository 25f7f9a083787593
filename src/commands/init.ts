import { LabError } from '../core/errors.js';
import { MAX_STANDARD_INTERFACES, STANDARD_INTERFACES } from '../core/lab.js';
import { DEFAULT_JOURNAL_SIZE, MAX_JOURNAL_SIZE } from '../core/newest.js';
import { queueSizeOf } from '../core/router.js';
import { DEFAULT_STACK, notInThisStack } from '../core/stack.js';
import { command } from '../execute/command.js';
import { integerFlag } from '../grammar/values.js';
import { createLab, describeInit } from '../ops/init.js';
import { renderInit } from '../render/init.js';
import { stackFlag } from './stack-flag.js';

export default command('init', () => ({
  summary: 'create a session',
  description:
    'The standard session has eth1 to eth4, each with 10.0.N.1/24 and fc00:N::1/64, multicast forwarding on everywhere, and the clock at 0. Commands create it automatically if no session exists.',
  examples: [
    { does: 'create the standard session', line: 'init' },
    { does: 'create a separate session in a file in this folder', line: 'init --session ./lab.json --interfaces 8' },
    { does: "start a session that follows today's gVisor", line: 'init --stack gvisor-2026' },
    { does: 'start a session that follows Linux', line: 'init --stack linux' },
    { does: 'replace the existing session', line: 'init --force --queue-size 1' },
  ],
  args: {},
  flags: {
    interfaces: integerFlag({
      label: 'N',
      summary: 'number of interfaces',
      min: 0,
      max: MAX_STANDARD_INTERFACES,
      defaultText: String(STANDARD_INTERFACES),
    }),
    'no-interfaces': { kind: 'switch', summary: 'create no interfaces' },
    'queue-size': integerFlag({
      label: 'N',
      summary: 'queue size of each pending route, in packets',
      min: 0,
      max: 255,
      defaultText: String(queueSizeOf(DEFAULT_STACK)),
    }),
    'any-address': { kind: 'switch', summary: 'skip all address checks, so that any two addresses can form a key' },
    journal: integerFlag({
      label: 'N',
      summary: 'number of packets and of events that the session remembers',
      min: 0,
      max: MAX_JOURNAL_SIZE,
      defaultText: String(DEFAULT_JOURNAL_SIZE),
    }),
    stack: stackFlag('whose rules to follow', DEFAULT_STACK),
    force: { kind: 'switch', summary: 'replace an existing session' },
  },
  changes: true,
  job: ({ flags }) => {
    if (flags['no-interfaces'] && flags.interfaces !== undefined) {
      throw new LabError('USAGE', '--interfaces and --no-interfaces are mutually exclusive');
    }
    const stack = flags.stack ?? DEFAULT_STACK;
    if (stack === 'linux') refuseForLinux(flags['queue-size'], flags['any-address']);
    const interfaces = flags['no-interfaces'] ? 0 : (flags.interfaces ?? STANDARD_INTERFACES);
    const lab = createLab({
      interfaces,
      queueSize: flags['queue-size'] ?? queueSizeOf(stack),
      anyAddress: flags['any-address'],
      journalSize: flags.journal ?? DEFAULT_JOURNAL_SIZE,
      stack,
    });
    return {
      on: 'store',
      run: (store) => {
        const place = store.chosen();
        const result = describeInit(lab);
        return {
          outcome: {
            body: { session: place.name, path: place.path, ...result },
            text: (style) => renderInit({ ...result, session: place.label }, style),
          },
          commit: (dryRun, line) => store.start(place, lab, line, { force: flags.force, dryRun }),
        };
      },
    };
  },
}));

/** @throws LabError `NOT_IN_THIS_STACK` */
function refuseForLinux(queueSize: number | undefined, anyAddress: boolean): void {
  const always = queueSizeOf('linux');
  if (queueSize !== undefined && queueSize !== always)
    throw notInThisStack(`a queue size of ${queueSize}`, 'linux', `The kernel queues ${always} packets for each pending route.`);
  if (anyAddress) throw notInThisStack('--any-address', 'linux', 'The kernel checks addresses; leave it out.');
}
