import type { Family } from '../address.js';
import type { Timer } from '../clock.js';
import { zeroCounters } from '../counters.js';
import type { Interface } from '../interface.js';
import type { InstalledRoute, PendingRoute, RouteKey } from '../route.js';
import type { StackName } from '../stack.js';
import { notInThisStack } from '../stack.js';
import type { ForwarderContext } from './forwarder-context.js';
import type { Release } from './release.js';
import { DEFAULT_CLEANUP_INTERVAL, RouteTable } from './route-table.js';

/** The part of a router that only looks at its table. */
export class TableRouter {
  readonly table = new RouteTable();
  readonly counters = zeroCounters();

  constructor(
    readonly family: Family,
    protected readonly context: ForwarderContext,
  ) {
    this.table.init(context);
  }

  /** Which of gVisor's later changes hold. */
  get release(): Release {
    return this.context.release;
  }

  get stack(): StackName {
    return this.context.stack;
  }

  get installedCount(): number {
    return this.table.installedCount;
  }

  installedRoute(key: RouteKey): InstalledRoute | null {
    return this.table.installedRoute(key);
  }

  installedRoutes(): Iterable<readonly [RouteKey, InstalledRoute]> {
    return this.table.installedRoutes();
  }

  removeAllRoutes(): void {
    this.table.removeAllInstalledRoutes();
  }

  get pendingCount(): number {
    return this.table.pendingCount;
  }

  pendingRoute(key: RouteKey): PendingRoute | null {
    return this.table.pendingRoute(key);
  }

  pendingRoutes(): Iterable<PendingRoute> {
    return this.table.pendingRoutes();
  }

  get nextCleanupNs(): number | null {
    return this.table.cleanupTimer?.firesAtNs ?? null;
  }

  get cleanupTimer(): Timer | null {
    return this.table.cleanupTimer;
  }

  /** Cleanups recur while any route is pending, and the deadline is exclusive. */
  sweptAtNs({ expiresNs }: PendingRoute, nextCleanupNs: number): number {
    const spared = Math.max(0, Math.floor((expiresNs - nextCleanupNs) / DEFAULT_CLEANUP_INTERVAL) + 1);
    return nextCleanupNs + spared * DEFAULT_CLEANUP_INTERVAL;
  }

  cleanupAfter(atNs: number): number {
    return atNs + DEFAULT_CLEANUP_INTERVAL;
  }

  expiredFromNs({ expiresNs }: PendingRoute): number {
    return expiresNs + 1;
  }

  originate(): never {
    throw notInThisStack("sending the router's own packets", this.stack, { kind: 'stack', stack: 'linux' });
  }

  /** Routes name interfaces by id and look at them when they need to. */
  interfaceAdded(): void {}

  interfaceRemoved(): void {}

  switchInterface(nic: Interface, isOn: boolean): void {
    nic.forwarding[this.family] = isOn;
  }
}
