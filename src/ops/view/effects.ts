import type { CounterMoves } from '../../core/counters.js';
import type { JournalEntry } from '../../core/event.js';
import type { Effects, ExpiredRoute, Lab } from '../../core/lab.js';

/** An event, with its interfaces by name. */
export type EventView = {
  readonly source: string;
  readonly group: string;
  readonly iif: string;
  /** linux: the upcall that tells the daemon. */
  readonly upcall?: 'NOCACHE' | 'WRONGVIF';
} & ({ readonly type: 'missingRoute' } | { readonly type: 'unexpectedInputInterface'; readonly expectedIif: string });

/** Counter changes and emitted events of an operation; unchanged counters are omitted. */
export interface EffectsView {
  readonly events: readonly EventView[];
  readonly counters: CounterMoves;
}

/** A pending route that a cleanup removed. */
export interface ExpiredView {
  readonly source: string;
  readonly group: string;
  /** Packets lost with it. */
  readonly packets: number;
  /** Time of the cleanup. */
  readonly atNs: number;
}

export function viewEffects(lab: Lab, { events, counters }: Pick<Effects, 'events' | 'counters'>): EffectsView {
  return { events: events.map((entry) => viewEvent(lab, entry)), counters };
}

export function viewEvent(lab: Lab, { router, event }: JournalEntry): EventView {
  const source = event.source.text;
  const group = event.group.text;
  const at = lab.at(router);
  const iif = at.interfaces.nameOf(event.iif);
  const isLinux = at.routerOf(event).stack === 'linux';
  if (event.type === 'missingRoute') return { type: event.type, source, group, iif, ...(isLinux && { upcall: 'NOCACHE' }) };
  const expectedIif = at.interfaces.nameOf(event.expectedIif);
  return { type: event.type, source, group, iif, expectedIif, ...(isLinux && { upcall: 'WRONGVIF' }) };
}

export function viewExpired({ key, packets, atNs }: ExpiredRoute): ExpiredView {
  return { source: key.source.text, group: key.group.text, packets, atNs };
}
