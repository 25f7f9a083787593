import { Address } from '../../../src/core/address.js';
import type { Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { hostAdd, hostJoin } from '../../../src/ops/network/host.js';
import { linkAdd } from '../../../src/ops/network/link.js';
import { routerAdd } from '../../../src/ops/network/router.js';
import { routeAdd } from '../../../src/ops/route/add.js';

export const MS = 1_000_000;

/** Three routers in a row, h1 behind the first and h3 behind the last; routes along the row for what h1 sends to 239.1.1.1, which h3 has joined. */
export function threeRouters(): Lab {
  const lab = standardLab();
  for (const name of ['r2', 'r3']) routerAdd(lab, { name, interfaces: 4, stack: null });
  linkAdd(lab, { ends: ['r1:eth2', 'r2:eth1'], delayNs: MS, name: null, subnet: null });
  linkAdd(lab, { ends: ['r2:eth2', 'r3:eth1'], delayNs: 5 * MS, name: null, subnet: null });
  hostAdd(lab, { name: 'h1', on: 'r1:eth1', addresses: [] });
  hostAdd(lab, { name: 'h3', on: 'r3:eth3', addresses: [] });
  hostJoin(lab, { host: 'h3', group: Address.parse('239.1.1.1'), source: null });
  const key = new RouteKey('10.0.1.101', '239.1.1.1');
  for (const [router, oif] of [
    ['r1', 'eth2'],
    ['r2', 'eth2'],
    ['r3', 'eth3'],
  ] as const) {
    routeAdd(lab.at(router), { key, iif: 'eth1', oifs: [{ oif, minTtl: 1 }] });
  }
  return lab;
}
