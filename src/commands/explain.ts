import { DEFAULT_TTL } from '../core/packet.js';
import { askForParts } from '../execute/ask.js';
import { command } from '../execute/command.js';
import { asked, groupArg, iifFlag, keyOf, sourceArg, ttlFlag } from '../grammar/values.js';
import { given } from './given.js';

export default command('explain', () => ({
  summary: 'tell what inject would do with a packet, and why',
  description:
    'One step for each decision, in the order in which the router takes them, with what it compares, what follows, and where that is written down. Where a packet does not get through, the commands that let it through. Nothing is changed. On a terminal, what is missing is asked for.',
  examples: [
    { does: 'why a packet would not be forwarded', line: 'explain 10.0.1.9 239.1.1.1 --iif eth1' },
    { does: 'with a TTL', line: 'explain 10.0.1.9 239.1.1.1 --iif eth1 --ttl 5' },
    { does: 'in one line', line: 'explain 10.0.1.9 239.1.1.1 --iif eth4 --brief' },
  ],
  args: { source: asked(sourceArg), group: asked(groupArg) },
  flags: { iif: iifFlag, ttl: ttlFlag, brief: { kind: 'switch', summary: 'only the outcome, in one line' } },
  changes: false,
  question: ({ args, flags }, words) =>
    askForParts({ source: args.source, group: args.group, iif: flags.iif, oifs: null }, words),
  job: ({ args, flags }) => {
    const key = keyOf(given(args.source), given(args.group));
    const request = { key, iif: given(flags.iif), ttl: flags.ttl ?? DEFAULT_TTL, payload: new Uint8Array() };
    return async (program) => (await import('./later.js')).explainJob(request, flags.brief, program);
  },
}));
