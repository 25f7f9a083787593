import type { CounterMoves } from '../../core/counters.js';
import type { JournalEntry } from '../../core/event.js';
import type { Effects, ExpiredRoute, Lab } from '../../core/lab.js';
import type { NetworkEffectsView } from './network.js';
import { viewNetworkEffects } from './network.js';
import { routerField } from './router-field.js';

/** An event, with its interfaces by name. */
export type EventView = {
  /** In a lab of several routers. */
  readonly router?: string;
  readonly source: string;
  readonly group: string;
  readonly iif: string;
  /** linux: the upcall that tells the daemon. */
  readonly upcall?: 'NOCACHE' | 'WRONGVIF';
} & ({ readonly type: 'missingRoute' } | { readonly type: 'unexpectedInputInterface'; readonly expectedIif: string });

/** Counter changes and emitted events of an operation; unchanged counters are omitted. */
export interface EffectsView extends NetworkEffectsView {
  readonly events: readonly EventView[];
  readonly counters: CounterMoves;
}

/** A pending route that a cleanup removed. */
export interface ExpiredView {
  /** In a lab of several routers. */
  readonly router?: string;
  readonly source: string;
  readonly group: string;
  /** Packets lost with it. */
  readonly packets: number;
  /** Time of the cleanup. */
  readonly atNs: number;
}

export function viewEffects(lab: Lab, effects: Pick<Effects, 'events' | 'counters'> & Partial<Effects>): EffectsView {
  const { events, counters } = effects;
  return { events: events.map((entry) => viewEvent(lab, entry)), counters, ...viewNetworkEffects(lab, effects) };
}

export function viewEvent(lab: Lab, { router, event }: JournalEntry): EventView {
  const source = event.source.text;
  const group = event.group.text;
  const at = lab.at(router);
  const where = { ...routerField(lab, router), source, group, iif: at.interfaces.nameOf(event.iif) };
  const isLinux = at.routerOf(event).stack === 'linux';
  if (event.type === 'missingRoute') return { type: event.type, ...where, ...(isLinux && { upcall: 'NOCACHE' }) };
  const expectedIif = at.interfaces.nameOf(event.expectedIif);
  return { type: event.type, ...where, expectedIif, ...(isLinux && { upcall: 'WRONGVIF' }) };
}

export function viewExpired(lab: Lab, { router, key, packets, atNs }: ExpiredRoute): ExpiredView {
  return { ...routerField(lab, router), source: key.source.text, group: key.group.text, packets, atNs };
}
