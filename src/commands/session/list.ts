import { command } from '../../execute/command.js';
import { renderSessionList } from '../../render/session/list.js';

export default command('session list', () => ({
  summary: 'list named sessions',
  examples: [{ does: 'list them', line: 'session list' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({
    on: 'store',
    run: (store) => {
      const sessions = store.list();
      return { outcome: { body: { sessions }, text: (style) => renderSessionList(sessions, style) }, commit: null };
    },
  }),
}));
