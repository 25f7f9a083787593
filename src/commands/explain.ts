import { DEFAULT_TTL } from '../core/packet.js';
import { askForParts } from '../execute/ask.js';
import { command } from '../execute/command.js';
import { asked, groupArg, iifFlag, keyOf, sourceArg, ttlFlag } from '../grammar/values.js';
import { given } from './given.js';

export default command('explain', () => ({
  summary: 'explain what inject would do with a packet',
  description:
    'Prints the decisions of the router that settle the outcome, and those next to them: the values compared, the result and the source of the rule. If the packet is dropped, also prints commands that would let it through. Changes nothing. On a terminal, prompts for missing values.',
  examples: [
    { does: 'explain why a packet would not be forwarded', line: 'explain 10.0.1.9 239.1.1.1 --iif eth1' },
    { does: 'explain a packet with TTL 5', line: 'explain 10.0.1.9 239.1.1.1 --iif eth1 --ttl 5' },
    { does: 'print every decision', line: 'explain 10.0.1.9 239.1.1.1 --iif eth1 --full' },
    { does: 'print only the outcome', line: 'explain 10.0.1.9 239.1.1.1 --iif eth4 --brief' },
  ],
  args: { source: asked(sourceArg), group: asked(groupArg) },
  flags: {
    iif: iifFlag,
    ttl: ttlFlag,
    brief: { kind: 'switch', summary: 'print only the outcome, on one line' },
    full: { kind: 'switch', summary: 'print every decision, in order' },
    'no-sources': { kind: 'switch', summary: 'omit the sources of the rules' },
  },
  changes: false,
  question: ({ args, flags }, words) =>
    askForParts({ source: args.source, group: args.group, iif: flags.iif, oifs: null }, words),
  job: ({ args, flags }) => {
    const key = keyOf(given(args.source), given(args.group));
    const request = { key, iif: given(flags.iif), ttl: flags.ttl ?? DEFAULT_TTL, payload: new Uint8Array() };
    const detail = flags.brief ? 'brief' : { isFull: flags.full, hasSources: !flags['no-sources'] };
    return async (program) => (await import('./later.js')).explainJob(request, detail, program);
  },
}));
