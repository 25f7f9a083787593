import { expect, it } from 'vitest';
import { standardLab } from '../../../src/core/lab.js';
import { viewInterface } from '../../../src/ops/view/interface.js';
import { busyLab } from '../../core/busy-lab.js';

it('an interface is shown as it is now, and the view does not change with it', () => {
  const nic = busyLab().interfaces.require('dmz');
  const view = viewInterface(standardLab(), nic);
  nic.forwarding.ipv4 = false;
  expect(view).toEqual({
    id: 16,
    name: 'dmz',
    addresses: [],
    forwarding: { ipv4: true, ipv6: false },
    groups: [
      { group: '224.0.0.1', joins: 1 },
      { group: 'ff02::1', joins: 1 },
    ],
  });
});
