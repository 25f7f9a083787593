import type { Shelf } from '../session/shelf.js';
import { SessionStore } from '../session/store.js';
import type { Surroundings } from './context.js';

/**
 * The sessions on a shelf, as lines ask for them: each by its own `--session`, or by the one that holds for all.
 *
 * @param usual the `--session` that holds for all, if there is one
 */
export function storesOn(shelf: Shelf, { terminal }: Pick<Surroundings, 'terminal'>, usual?: string): Surroundings['openStore'] {
  const environment = terminal.environment.MCAST_SESSION || undefined;
  const open = (flag: string | undefined) => new SessionStore(shelf, { flag, environment });
  const store = open(usual);
  return (session) => (session === undefined ? store : open(session));
}
