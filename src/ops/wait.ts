import { FAMILIES } from '../core/address.js';
import { LabError } from '../core/errors.js';
import type { MulticastEvent } from '../core/event.js';
import type { Lab } from '../core/lab.js';
import type { PendingRoute, RouteKey } from '../core/route.js';
import type { StackRouter } from '../core/stack-router.js';
import type { AdvanceClockResult } from './advance-clock.js';
import { advanceClockInSteps } from './advance-clock.js';
import { filterEvents } from './row-filter.js';
import type { Steps } from './steps.js';
import { runAll } from './steps.js';

/** The condition to wait for. */
export type Condition =
  /** No route is pending, in either family. */
  | { readonly until: 'pending-empty' }
  /** The route, or every installed route if the key is null, has been idle for this time. */
  | { readonly until: 'route-idle'; readonly forNs: number; readonly key: RouteKey | null }
  /** Some installed route has been idle for this time. */
  | { readonly until: 'any-route-idle'; readonly forNs: number }
  /** The pending route, or every pending route if the key is null, has expired or is gone. */
  | { readonly until: 'pending-expired'; readonly key: RouteKey | null }
  /** The next timer has fired. */
  | { readonly until: 'next-timer' }
  /** The session remembers an event of this type, of the pair if the key is not null. */
  | { readonly until: 'event'; readonly type: MulticastEvent['type']; readonly key: RouteKey | null }
  /** No copy of a packet and no message is under way, and no daemon has anything to do. */
  | { readonly until: 'quiet' }
  /** The clock shows this time or a later one. */
  | { readonly until: 'clock'; readonly atNs: number };

export interface WaitRequest {
  readonly condition: Condition;
  /** Maximum time to advance the clock. */
  readonly limitNs: number;
}

export interface WaitResult extends AdvanceClockResult {
  /** Whether the condition holds now; if not, the clock is at the limit. */
  readonly held: boolean;
}

/**
 * Advances the clock to the first nanosecond at which a condition holds; does nothing if it already holds.
 *
 * @throws LabError `BAD_ADDRESS`, `CLOCK_OVERFLOW`, `NO_TIMER`, `ROUTE_NOT_FOUND`
 */
export function wait(lab: Lab, request: WaitRequest): WaitResult {
  return runAll(waitInSteps(lab, request));
}

/** The same in steps. */
export function* waitInSteps(lab: Lab, request: WaitRequest): Steps<WaitResult> {
  const { condition, limitNs } = request;
  if (condition.until === 'event' || condition.until === 'quiet') return yield* waitOnTheWay(lab, condition, limitNs);
  const { held, byNs } = howFar(lab, condition, limitNs);
  return resultOf(held, byNs === null ? still(lab) : yield* advanceClockInSteps(lab, { byNs }));
}

/** Conditions that only what happens on the way can decide. */
type OpenCondition = Extract<Condition, { until: 'event' | 'quiet' }>;

function* waitOnTheWay(lab: Lab, condition: OpenCondition, limitNs: number): Steps<WaitResult> {
  const isMet = () => holds(lab, condition);
  const advanced = isMet() ? still(lab) : yield* advanceClockInSteps(lab, { byNs: limitNs }, isMet);
  return resultOf(isMet(), advanced);
}

function holds(lab: Lab, condition: OpenCondition): boolean {
  if (condition.until === 'quiet') return lab.network.flights.size + lab.network.daemons.timerCount === 0;
  const { type, key } = condition;
  return filterEvents(lab, { type, ...(key !== null && { source: key.source, group: key.group }) }).length > 0;
}

/** Whether the condition will hold within the limit, and how far to advance; null if it already holds. */
function howFar(
  lab: Lab,
  condition: Exclude<Condition, OpenCondition>,
  limitNs: number,
): { readonly held: boolean; readonly byNs: number | null } {
  const leftNs = Math.max(0, firstMoment(lab, condition) - lab.clock.nowNs());
  const held = leftNs <= limitNs;
  return { held, byNs: leftNs === 0 ? null : held ? leftNs : limitNs };
}

function resultOf(held: boolean, { fromNs, nowNs, ...rest }: AdvanceClockResult): WaitResult {
  return { fromNs, nowNs, held, ...rest };
}

/** A clock that does not move fires no timers. */
function still(lab: Lab): AdvanceClockResult {
  const nowNs = lab.clock.nowNs();
  return { fromNs: nowNs, nowNs, expired: [], nextTimerNs: lab.network.nextTimerNs };
}

/** The first time at which the condition holds if only the clock moves; now or earlier if it already holds. */
function firstMoment(lab: Lab, condition: Exclude<Condition, OpenCondition>): number {
  switch (condition.until) {
    case 'pending-empty':
      return Math.max(...FAMILIES.map((family) => emptyAt(lab.routers[family])));
    case 'route-idle':
      return (
        condition.forNs +
        (condition.key === null ? lastUses(lab)[1] : lab.routerOf(condition.key).requireRoute(condition.key).lastUsedTimestamp())
      );
    case 'any-route-idle':
      return lastUses(lab)[0] + condition.forNs;
    case 'pending-expired':
      return lastExpiration(lab, condition.key);
    case 'next-timer': {
      const next = lab.network.nextTimerNs;
      if (next !== null) return next;
      throw new LabError('NO_TIMER', 'no timer is armed', 'The cleanup timer runs only while there are pending routes.');
    }
    case 'clock':
      return condition.atNs;
  }
}

/** The first cleanup that finds everything expired. */
function emptyAt(router: StackRouter): number {
  if (router.pendingCount === 0) return 0;
  const { nextCleanupNs } = router;
  if (nextCleanupNs === null) throw new Error('there are pending routes, but no cleanup is scheduled');
  const last = lastPending(router);
  return last === null ? 0 : router.sweptAtNs(last, nextCleanupNs);
}

/** The pending route that expires last, or null. */
function lastPending(router: StackRouter): PendingRoute | null {
  let last: PendingRoute | null = null;
  for (const pending of router.pendingRoutes()) if (last === null || pending.expiresNs > last.expiresNs) last = pending;
  return last;
}

/** The earliest and the latest last use of all routes. */
function lastUses(lab: Lab): readonly [earliest: number, latest: number] {
  let [earliest, latest] = [Number.POSITIVE_INFINITY, -1];
  for (const family of FAMILIES) {
    for (const [, route] of lab.routers[family].installedRoutes()) {
      earliest = Math.min(earliest, route.lastUsedTimestamp());
      latest = Math.max(latest, route.lastUsedTimestamp());
    }
  }
  if (latest >= 0) return [earliest, latest];
  throw new LabError('ROUTE_NOT_FOUND', 'no route is installed', null, { kind: 'route', among: 'any installed' });
}

/** When the pending route, or all of them, have expired; 0 if none is pending. */
function lastExpiration(lab: Lab, key: RouteKey | null): number {
  const expiration = (router: StackRouter, pending: PendingRoute | null) =>
    pending === null ? 0 : router.expiredFromNs(pending);
  if (key !== null) return expiration(lab.routerOf(key), lab.routerOf(key).pendingRoute(key));
  return Math.max(...FAMILIES.map((family) => expiration(lab.routers[family], lastPending(lab.routers[family]))));
}
