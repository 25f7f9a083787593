import { expect, it } from 'vitest';
import { forwardingOff } from '../../../src/ops/forwarding/off.js';
import { busyLab } from '../../core/busy-lab.js';

it('forwarding is turned off for both families, which clears their installed routes and keeps what is pending', () => {
  const lab = busyLab();
  expect(forwardingOff(lab, { families: ['ipv4', 'ipv6'] })).toEqual({
    nowNs: 2_000_000_000,
    families: [
      { family: 'ipv4', was: true, forwarding: false, cleared: 2 },
      { family: 'ipv6', was: true, forwarding: false, cleared: 1 },
    ],
  });
  const { ipv4, ipv6 } = lab.routers;
  expect([ipv4.installedCount, ipv6.installedCount]).toEqual([0, 0]);
  expect([ipv4.pendingCount, ipv6.pendingCount]).toEqual([2, 1]);
});

it('forwarding is turned off for one family, and the other is left alone', () => {
  const lab = busyLab();
  forwardingOff(lab, { families: ['ipv6'] });
  expect([lab.routers.ipv4.forwarding, lab.routers.ipv6.forwarding]).toEqual([true, false]);
  expect(lab.routers.ipv4.installedCount).toBe(2);
});

it('forwarding that is off stays off', () => {
  const lab = busyLab();
  forwardingOff(lab, { families: ['ipv4'] });
  expect(forwardingOff(lab, { families: ['ipv4'] }).families).toEqual([
    { family: 'ipv4', was: false, forwarding: false, cleared: 0 },
  ]);
});
