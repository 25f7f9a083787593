import { Address, parseAddressWithPrefix } from '../../src/core/address.js';
import { Interface } from '../../src/core/interface.js';
import { Lab } from '../../src/core/lab.js';
import type { DaemonRules, DaemonSettings, TreeEntry } from '../../src/core/network/daemon.js';
import { DEFAULT_DELAY_NS } from '../../src/core/network/link.js';
import { shortestPaths } from '../../src/core/network/unicast.js';
import { Newest } from '../../src/core/newest.js';

/**
 * Routers with links, as `r1:1-r2:1`; one end alone is a segment of hosts. Interface N of router R on the K-th link has 10.0.K.R/24 and
 * fc00:K::R/64.
 */
export function labOf(...links: string[]): Lab {
  const lab = new Lab();
  const { network } = lab;
  for (const [index, link] of links.entries()) {
    const ends = link.split('-').map((end) => {
      const [router = '', id = ''] = end.split(':');
      return { router, interfaceId: Number(id) };
    });
    for (const { router, interfaceId: id } of ends) {
      const number = router.slice(1);
      const addresses = [`10.0.${index + 1}.${number}/24`, `fc00:${index + 1}::${number}/64`].map(parseAddressWithPrefix);
      const nic = new Interface({ id, name: `eth${id}`, addresses, forwarding: { ipv4: true, ipv6: true } });
      (network.router(router) ?? network.addRouter(router, 'gvisor-2022')).interfaces.add(nic);
    }
    if (ends.length > 1) network.links.add({ name: `l${index + 1}`, ends, delayNs: DEFAULT_DELAY_NS, isUp: true });
  }
  for (const { stacks } of network.routers) for (const stack of Object.values(stacks)) stack.enableForwarding();
  return lab;
}

/** Puts a host on an interface, such as `r1:1`. */
export function addHost(lab: Lab, name: string, on: string, address: string): void {
  const [router = '', id = ''] = on.split(':');
  const addresses = [parseAddressWithPrefix(`${address}/24`)];
  lab.network.hosts.add({
    name,
    on: { router, interfaceId: Number(id) },
    addresses,
    joined: [],
    received: new Newest(100),
    receivedCount: 0,
  });
}

/** Computes all unicast routes anew. */
export function compute(lab: Lab): void {
  for (const [name, routes] of shortestPaths(lab.network)) {
    const { unicast } = lab.network.requireRouter(name);
    unicast.clear();
    for (const route of routes) unicast.set(route);
  }
  lab.network.daemons.changed();
}

/** Starts a daemon on every router. */
export function startAll(lab: Lab, settings: DaemonSettings, rules: DaemonRules): void {
  for (const { name } of lab.network.routers) lab.network.daemons.start(name, settings, rules);
}

export function setUp(lab: Lab, name: string, isUp: boolean): void {
  lab.network.links.replace({ ...lab.network.links.require(name), isUp });
}

export function join(lab: Lab, host: string, group: string, source: string | null = null): void {
  lab.network.hosts
    .require(host)
    .joined.push({ group: Address.parse(group), source: source === null ? null : Address.parse(source) });
  lab.network.daemons.changed();
}

export function leaveAll(lab: Lab, host: string): void {
  lab.network.hosts.require(host).joined.length = 0;
  lab.network.daemons.changed();
}

/** A host sends; returns what arrived where, as `h2 13` (host and TTL), once the clock has moved 10 s. */
export function send(lab: Lab, host: string, group: string): string[] {
  const sender = lab.network.hosts.require(host);
  const destination = Address.parse(group);
  const source = sender.addresses.find(({ address }) => address.family === destination.family)?.address;
  if (source === undefined) throw new Error(`${host} has no address of the family of ${group}`);
  const id = lab.network.send(sender, { source, group: destination, ttl: 16, payload: new Uint8Array() });
  lab.advance(10_000_000_000);
  return [...lab.network.hosts].flatMap(({ name, received }) =>
    received.entries().flatMap((each) => (each.id === id ? [`${name} ${each.ttl}`] : [])),
  );
}

/** The trees at every router, as `r1 1→2,3`; entries without outputs are left out. */
export function trees(lab: Lab): string[] {
  const textOf = (router: string, { source, iif, oifs }: TreeEntry) =>
    `${router}${source === null ? ' *' : ''} ${iif ?? '-'}→${oifs.join(',')}`;
  return [...lab.network.routers].flatMap(({ name }) =>
    lab.network.daemons
      .entries(name)
      .filter(({ oifs }) => oifs.length > 0)
      .map((entry) => textOf(name, entry)),
  );
}

/** The installed routes at every router, as {@link trees} writes them. */
export function installed(lab: Lab): string[] {
  return [...lab.network.routers].flatMap(({ name, stacks }) =>
    [...stacks.ipv4.installedRoutes()].map(([, { expectedInputInterface, outgoingInterfaces }]) => {
      return `${name} ${expectedInputInterface}→${outgoingInterfaces.map(({ id }) => id).join(',')}`;
    }),
  );
}
