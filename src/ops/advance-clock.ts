import { formatDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { Steps } from './steps.js';
import { runAll } from './steps.js';
import type { EffectsView, ExpiredView } from './view/effects.js';
import { viewEffects, viewExpired } from './view/effects.js';
import type { NetworkEffectsView } from './view/network.js';

/** How far to advance: by a duration, to a time since the clock started, or to the next timer. */
export type AdvanceClockRequest = { readonly byNs: number } | { readonly toNs: number } | { readonly to: 'next-timer' };

export interface AdvanceClockResult extends NetworkEffectsView, Partial<EffectsView> {
  readonly fromNs: number;
  readonly nowNs: number;
  /** Pending routes that were swept, in the order in which the cleanups ran. */
  readonly expired: readonly ExpiredView[];
  /** When the next timer fires. */
  readonly nextTimerNs: number | null;
}

/**
 * Advances the clock and fires the timers on the way.
 *
 * @throws LabError `CLOCK_OVERFLOW`, `TIME_IN_PAST`, `NO_TIMER`
 */
export function advanceClock(lab: Lab, request: AdvanceClockRequest): AdvanceClockResult {
  return runAll(advanceClockInSteps(lab, request));
}

/**
 * The same in steps, one per timer, since timers do the work.
 *
 * @param isMet asked after each timer; the clock stops there if it is true (default: never)
 */
export function* advanceClockInSteps(
  lab: Lab,
  request: AdvanceClockRequest,
  isMet: () => boolean = () => false,
): Steps<AdvanceClockResult> {
  const fromNs = lab.clock.nowNs();
  const durationNs = durationOf(lab, request);
  lab.clock.checkAdvance(durationNs);
  const expired: ExpiredView[] = [];
  const total = pendingCount(lab);
  const toNs = fromNs + durationNs;
  const observed = lab.startObserving();
  do {
    yield { done: expired.length, total, unit: 'pending routes' };
    const untilNs = Math.min(lab.network.nextTimerNs ?? toNs, toNs);
    for (const swept of lab.advance(untilNs - lab.clock.nowNs())) expired.push(viewExpired(lab, swept));
  } while (lab.clock.nowNs() < toNs && !isMet());
  const effects = observed();
  const between = lab.network.isSingle ? {} : viewEffects(lab, effects);
  return { fromNs, nowNs: lab.clock.nowNs(), expired, nextTimerNs: lab.network.nextTimerNs, ...between };
}

/** Number of pending routes that can be swept without steps. */
const FEW_PENDING_ROUTES = 10_000;

/** Whether sweeping may take long; assumed if the lab is not known. */
export function isSweepLong(lab: Lab | null): boolean {
  return lab === null || pendingCount(lab) > FEW_PENDING_ROUTES;
}

function pendingCount({ routers: { ipv4, ipv6 } }: Lab): number {
  return ipv4.pendingCount + ipv6.pendingCount;
}

function durationOf(lab: Lab, request: AdvanceClockRequest): number {
  if ('byNs' in request) return request.byNs;
  const nowNs = lab.clock.nowNs();
  if ('toNs' in request) {
    if (request.toNs >= nowNs) return request.toNs - nowNs;
    const [to, now] = [request.toNs, nowNs].map(formatDuration);
    throw new LabError('TIME_IN_PAST', `the clock is already at ${now}, past ${to}`, 'The clock only moves forward.');
  }
  const { nextTimerNs } = lab.network;
  if (nextTimerNs === null) {
    throw new LabError(
      'NO_TIMER',
      'no timer is armed',
      'The cleanup timer runs only while there are pending routes; give a duration or --to.',
    );
  }
  return nextTimerNs - nowNs;
}
