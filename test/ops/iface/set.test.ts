import { expect, it } from 'vitest';
import { encodeLab } from '../../../src/codec/snapshot.js';
import type { Family } from '../../../src/core/address.js';
import { ifaceSet } from '../../../src/ops/iface/set.js';
import { busyLab } from '../../core/busy-lab.js';

it.each<[string, boolean, Family[], boolean[], { ipv4: boolean; ipv6: boolean }]>([
  ['off for IPv4', false, ['ipv4'], [true], { ipv4: false, ipv6: false }],
  ['on for IPv6', true, ['ipv6'], [false], { ipv4: true, ipv6: true }],
  ['off for both', false, ['ipv4', 'ipv6'], [true, false], { ipv4: false, ipv6: false }],
  ['on for both', true, ['ipv4', 'ipv6'], [true, false], { ipv4: true, ipv6: true }],
])('forwarding of an interface is turned %s', (_how, forwarding, families, were, now) => {
  const lab = busyLab();
  expect(ifaceSet(lab, { interface: 'dmz', forwarding, families })).toMatchObject({
    nowNs: 2_000_000_000,
    interface: { id: 16, name: 'dmz', forwarding: now },
    families: families.map((family, index) => ({ family, was: were[index], forwarding })),
  });
  expect(lab.interfaces.require('dmz').forwarding).toEqual(now);
});

it('an interface that is not there is not set', () => {
  const lab = busyLab();
  const before = encodeLab(lab);
  expect(() => ifaceSet(lab, { interface: 'eth9', forwarding: true, families: ['ipv4'] })).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_INTERFACE' }),
  );
  expect(encodeLab(lab)).toBe(before);
});
