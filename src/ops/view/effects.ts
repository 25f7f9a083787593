import type { CounterMoves } from '../../core/counters.js';
import type { JournalEntry } from '../../core/event.js';
import type { Effects, ExpiredRoute, Lab } from '../../core/lab.js';

/** An event, with its interfaces by name. */
export type EventView =
  | { readonly type: 'missingRoute'; readonly source: string; readonly group: string; readonly iif: string }
  | {
      readonly type: 'unexpectedInputInterface';
      readonly source: string;
      readonly group: string;
      readonly iif: string;
      readonly expectedIif: string;
    };

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
  const { interfaces } = lab.at(router);
  const iif = interfaces.nameOf(event.iif);
  if (event.type === 'missingRoute') return { type: event.type, source, group, iif };
  return { type: event.type, source, group, iif, expectedIif: interfaces.nameOf(event.expectedIif) };
}

export function viewExpired({ key, packets, atNs }: ExpiredRoute): ExpiredView {
  return { source: key.source.text, group: key.group.text, packets, atNs };
}
