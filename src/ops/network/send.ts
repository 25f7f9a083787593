import type { Address } from '../../core/address.js';
import { FAMILY_NAMES } from '../../core/address.js';
import { LabError } from '../../core/errors.js';
import { requireGroup } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import { checkClockLasts } from '../inject.js';
import type { Steps } from '../steps.js';
import { runAll } from '../steps.js';
import type { EffectsView, ExpiredView } from '../view/effects.js';
import { viewEffects, viewExpired } from '../view/effects.js';

export interface SendRequest {
  readonly host: string;
  readonly group: Address;
  /** 0 to 255. */
  readonly ttl: number;
  readonly payload: Uint8Array;
  /** Number of packets, 1 or more. */
  readonly count: number;
  /** Time to advance the clock between packets. */
  readonly intervalNs: number;
}

export interface SendResult extends EffectsView {
  readonly nowNs: number;
  readonly host: string;
  readonly source: string;
  readonly group: string;
  /** Ids of the packets, in the order of sending. */
  readonly ids: readonly number[];
  /** Pending routes swept between two packets. */
  readonly expired: readonly ExpiredView[];
}

/** A host sends packets to a group. @throws LabError `HOST_NOT_FOUND`, `BAD_ADDRESS`, `NUMBERS_EXHAUSTED`, `CLOCK_OVERFLOW`, `TOO_MANY_IN_FLIGHT` */
export function send(lab: Lab, request: SendRequest): SendResult {
  return runAll(sendInSteps(lab, request));
}

/** The same in steps. */
export function* sendInSteps(lab: Lab, request: SendRequest): Steps<SendResult> {
  const { host: name, group, ttl, payload, count, intervalNs } = request;
  const host = lab.network.hosts.require(name);
  requireGroup(group);
  const source = host.addresses.find(({ address }) => address.family === group.family)?.address;
  if (source === undefined) throw new LabError('BAD_ADDRESS', `${name} has no ${FAMILY_NAMES[group.family]} address`);
  lab.requireNumbers(count);
  checkClockLasts(lab, request);
  const observed = lab.startObserving();
  const ids: number[] = [];
  const expired: ExpiredView[] = [];
  while (ids.length < count) {
    yield { done: ids.length, total: count, unit: 'packets' };
    if (ids.length > 0 && intervalNs > 0) for (const swept of lab.advance(intervalNs)) expired.push(viewExpired(lab, swept));
    ids.push(lab.network.send(host, { source, group, ttl, payload }));
  }
  const effects = viewEffects(lab, observed());
  return { nowNs: lab.clock.nowNs(), host: name, source: source.text, group: group.text, ids, expired, ...effects };
}
