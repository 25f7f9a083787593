import { describe, expect, it } from 'vitest';
import { encodeLab } from '../../../src/codec/snapshot.js';
import { Address } from '../../../src/core/address.js';
import { standardLab } from '../../../src/core/lab.js';
import { describeMembership, ifaceJoin } from '../../../src/ops/iface/join.js';

const GROUP = Address.parse('239.1.1.1');

describe('a group is joined', () => {
  it('and once more', () => {
    const lab = standardLab(1);
    lab.advance(5);
    expect(describeMembership(lab, { interface: 'eth1', group: GROUP }).joins).toBe(0);
    expect(ifaceJoin(lab, { interface: 'eth1', group: GROUP })).toMatchObject({ nowNs: 5, group: '239.1.1.1', joins: 1 });
    const { joins, interface: nic } = ifaceJoin(lab, { interface: 1, group: GROUP });
    expect(joins).toBe(2);
    expect(nic.groups).toContainEqual({ group: '239.1.1.1', joins: 2 });
  });

  it('though it is none, where any address may be one', () => {
    const lab = standardLab(1, { anyAddress: true });
    expect(ifaceJoin(lab, { interface: 'eth1', group: Address.parse('10.0.0.1') }).joins).toBe(1);
  });
});

it.each([
  ['on an interface that is not there', 'eth9', GROUP, 'UNKNOWN_INTERFACE', 'there is no interface "eth9"'],
  ['that is none', 'eth1', Address.parse('10.0.0.1'), 'BAD_ADDRESS', '10.0.0.1 is not a multicast group'],
])('a group is not joined %s', (_what, ref, group, code, message) => {
  const lab = standardLab(1);
  const before = encodeLab(lab);
  expect(() => ifaceJoin(lab, { interface: ref, group })).toThrow(expect.objectContaining({ code, message }));
  expect(encodeLab(lab)).toBe(before);
});
