import { describe, expect, it } from 'vitest';
import { encodeLab } from '../../../src/codec/snapshot.js';
import { parseAddressWithPrefix } from '../../../src/core/address.js';
import { standardLab } from '../../../src/core/lab.js';
import { ifaceAdd } from '../../../src/ops/iface/add.js';
import { busyLab } from '../../core/busy-lab.js';

describe('an interface is added', () => {
  it('and nothing that named an interface that is gone comes to name it', () => {
    const lab = busyLab();
    lab.interfaces.remove(lab.interfaces.require('eth2'));
    expect(ifaceAdd(lab, { name: 'new', id: null, addresses: [], forwarding: true }).interface.id).toBe(4);
  });

  it('with the smallest id that is free, unless another one is given', () => {
    const lab = standardLab(2);
    const add = (name: string, id: number | null) => ifaceAdd(lab, { name, id, addresses: [], forwarding: true }).interface.id;
    expect([add('a', null), add('b', 5), add('c', null), add('d', null)]).toEqual([3, 5, 4, 6]);
  });

  it.each([true, false])('with forwarding of both families: %s', (forwarding) => {
    const lab = standardLab(0);
    lab.advance(5);
    const addresses = ['10.0.5.1/24', 'fc00:5::1/64'].map(parseAddressWithPrefix);
    expect(ifaceAdd(lab, { name: 'dmz', id: 7, addresses, forwarding })).toEqual({
      nowNs: 5,
      interface: {
        id: 7,
        name: 'dmz',
        addresses: ['10.0.5.1/24', 'fc00:5::1/64'],
        forwarding: { ipv4: forwarding, ipv6: forwarding },
        groups: [
          { group: '224.0.0.1', joins: 1 },
          { group: 'ff02::1', joins: 1 },
          { group: 'ff02::1:ff00:1', joins: 1 },
        ],
      },
    });
    expect(lab.interfaces.require('dmz').forwarding.ipv4).toBe(forwarding);
  });
});

it.each([
  ['name', 'eth1', null, 'there is already an interface named eth1'],
  ['id', 'dmz', 2, 'there is already an interface with id 2: eth2'],
])('an interface is refused whose %s is taken', (_what, name, id, message) => {
  const lab = standardLab(2);
  const before = encodeLab(lab);
  expect(() => ifaceAdd(lab, { name, id, addresses: [], forwarding: true })).toThrow(
    expect.objectContaining({ code: 'DUPLICATE_INTERFACE', message }),
  );
  expect(encodeLab(lab)).toBe(before);
});
