import { Address, formatAddressWithPrefix, parseAddressWithPrefix } from '../../src/core/address.js';
import { Interface } from '../../src/core/interface.js';
import { Lab } from '../../src/core/lab.js';
import type { DaemonSettings } from '../../src/core/network/daemon.js';
import type { LinkEnd } from '../../src/core/network/end.js';
import { DEFAULT_DELAY_NS } from '../../src/core/network/link.js';
import { shortestPaths } from '../../src/core/network/unicast.js';
import { Newest } from '../../src/core/newest.js';
import type { StackName } from '../../src/core/stack.js';
import { sparseRules } from '../../src/daemon/sparse.js';
import type { FrrEvent, FrrRecording, FrrRoute } from './frr-recording.js';

/** The loopback's id, above those of the links. */
const LOOPBACK = 100;

/** The network of a recording, as a lab. */
export class FrrNetwork {
  readonly lab: Lab;
  readonly #recording: FrrRecording;
  readonly #sending = new Set<string>();

  /** @param stack whose rules every router follows */
  constructor(recording: FrrRecording, stack: StackName = 'gvisor-2022') {
    this.#recording = recording;
    this.lab = new Lab({ stack });
    const { topology } = recording;
    const { network } = this.lab;
    for (const name of topology.routers) {
      if (network.router(name) === null) network.addRouter(name, stack);
    }
    const forwarding = { ipv4: true, ipv6: true };
    for (const [end, address] of Object.entries(topology.interfaces)) {
      const { router, interfaceId } = endOf(end);
      const addresses = [parseAddressWithPrefix(`${address}/24`)];
      network
        .requireRouter(router)
        .interfaces.add(new Interface({ id: interfaceId, name: `eth${interfaceId}`, addresses, forwarding }));
    }
    for (const [router, address] of Object.entries(topology.loopbacks)) {
      const addresses = [parseAddressWithPrefix(`${address}/32`)];
      network.requireRouter(router).addInterface(new Interface({ id: LOOPBACK, name: 'lo', addresses, forwarding }));
    }
    for (const { stacks } of network.routers) stacks.ipv4.enableForwarding();
    for (const { name, ends } of topology.links) {
      if (ends.length > 1) network.links.add({ name, ends: ends.map(endOf), delayNs: DEFAULT_DELAY_NS, isUp: true });
    }
    for (const [name, { on, addr }] of Object.entries(topology.hosts)) {
      const addresses = [parseAddressWithPrefix(`${addr}/24`)];
      network.hosts.add({ name, on: endOf(on[0] ?? ''), addresses, joined: [], received: new Newest(1_000), receivedCount: 0 });
    }
    this.compute();
    const settings: DaemonSettings = {
      kind: recording.mode,
      rp: topology.rp === null ? null : Address.parse(topology.rp.addr),
      switchover: topology.switchover ?? 'immediate',
      script: [],
    };
    for (const name of topology.routers) network.daemons.start(name, settings, sparseRules(settings));
  }

  compute(): void {
    const { network } = this.lab;
    for (const [name, routes] of shortestPaths(network)) {
      const { unicast } = network.requireRouter(name);
      unicast.clear();
      for (const route of routes) unicast.set(route);
    }
    network.daemons.changed();
  }

  /** Takes over recorded routes: the recorder chose between equal ones by the number of the router. Returns those that have another length. */
  useRoutes(routes: Readonly<Record<string, readonly FrrRoute[]>>): string[] {
    const { network } = this.lab;
    const otherwise = Object.entries(routes).flatMap(([router, listed]) => {
      const { unicast } = network.requireRouter(router);
      const computed = new Map(unicast.list().map((route) => [formatAddressWithPrefix(route.prefix), route]));
      unicast.clear();
      for (const { to, via, out, hops } of listed) {
        const gateway = Address.parse(via[0]?.split(' ')[1] ?? '');
        unicast.set({ prefix: parseAddressWithPrefix(to), ...endOf(out[0] ?? ''), gateway, metric: hops });
      }
      const lengths = listed.filter(({ to, hops }) => computed.get(to)?.metric !== hops).map(({ to }) => to);
      const unknown = [...computed.keys()].filter((to) => listed.every((each) => each.to !== to));
      return [...lengths, ...unknown].map((to) => `${router} to ${to}`);
    });
    network.daemons.changed();
    return otherwise;
  }

  apply(event: FrrEvent): void {
    const { network } = this.lab;
    const { hosts } = this.#recording.topology;
    switch (event.do) {
      case 'join':
      case 'leave': {
        const { joined } = network.hosts.require(event.host ?? '');
        const group = Address.parse(event.group ?? '');
        const source = event.source === undefined ? null : Address.parse(hosts[event.source]?.addr ?? '');
        if (event.do === 'join') joined.push({ group, source });
        else {
          const index = joined.findIndex((each) => each.group.text === group.text && each.source?.text === source?.text);
          if (index === -1) throw new Error('not joined');
          joined.splice(index, 1);
        }
        network.daemons.changed();
        return;
      }
      case 'start':
        this.#sending.add(`${event.host} ${event.group}`);
        return;
      case 'stop':
        this.#sending.delete(`${event.host} ${event.group}`);
        return;
      case 'link-down':
      case 'link-up':
        network.links.replace({ ...network.links.require(event.link ?? ''), isUp: event.do === 'link-up' });
        this.compute();
        return;
      case 'wait':
        return;
    }
  }

  /** Lets every sender send, again and again, until nothing changes any more. */
  settle(): void {
    for (let round = 0; round < 20; round += 1) {
      this.send();
      this.lab.advance(5_000_000_000);
    }
  }

  /** Every sender sends a packet. Returns their ids, by `host group`. */
  send(): Map<string, number> {
    const ids = new Map<string, number>();
    for (const flow of this.#sending) {
      const [name = '', group = ''] = flow.split(' ');
      const host = this.lab.network.hosts.require(name);
      const source = host.addresses[0]?.address ?? Address.parse('0.0.0.0');
      const { ttl } = this.#recording.topology.sender;
      ids.set(flow, this.lab.network.send(host, { source, group: Address.parse(group), ttl, payload: new Uint8Array() }));
    }
    return ids;
  }
}

function endOf(text: string): LinkEnd {
  const [router = '', name = ''] = text.split(':eth');
  return { router, interfaceId: Number(name) };
}
