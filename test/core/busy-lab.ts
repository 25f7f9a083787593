import { Address } from '../../src/core/address.js';
import { SECOND_NS } from '../../src/core/clock.js';
import { Interface } from '../../src/core/interface.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';

/** A lab at two seconds that has some of everything: of both families, of both kinds of event, of payloads that are text and not. */
export function busyLab(): Lab {
  const lab = standardLab(3);
  lab.interfaces.add(new Interface({ id: 16, name: 'dmz', addresses: [], forwarding: { ipv4: true, ipv6: false } }));
  lab.interfaces.require('eth1').join(Address.parse('239.1.1.1'));
  lab.interfaces.require('eth1').join(Address.parse('239.1.1.1'));

  const oifs = [
    { oif: 'eth2', minTtl: 1 },
    { oif: 'dmz', minTtl: 0 },
    { oif: 'eth2', minTtl: 65 },
  ];
  lab.routers.ipv4.addRoute({ key: new RouteKey('10.0.1.9', '239.1.1.1'), iif: 'eth1', oifs });
  lab.routers.ipv4.addRoute({ key: new RouteKey('10.0.1.10', '239.1.1.1'), iif: 'eth1', oifs });
  lab.routers.ipv6.addRoute({ key: new RouteKey('fc00:1::9', 'ff0e::a'), iif: 'eth1', oifs });

  lab.clock.advance(SECOND_NS);
  arrive(lab, '10.0.1.9', '239.1.1.1', 'eth1', 'hello');
  arrive(lab, '10.0.1.9', '239.1.1.1', 'eth3', 'on the wrong interface');
  arrive(lab, 'fc00:1::9', 'ff0e::a', 'eth1', '');
  arrive(lab, '10.0.1.9', '239.9.9.9', 'eth1', '');
  arrive(lab, '10.0.1.9', '239.9.9.9', 'eth2', 'a "quoted" line\n');
  arrive(lab, '10.0.1.9', '239.9.9.9', 'eth1', Uint8Array.of(0x61, 0xff));
  arrive(lab, '10.0.1.9', '239.9.9.9', 'eth1', 'one too many');
  arrive(lab, '10.0.1.8', '239.9.9.9', 'eth1', 'b');

  lab.clock.advance(SECOND_NS);
  arrive(lab, 'fc00:1::9', 'ff0e::b', 'eth1', 'c');
  return lab;
}

function arrive(lab: Lab, source: string, group: string, iif: string, payload: string | Uint8Array): void {
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  lab.inject({ source, group, iif, ttl: 64, payload: bytes });
}
