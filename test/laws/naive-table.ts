/** An outgoing interface, as the model keeps it. */
export interface NaiveOif {
  readonly id: number;
  readonly minTtl: number;
}

interface InstalledRow {
  readonly key: string;
  readonly iif: number;
  readonly oifs: readonly NaiveOif[];
  lastUsedNs: number;
}

interface PendingRow {
  readonly key: string;
  readonly expiresNs: number;
  readonly payloads: readonly string[];
}

const TEN_SECONDS_NS = 10_000_000_000;

/**
 * A route table by the rules that gVisor's traces show, and nothing clever: lists, searched from the front and made anew at every change.
 *
 * Time does nothing by itself. Moving it only changes a number; whatever is done next catches up with the cleanups that fell due.
 */
export class NaiveTable {
  #nowNs = 0;
  #installed: readonly InstalledRow[] = [];
  #pending: readonly PendingRow[] = [];
  #expired: readonly (readonly [number, string, number])[] = [];
  #cleanupRunning = false;
  #nextCleanupNs: number | null = null;

  constructor(private readonly queueSize: number) {}

  getRouteOrInsertPending(key: string, payload: string): unknown {
    this.#catchUp();
    const route = this.#installed.find((row) => row.key === key);
    if (route !== undefined) return { state: 'InstalledRouteFound', iif: route.iif, oifs: route.oifs };
    const waiting = this.#pending.find((row) => row.key === key);
    if ((waiting?.payloads.length ?? 0) >= this.queueSize) return { state: null };
    if (!this.#cleanupRunning) {
      this.#cleanupRunning = true;
      this.#nextCleanupNs = this.#nowNs + TEN_SECONDS_NS;
    }
    if (waiting === undefined) {
      this.#pending = [...this.#pending, { key, expiresNs: this.#nowNs + TEN_SECONDS_NS, payloads: [payload] }];
      return { state: 'NoRouteFoundAndPendingInserted' };
    }
    const longer = { ...waiting, payloads: [...waiting.payloads, payload] };
    this.#pending = this.#pending.map((row) => (row.key === key ? longer : row));
    return { state: 'PacketQueuedInPendingRoute' };
  }

  addInstalledRoute(key: string, iif: number, oifs: readonly NaiveOif[]): unknown {
    this.#catchUp();
    const waiting = this.#pending.find((row) => row.key === key);
    this.#installed = [...this.#installed.filter((row) => row.key !== key), { key, iif, oifs, lastUsedNs: this.#nowNs }];
    this.#pending = this.#pending.filter((row) => row.key !== key);
    this.#stopCleanupIfIdle();
    return waiting === undefined || waiting.expiresNs < this.#nowNs ? [] : waiting.payloads;
  }

  removeInstalledRoute(key: string): unknown {
    const left = this.#installed.filter((row) => row.key !== key);
    const removed = left.length < this.#installed.length;
    this.#installed = left;
    return removed;
  }

  removeAllInstalledRoutes(): unknown {
    this.#installed = [];
    return null;
  }

  lastUsed(key: string): unknown {
    return this.#installed.find((row) => row.key === key)?.lastUsedNs ?? null;
  }

  setLastUsed(key: string, timeNs: number): unknown {
    const route = this.#installed.find((row) => row.key === key);
    if (route !== undefined) route.lastUsedNs = Math.max(route.lastUsedNs, timeNs);
    return route !== undefined;
  }

  close(): unknown {
    this.#catchUp();
    this.#pending = [];
    this.#nextCleanupNs = null;
    return null;
  }

  advance(durationNs: number): unknown {
    this.#nowNs += durationNs;
    return null;
  }

  /** Everything, in the order of the keys; and what has expired since the last time it was asked, in that of the cleanups and, within one, of the keys. */
  state(): unknown {
    this.#catchUp();
    const expired = this.#expired;
    this.#expired = [];
    return {
      nowNs: this.#nowNs,
      installed: this.#installed.map(({ key, iif, oifs, lastUsedNs }) => JSON.stringify([key, iif, oifs, lastUsedNs])).sort(),
      pending: this.#pending.map(({ key, expiresNs, payloads }) => JSON.stringify([key, expiresNs, payloads])).sort(),
      expired: sortSwept(expired),
      cleanupRunning: this.#cleanupRunning,
      nextCleanupNs: this.#nextCleanupNs,
    };
  }

  #catchUp(): void {
    while (this.#nextCleanupNs !== null && this.#nextCleanupNs <= this.#nowNs) {
      const atNs = this.#nextCleanupNs;
      const swept = this.#pending.filter(({ expiresNs }) => expiresNs < atNs);
      this.#expired = [...this.#expired, ...swept.map(({ key, payloads }) => [atNs, key, payloads.length] as const)];
      this.#pending = this.#pending.filter(({ expiresNs }) => expiresNs >= atNs);
      this.#nextCleanupNs = atNs + TEN_SECONDS_NS;
      this.#stopCleanupIfIdle();
    }
  }

  #stopCleanupIfIdle(): void {
    if (this.#pending.length > 0) return;
    this.#cleanupRunning = false;
    this.#nextCleanupNs = null;
  }
}

/** A cleanup sweeps in no particular order. */
export function sortSwept(swept: readonly (readonly [number, string, number])[]): (readonly [number, string, number])[] {
  return [...swept].sort(([atA, a], [atB, b]) => atA - atB || (a < b ? -1 : 1));
}
