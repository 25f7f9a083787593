import type { Family } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';
import { LinuxStack } from '../../core/linux/linux-stack.js';
import type { PacketView } from '../view/packet.js';
import type { Arrival } from './action.js';
import { arrivalCommand, commandOf } from './action.js';
import type { Attempt } from './attempt.js';
import { tryOut } from './attempt.js';
import { nextAttempts } from './next-attempts.js';

/** Commands that let a packet through, tried on a copy of the lab. */
export interface Remedy {
  /** The outgoing interface that then gets a copy; null if any is enough. */
  readonly oif: string | null;
  /** In order, without the program name. The last one injects the packet. */
  readonly commands: readonly string[];
}

/** Something that no command can achieve. */
interface Hopeless {
  /** As in a remedy. */
  readonly oif: string | null;
  /** Of a drop, of a skipped copy, or of the error that a command would end with. */
  readonly code: string;
  /** What the error says. */
  readonly message: string | null;
}

/** Remedies, and what has none. */
export interface Help {
  readonly remedies: readonly Remedy[];
  readonly hopeless: readonly Hopeless[];
}

/** Maximum number of fixes in a row. */
const MAX_DEPTH = 8;
/** Maximum number of alternatives shown. */
const MAX_WAYS = 2;
/** Maximum number of skipped outgoing interfaces for which to search remedies. */
const MAX_SKIPPED = 8;

/** The least TTL with which a router that checks it forwards a packet (RFC 1812 §5.3.1, RFC 8200 §3). */
const LEAST_TTL = 2;

/** Finds what lets a packet that arrives now through: to any interface or, if it is forwarded, to the interfaces that get no copy. */
export function findHelp(lab: Lab, arrival: Arrival): Help {
  const tried = tryOut(lab, { actions: [], arrival });
  if ('refusal' in tried) throw tried.refusal;
  const { outcome, skipped, copies } = tried.packet;
  const unreached = new Set(skipped.map(({ oif }) => oif).filter((oif) => copies.every((copy) => copy.oif !== oif)));
  const wanted = outcome === 'forwarded' ? [...unreached].slice(0, MAX_SKIPPED) : [null];
  const lives = { ...arrival, ttl: Math.max(LEAST_TTL, arrival.ttl) };
  const searches = wanted.map((oif) => new Search(lab, oif, arrival.key.group.family).from(lives));
  return { remedies: searches.flatMap(({ remedies }) => remedies), hopeless: searches.flatMap(({ hopeless }) => hopeless) };
}

/** Finds what releases the packet queued last; if its pending route has expired, what lets the next packet through. */
export function findHelpForWaiting(lab: Lab, arrival: Arrival, { id }: PacketView): Help {
  if (arrival.ttl < LEAST_TTL) return findHelp(lab, arrival);
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

/** Searches for remedies: tries a fix for what is wrong, then a fix for what is wrong after that. */
class Search {
  readonly #ways: Attempt[] = [];
  #deepest: Omit<Hopeless, 'oif'> | null = null;
  readonly #freeId: number;

  /** @param oif the outgoing interface that must get a copy; null if any may */
  constructor(
    private readonly lab: Lab,
    private readonly oif: string | null,
    private readonly family: Family,
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

  /** A removed interface is known by its id, and may come back under a name. */
  #isWanted(after: Lab, oif: string): boolean {
    if (this.oif?.startsWith('vif ')) return oif === this.#nameOfVif(after, Number(this.oif.slice('vif '.length)));
    return this.oif === oif || this.oif === String(after.interfaces.find(oif)?.id) || oif === `eth${this.oif}`;
  }

  #nameOfVif(after: Lab, number: number): string | null {
    const router = after.routers[this.family];
    return router instanceof LinuxStack ? after.interfaces.nameOf(router.router.vifs.interfaceOf(number)) : null;
  }

  #note({ reason, skipped }: PacketView): void {
    const code = reason ?? skipped.find(({ oif }) => oif === this.oif)?.reason;
    if (code !== undefined) this.#deepest = { code, message: null };
  }
}
