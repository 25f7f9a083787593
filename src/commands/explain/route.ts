import { command } from '../../execute/command.js';
import { groupArg, keyOf, sourceArg } from '../../grammar/values.js';

export default command('explain route', () => ({
  summary: 'show the history and future of a route',
  description:
    'Prints when the route or pending route was created, what it carried, and what happens to it next. Covers what the session and its history still hold. Changes nothing.',
  examples: [
    { does: "show a route's history and future", line: 'explain route 10.0.1.9 239.1.1.1' },
    { does: 'print only its current state', line: 'explain route 10.0.1.9 239.1.1.1 --brief' },
  ],
  args: { source: sourceArg, group: groupArg },
  flags: { brief: { kind: 'switch', summary: 'print only its current state, on one line' } },
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
