import fc from 'fast-check';
import { Address, parseAddressWithPrefix } from '../../../src/core/address.js';
import { Interface } from '../../../src/core/interface.js';
import { Lab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';

/** What a lab that is to be drawn is made of. */
interface Parts {
  readonly names: readonly string[];
  readonly hasLongAddresses: boolean;
  readonly queueSize: number;
  readonly routes: readonly Flow[];
  readonly packets: readonly (Flow & { readonly ttl: number; readonly payload: Uint8Array })[];
  readonly joined: readonly number[];
  readonly off: readonly number[];
  readonly removed: readonly number[];
  readonly advanceNs: number;
}

interface Flow {
  readonly isIpv6: boolean;
  readonly sender: number;
  readonly iif: number;
  readonly oifs: readonly { readonly oif: number; readonly minTtl: number }[];
}

const byte = fc.nat({ max: 255 });
const flows = {
  isIpv6: fc.boolean(),
  sender: fc.nat({ max: 60 }),
  iif: byte,
  oifs: fc.array(fc.record({ oif: byte, minTtl: byte }), { maxLength: 20 }),
};
const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,14}$/);
const payloads = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => new TextEncoder().encode(text)),
  fc
    .constantFrom('<b>&"\'', ']]>', '漢字', '\u0301\u0301', '\u202eabc', '👩‍👩‍👧', '\u001b[2J')
    .map((text) => new TextEncoder().encode(text)),
);

/** Labs with as many interfaces as asked for, and up to much more than fits in a drawing. */
export function labs(interfaces: { readonly min: number; readonly max: number }): fc.Arbitrary<Lab> {
  return fc
    .record<Parts>({
      names: fc.uniqueArray(names, { minLength: interfaces.min, maxLength: interfaces.max }),
      hasLongAddresses: fc.boolean(),
      queueSize: fc.constantFrom(0, 1, 3, 17, 255),
      routes: fc.array(fc.record(flows), { maxLength: 40 }),
      packets: fc.array(fc.record({ ...flows, ttl: byte, payload: payloads }), { maxLength: 40 }),
      joined: fc.array(byte, { maxLength: 12 }),
      off: fc.array(byte, { maxLength: 4 }),
      removed: fc.array(byte, { maxLength: 2 }),
      advanceNs: fc.constantFrom(0, 1, 10_000_000_000, 10_000_000_001, 1_000_000_000_001),
    })
    .map(makeLab);
}

function makeLab(parts: Parts): Lab {
  const lab = new Lab({ maxPendingQueueSize: parts.queueSize, anyAddress: false });
  lab.routers.ipv4.enableForwarding();
  lab.routers.ipv6.enableForwarding();
  addInterfaces(lab, parts);
  const all = [...lab.interfaces];
  // Without an interface there is nothing else either.
  const only = all[0];
  if (only !== undefined) fill(lab, parts, (index) => all[index % all.length] ?? only);
  lab.advance(parts.advanceNs);
  return lab;
}

function fill(lab: Lab, { routes, packets, joined, off, removed }: Parts, pick: (index: number) => Interface): void {
  for (const flow of routes) {
    const iif = pick(flow.iif).name;
    const oifs = flow.oifs.map(({ oif, minTtl }) => ({ oif: pick(oif).name, minTtl })).filter(({ oif }) => oif !== iif);
    if (oifs.length > 0) lab.routers[flow.isIpv6 ? 'ipv6' : 'ipv4'].addRoute({ key: keyOf(flow), iif, oifs });
  }
  for (const index of joined) pick(index).join(Address.parse(index % 2 === 0 ? '239.1.1.1' : LONG_GROUP));
  for (const { iif, ttl, payload, ...flow } of packets) {
    const { source, group } = keyOf(flow);
    lab.inject({ source, group, iif: pick(iif).name, ttl, payload });
  }
  for (const index of off) pick(index).forwarding[index % 2 === 0 ? 'ipv4' : 'ipv6'] = false;
  for (const index of removed) lab.interfaces.remove(pick(index));
}

function addInterfaces(lab: Lab, { names: all, hasLongAddresses }: Parts): void {
  for (const [index, name] of all.entries()) {
    const n = index + 1;
    const addresses = hasLongAddresses
      ? [`10.0.${n}.1/24`, `2001:db8:1111:2222:3333:4444:5555:${1000 + n}/64`, `192.168.${n}.254/30`, `fc00:${n}::1/128`]
      : n % 5 === 0
        ? []
        : [`10.0.${n}.1/24`, `fc00:${n}::1/64`];
    lab.interfaces.add(
      new Interface({ id: n, name, addresses: addresses.map(parseAddressWithPrefix), forwarding: { ipv4: true, ipv6: true } }),
    );
  }
}

const LONG_GROUP = 'ff0e:1111:2222:3333:4444:5555:6666:7777';

function keyOf({ isIpv6, sender }: Pick<Flow, 'isIpv6' | 'sender'>): RouteKey {
  if (!isIpv6) return new RouteKey(`10.99.${sender}.9`, '239.1.1.1');
  return new RouteKey(`2001:db8:1111:2222:3333:4444:${sender + 1}:9999`, LONG_GROUP);
}

/** The ids of the packets that can be marked, and none. */
export function markable(lab: Lab): (number | null)[] {
  return [null, ...new Set(lab.packets.entries().map(({ report }) => report.packet.id))];
}
