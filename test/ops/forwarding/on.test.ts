import { expect, it } from 'vitest';
import type { Family } from '../../../src/core/address.js';
import { Lab } from '../../../src/core/lab.js';
import { forwardingOn } from '../../../src/ops/forwarding/on.js';

it.each<[string, Family[], [boolean, boolean]]>([
  ['no family', [], [false, false]],
  ['IPv4', ['ipv4'], [true, false]],
  ['IPv6', ['ipv6'], [false, true]],
  ['both', ['ipv4', 'ipv6'], [true, true]],
])('forwarding is turned on for %s', (_what, families, forwarding) => {
  const lab = new Lab();
  expect(forwardingOn(lab, { families })).toEqual({
    nowNs: 0,
    families: families.map((family) => ({ family, was: false, forwarding: true, cleared: 0 })),
  });
  expect([lab.routers.ipv4.forwarding, lab.routers.ipv6.forwarding]).toEqual(forwarding);
});

it('forwarding that is on stays on', () => {
  const lab = new Lab();
  forwardingOn(lab, { families: ['ipv4'] });
  expect(forwardingOn(lab, { families: ['ipv4'] }).families).toEqual([
    { family: 'ipv4', was: true, forwarding: true, cleared: 0 },
  ]);
});
