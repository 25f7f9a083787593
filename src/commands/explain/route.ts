import { command } from '../../execute/command.js';
import { groupArg, keyOf, sourceArg } from '../../grammar/values.js';

export default command('explain route', () => ({
  summary: "tell a route's or a pending entry's life",
  description:
    'When it came, what it carried, what happens next and when, as far as the session and its history know. Nothing is changed.',
  examples: [
    { does: 'what becomes of it', line: 'explain route 10.0.1.9 239.1.1.1' },
    { does: 'in one line', line: 'explain route 10.0.1.9 239.1.1.1 --brief' },
  ],
  args: { source: sourceArg, group: groupArg },
  flags: { brief: { kind: 'switch', summary: 'only how it is now, in one line' } },
  changes: false,
  job: ({ args, flags }) => {
    const key = keyOf(args.source, args.group);
    return {
      on: 'later',
      load: async (program) => {
        const { explainRoute, installedBy, renderExplainRoute, renderExplainRouteBriefly, writerFor } = await import(
          '../later.js'
        );
        const { around, globals } = program;
        const { shown } = writerFor(program);
        return {
          on: 'lab',
          run: (lab) => {
            const store = around.openStore(globals.session);
            const hasRoute = lab.routerOf(key).table.installedRoute(key) !== null;
            const line = hasRoute ? installedBy(store.history(store.chosen()), key, around.commands) : null;
            const result = explainRoute(lab, { key, installedBy: line });
            const text = flags.brief ? renderExplainRouteBriefly : renderExplainRoute;
            return { body: result, text: (style) => shown(text(result, style)) };
          },
        };
      },
    };
  },
}));
