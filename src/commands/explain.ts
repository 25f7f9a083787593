import { DEFAULT_TTL } from '../core/packet.js';
import { askForParts } from '../execute/ask.js';
import { command } from '../execute/command.js';
import { asked, groupArg, iifFlag, keyOf, sourceArg, ttlFlag } from '../grammar/values.js';
import { given } from './given.js';

export default command('explain', () => ({
  summary: 'explain what inject would do with a packet',
  description:
    'Prints every decision in the order in which the router makes it: the values compared, the result and the source of the rule. If the packet is dropped, also prints commands that would let it through. Changes nothing. On a terminal, prompts for missing values.',
  examples: [
    { does: 'explain why a packet would not be forwarded', line: 'explain 10.0.1.9 239.1.1.1 --iif eth1' },
    { does: 'explain a packet with TTL 5', line: 'explain 10.0.1.9 239.1.1.1 --iif eth1 --ttl 5' },
    { does: 'print only the outcome', line: 'explain 10.0.1.9 239.1.1.1 --iif eth4 --brief' },
  ],
  args: { source: asked(sourceArg), group: asked(groupArg) },
  flags: { iif: iifFlag, ttl: ttlFlag, brief: { kind: 'switch', summary: 'print only the outcome, on one line' } },
  changes: false,
  question: ({ args, flags }, words) =>
    askForParts({ source: args.source, group: args.group, iif: flags.iif, oifs: null }, words),
  job: ({ args, flags }) => {
    const key = keyOf(given(args.source), given(args.group));
    const request = { key, iif: given(flags.iif), ttl: flags.ttl ?? DEFAULT_TTL, payload: new Uint8Array() };
    return {
      on: 'later',
      load: async (program) => {
        const { explain, renderExplain, renderExplainBriefly, writerFor } = await import('./later.js');
        const { write, shown } = writerFor(program);
        return {
          on: 'lab',
          run: (lab) => {
            const result = explain(lab, request);
            const text = flags.brief ? renderExplainBriefly : renderExplain;
            return { body: result, text: (style) => shown(text(result, style, write)) };
          },
        };
      },
    };
  },
}));
