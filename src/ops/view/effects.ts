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

/** What was counted and emitted while something was done; counters that did not move are left out. */
export interface EffectsView {
  readonly events: readonly EventView[];
  readonly counters: CounterMoves;
}

/** A pending route that a cleanup removed. */
export interface ExpiredView {
  readonly source: string;
  readonly group: string;
  /** Packets that were lost with it. */
  readonly packets: number;
  /** When the cleanup ran. */
  readonly atNs: number;
}

export function viewEffects(lab: Lab, { events, counters }: Effects): EffectsView {
  return { events: events.map((entry) => viewEvent(lab, entry)), counters };
}

export function viewEvent(lab: Lab, { event }: JournalEntry): EventView {
  const source = event.source.text;
  const group = event.group.text;
  const iif = lab.interfaces.nameOf(event.iif);
  if (event.type === 'missingRoute') return { type: event.type, source, group, iif };
  return { type: event.type, source, group, iif, expectedIif: lab.interfaces.nameOf(event.expectedIif) };
}

export function viewExpired({ key, packets, atNs }: ExpiredRoute): ExpiredView {
  return { source: key.source.text, group: key.group.text, packets, atNs };
}
