import { expect, it } from 'vitest';
import { encodeLab } from '../../../src/codec/snapshot.js';
import { ifaceRm } from '../../../src/ops/iface/rm.js';
import { busyLab } from '../../core/busy-lab.js';

it.each([
  ['eth1', 'as input', 3],
  ['2', 'as output, twice each', 3],
  ['dmz', 'as output', 3],
  ['eth3', 'nowhere', 0],
])('the interface %s is removed, which routes name %s: %d stay', (ref, _where, routesLeft) => {
  const lab = busyLab();
  const removed = lab.interfaces.require(ref);
  expect(ifaceRm(lab, { interface: ref })).toMatchObject({
    nowNs: 2_000_000_000,
    interface: { id: removed.id, name: removed.name },
    routesLeft,
  });
  expect(lab.interfaces.get(removed.id)).toBeNull();
  expect(lab.routers.ipv4.installedCount).toBe(2);
});

it('an interface that is not there is not removed', () => {
  const lab = busyLab();
  const before = encodeLab(lab);
  expect(() => ifaceRm(lab, { interface: 'eth9' })).toThrow(expect.objectContaining({ code: 'UNKNOWN_INTERFACE' }));
  expect(encodeLab(lab)).toBe(before);
});
