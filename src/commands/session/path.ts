import { command } from '../../execute/command.js';

export default command('session path', () => ({
  summary: 'print the path of the session file',
  examples: [
    { does: 'print the path of the current session', line: 'session path' },
    { does: 'print the path of another session', line: 'session path --session demo' },
  ],
  args: {},
  flags: {},
  changes: false,
  job: () => ({
    on: 'store',
    run: (store) => {
      const place = store.chosen();
      const body = { session: place.name, path: place.path, exists: store.exists(place) };
      return { outcome: { body, text: () => place.path }, commit: null };
    },
  }),
}));
