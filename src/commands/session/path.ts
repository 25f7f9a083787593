import { command } from '../../execute/command.js';

export default command('session path', () => ({
  summary: 'print where the chosen session is kept',
  examples: [
    { does: 'of the one in use', line: 'session path' },
    { does: 'of another', line: 'session path --session demo' },
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
