import type { Address } from '../address.js';
import type { ManualClock, Timer } from '../clock.js';
import { TIMER_RANKS } from '../clock.js';
import { LabError } from '../errors.js';
import type { LinkEnd } from './end.js';

/** Copies that may be under way at once. */
export const MAX_IN_FLIGHT = 100_000;

/** Where a copy came from: the end of a segment, or a host on the segment of that end. */
export interface Origin {
  readonly end: LinkEnd;
  /** Name of the host that sent it, or null. */
  readonly host: string | null;
}

/** A copy that is under way on a segment. */
export interface Flight {
  /** Number of the packet: the same all along its way. */
  readonly id: number;
  readonly source: Address;
  readonly group: Address;
  /** TTL with which it will arrive. */
  readonly ttl: number;
  readonly payload: Uint8Array;
  /** Which arrival it will be: 1 for the packet's first. */
  readonly hop: number;
  readonly from: Origin;
  /** Name of the link, or null on an interface with hosts but no link. */
  readonly link: string | null;
  readonly leftNs: number;
  readonly arrivesNs: number;
}

/** The copies under way. Each is a timer. */
export class Flights {
  readonly #clock: ManualClock;
  readonly #onArrival: (flight: Flight) => void;
  readonly #underWay = new Map<Flight, Timer>();

  constructor(clock: ManualClock, onArrival: (flight: Flight) => void) {
    this.#clock = clock;
    this.#onArrival = onArrival;
  }

  get size(): number {
    return this.#underWay.size;
  }

  /** In the order in which they left. */
  list(): Flight[] {
    return [...this.#underWay.keys()];
  }

  /** Lets a copy leave. @throws LabError `TOO_MANY_IN_FLIGHT` */
  start(flight: Flight): void {
    if (this.size >= MAX_IN_FLIGHT) {
      throw new LabError('TOO_MANY_IN_FLIGHT', `more than ${MAX_IN_FLIGHT} copies would be under way`);
    }
    const arrive = () => {
      this.#underWay.delete(flight);
      this.#onArrival(flight);
    };
    const timer = this.#clock.afterFunc(flight.arrivesNs - this.#clock.nowNs(), arrive, TIMER_RANKS.copy);
    this.#underWay.set(flight, timer);
  }

  /** Loses a copy. */
  lose(flight: Flight): void {
    this.#underWay.get(flight)?.stop();
    this.#underWay.delete(flight);
  }
}
