import type { Lab } from '../../core/lab.js';
import type { PacketView } from '../view/packet.js';
import type { Arrival } from './action.js';
import { arrivalCommand, commandOf } from './action.js';
import type { Attempt } from './attempt.js';
import { tryOut } from './attempt.js';
import { nextAttempts } from './next-attempts.js';

/** Commands that let a packet through. They were tried out on a copy of the lab. */
export interface Remedy {
  /** The outgoing interface that gets a copy then; null if it is enough that any does. */
  readonly oif: string | null;
  /** In this order, without the program's name. It is the last one that lets the packet through. */
  readonly commands: readonly string[];
}

/** Something that no command can bring about. */
interface Hopeless {
  /** As of a remedy. */
  readonly oif: string | null;
  /** Of a drop, of a skipped copy, or of the error that a command would end with. */
  readonly code: string;
  /** What the error says. */
  readonly message: string | null;
}

/** What helps a packet through, and what nothing can help with. */
export interface Help {
  readonly remedies: readonly Remedy[];
  readonly hopeless: readonly Hopeless[];
}

/** How many things are put right at most, one after the other. */
const MAX_DEPTH = 8;
/** Ways that are shown to reach one thing. */
const MAX_WAYS = 2;
/** Skipped outgoing interfaces that ways are sought to. */
const MAX_SKIPPED = 8;

/** What lets a packet that arrives now through: to any interface or, if it gets through, to those that get no copy of it. */
export function findHelp(lab: Lab, arrival: Arrival): Help {
  const tried = tryOut(lab, { actions: [], arrival });
  if ('refusal' in tried) throw tried.refusal;
  const { outcome, skipped, copies } = tried.packet;
  const unreached = new Set(skipped.map(({ oif }) => oif).filter((oif) => copies.every((copy) => copy.oif !== oif)));
  const wanted = outcome === 'forwarded' ? [...unreached].slice(0, MAX_SKIPPED) : [null];
  const searches = wanted.map((oif) => new Search(lab, oif).from(arrival));
  return { remedies: searches.flatMap(({ remedies }) => remedies), hopeless: searches.flatMap(({ hopeless }) => hopeless) };
}

/** What lets a packet go that was queued last. If nothing does, since its pending entry has expired: what lets the next one through. */
export function findHelpForWaiting(lab: Lab, arrival: Arrival, { id }: PacketView): Help {
  const start = { actions: [], arrival };
  const tried = tryOut(lab, start);
  if ('refusal' in tried) throw tried.refusal;
  const { after, packet } = tried;
  const ways = nextAttempts(after, lab.freeInterfaceId(), start, packet, null).filter((attempt) => {
    const outcome = tryOut(lab, attempt);
    return 'released' in outcome && outcome.released.some((each) => each.id === id && each.outcome === 'forwarded');
  });
  if (ways.length === 0) {
    const { remedies, hopeless } = findHelp(lab, arrival);
    return { remedies, hopeless: [{ oif: null, code: 'PENDING_ROUTE_EXPIRED', message: null }, ...hopeless] };
  }
  return { remedies: ways.map(({ actions }) => ({ oif: null, commands: actions.map(commandOf) })), hopeless: [] };
}

/** The search for what lets a packet through, by trying out what may put right what is wrong, and again what is wrong then. */
class Search {
  readonly #ways: Attempt[] = [];
  #deepest: Omit<Hopeless, 'oif'> | null = null;
  readonly #freeId: number;

  /** @param oif the outgoing interface that is to get a copy, or null if any may */
  constructor(
    private readonly lab: Lab,
    private readonly oif: string | null,
  ) {
    this.#freeId = lab.freeInterfaceId();
  }

  from(arrival: Arrival): Help {
    this.#try({ actions: [], arrival }, 0);
    const { oif } = this;
    const remedies = this.#ways.map((way) => ({ oif, commands: [...way.actions.map(commandOf), arrivalCommand(way.arrival)] }));
    const hopeless = remedies.length > 0 || this.#deepest === null ? [] : [{ oif, ...this.#deepest }];
    return { remedies, hopeless };
  }

  #try(attempt: Attempt, depth: number): void {
    const tried = tryOut(this.lab, attempt);
    if ('refusal' in tried) {
      this.#deepest = { code: tried.refusal.code, message: tried.refusal.message };
      return;
    }
    const { after, packet } = tried;
    if (packet.outcome === 'forwarded' && (this.oif === null || packet.copies.some(({ oif }) => this.#isWanted(after, oif)))) {
      this.#ways.push(attempt);
      return;
    }
    this.#note(packet);
    if (depth === MAX_DEPTH) return;
    for (const next of nextAttempts(after, this.#freeId, attempt, packet, this.oif)) {
      if (this.#ways.length < MAX_WAYS) this.#try(next, depth + 1);
    }
  }

  /** An interface that is gone is wanted by its id, and may come back with a name. */
  #isWanted(after: Lab, oif: string): boolean {
    return this.oif === oif || this.oif === String(after.interfaces.find(oif)?.id);
  }

  #note({ reason, skipped }: PacketView): void {
    const code = reason ?? skipped.find(({ oif }) => oif === this.oif)?.reason;
    if (code !== undefined) this.#deepest = { code, message: null };
  }
}
