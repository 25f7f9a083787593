import { expect, it } from 'vitest';
import { encodeLab } from '../../../src/codec/snapshot.js';
import { Address } from '../../../src/core/address.js';
import { ifaceLeave } from '../../../src/ops/iface/leave.js';
import { busyLab } from '../../core/busy-lab.js';

const GROUP = Address.parse('239.1.1.1');

it('a group is left as often as it was joined', () => {
  const lab = busyLab();
  expect(ifaceLeave(lab, { interface: 'eth1', group: GROUP })).toMatchObject({
    nowNs: 2_000_000_000,
    interface: { name: 'eth1' },
    group: '239.1.1.1',
    joins: 1,
  });
  expect(ifaceLeave(lab, { interface: 'eth1', group: GROUP }).joins).toBe(0);
  expect(lab.interfaces.require('eth1').isMember(GROUP)).toBe(false);
});

it.each([
  ['on an interface that is not there', 'eth9', 'UNKNOWN_INTERFACE', 'there is no interface "eth9"'],
  ['that was not joined', 'eth2', 'NOT_A_MEMBER', 'eth2 is not a member of 239.1.1.1'],
])('a group is not left %s', (_what, ref, code, message) => {
  const lab = busyLab();
  const before = encodeLab(lab);
  expect(() => ifaceLeave(lab, { interface: ref, group: GROUP })).toThrow(expect.objectContaining({ code, message }));
  expect(encodeLab(lab)).toBe(before);
});
