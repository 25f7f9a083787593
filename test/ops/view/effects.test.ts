import { describe, expect, it } from 'vitest';
import { Address } from '../../../src/core/address.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { viewEffects, viewEvent, viewExpired } from '../../../src/ops/view/effects.js';

const PAIR = { source: Address.parse('fc00:1::9'), group: Address.parse('ff0e::a') };
const TEXTS = { source: 'fc00:1::9', group: 'ff0e::a' };
const MISSING = { number: 1, atNs: 5, router: 'r1', event: { type: 'missingRoute', ...PAIR, iif: 1 } } as const;
const UNEXPECTED = {
  number: 2,
  atNs: 6,
  router: 'r1',
  event: { type: 'unexpectedInputInterface', ...PAIR, iif: 9, expectedIif: 2 },
} as const;

describe('an event is shown with its interfaces by name, and by id where they are gone', () => {
  it.each([
    ['a missing route', MISSING, { type: 'missingRoute', ...TEXTS, iif: 'eth1' }],
    ['an unexpected input', UNEXPECTED, { type: 'unexpectedInputInterface', ...TEXTS, iif: '9', expectedIif: 'eth2' }],
  ])('%s', (_what, entry, view) => {
    expect(viewEvent(standardLab(), entry)).toEqual(view);
  });
});

it('effects are shown in the order in which they happened', () => {
  const counters = { packetsReceived: 2 };
  const { events, ...rest } = viewEffects(standardLab(), { events: [MISSING, UNEXPECTED], counters });
  expect(events.map(({ type }) => type)).toEqual(['missingRoute', 'unexpectedInputInterface']);
  expect(rest).toEqual({ counters });
});

it('what expired is shown with its key, its packets and the time', () => {
  const expired = { router: 'r1', key: new RouteKey('10.0.1.9', '239.1.1.1'), packets: 3, atNs: 7 };
  expect(viewExpired(standardLab(), expired)).toEqual({ source: '10.0.1.9', group: '239.1.1.1', packets: 3, atNs: 7 });
});
