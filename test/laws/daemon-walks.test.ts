import { describe, expect, it } from 'vitest';
import { FrrNetwork } from '../conformance/frr-network.js';
import type { FrrEvent, FrrRecording } from '../conformance/frr-recording.js';

/** Numbers from 0 to below 1, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = Math.imul(seed, 7919) + 13;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A random connected network of 3 to 8 routers, each with a host of its number. */
class Walk {
  readonly recording: FrrRecording;
  readonly net: FrrNetwork;
  readonly members = new Map<string, FrrEvent>();
  readonly senders = new Set<string>();
  readonly #down = new Set<string>();
  readonly #pick: (below: number) => number;
  readonly #group: string;

  constructor(seed: number) {
    const next = numbers(seed);
    this.#pick = (below) => Math.floor(next() * below);
    const count = 3 + this.#pick(6);
    const routers = Array.from({ length: count }, (_, index) => `r${index + 1}`);
    const mode = this.#pick(5) < 3 ? 'sparse' : 'ssm';
    this.#group = mode === 'ssm' ? '232.1.1.1' : '239.1.1.1';
    const segments = routers.map((router) => [router]);
    for (let index = 1; index < count; index += 1) segments.push([`r${this.#pick(index) + 1}`, `r${index + 1}`]);
    for (let extra = this.#pick(4); extra > 0; extra -= 1) {
      const [a, b] = [`r${this.#pick(count) + 1}`, `r${this.#pick(count) + 1}`];
      if (a !== b) segments.push([a, b]);
    }
    const ports = new Map<string, number>();
    const links = segments.map((members, index) => {
      const ends = members.map((router) => {
        ports.set(router, (ports.get(router) ?? 0) + 1);
        return `${router}:eth${ports.get(router)}`;
      });
      return { name: `l${index + 1}`, subnet: `10.0.${index + 1}.0/24`, ends };
    });
    const rp = `r${this.#pick(count) + 1}`;
    this.recording = {
      name: `walk ${seed}`,
      mode,
      topology: {
        routers,
        links,
        interfaces: Object.fromEntries(
          links.flatMap(({ ends }, index) => ends.map((end) => [end, `10.0.${index + 1}.${end.slice(1, end.indexOf(':'))}`])),
        ),
        loopbacks: Object.fromEntries(routers.map((router) => [router, `10.255.0.${router.slice(1)}`])),
        hosts: Object.fromEntries(
          routers.map((router, index) => [`h${index + 1}`, { on: [`${router}:eth1`], addr: `10.0.${index + 1}.${101 + index}` }]),
        ),
        rp: mode === 'sparse' ? { router: rp, addr: `10.255.0.${rp.slice(1)}` } : null,
        switchover: this.#pick(5) === 0 ? 'never' : 'immediate',
        sender: { ttl: 16 },
      },
      steps: [],
    };
    this.net = new FrrNetwork(this.recording);
  }

  /** One of: a sender starts, a member joins or leaves, a link goes down or up. */
  step(): void {
    const { routers, links } = this.recording.topology;
    const host = `h${this.#pick(routers.length) + 1}`;
    const choice = this.#pick(20);
    if (choice < 6) this.#start(host);
    else if (choice < 13) this.#join(host);
    else if (choice < 16) this.#leave([...this.members.keys()][this.#pick(Math.max(1, this.members.size))]);
    else this.#turn(links.filter(({ ends }) => ends.length > 1)[this.#pick(links.length - routers.length)]?.name);
    this.net.settle();
  }

  everyoneLeaves(): void {
    for (const key of [...this.members.keys()]) this.#leave(key);
    this.net.settle();
  }

  /** Hops between two routers over the links that are up, or null. */
  distance(from: string, to: string): number | null {
    const distances = new Map([[from, 0]]);
    for (const [router, distance] of distances) {
      for (const { name, ends } of this.recording.topology.links) {
        const names = ends.map((end) => end.slice(0, end.indexOf(':')));
        if (this.#down.has(name) || !names.includes(router)) continue;
        for (const other of names) if (!distances.has(other)) distances.set(other, distance + 1);
      }
    }
    return distances.get(to) ?? null;
  }

  #start(host: string): void {
    this.senders.add(host);
    this.net.apply({ do: 'start', host, group: this.#group });
  }

  #join(host: string): void {
    const source = `h${this.#pick(this.recording.topology.routers.length) + 1}`;
    const event = { do: 'join', host, group: this.#group, ...(this.recording.mode === 'ssm' && { source }) } as const;
    const key = JSON.stringify(event);
    if (source === host || this.members.has(key)) return;
    this.members.set(key, event);
    this.net.apply(event);
  }

  #leave(key: string | undefined): void {
    const event = key === undefined ? undefined : this.members.get(key);
    if (key === undefined || event === undefined) return;
    this.members.delete(key);
    this.net.apply({ ...event, do: 'leave' });
  }

  #turn(link: string | undefined): void {
    if (link === undefined) return;
    const isDown = this.#down.delete(link);
    if (!isDown) this.#down.add(link);
    this.net.apply({ do: isDown ? 'link-up' : 'link-down', link });
  }
}

/** How many hops apart a sender and a member are, if packets can get from one to the other: by way of the rendezvous point, if there is one. */
function expectedHops(walk: Walk, sender: string, { host, source }: FrrEvent): number | null {
  if (host === sender || (source !== undefined && source !== sender)) return null;
  const [from, to] = [`r${sender.slice(1)}`, `r${host?.slice(1)}`];
  const { rp } = walk.recording.topology;
  const isRpReached = rp === null || walk.distance(from, rp.router) !== null;
  return isRpReached ? walk.distance(from, to) : null;
}

/** Sends a packet from every sender, and compares what each member gets. */
function checkDeliveries(walk: Walk): void {
  const { net, recording } = walk;
  const sent = net.send();
  net.lab.advance(1_000_000_000);
  const isShortest = recording.mode === 'ssm' || recording.topology.switchover === 'immediate';
  for (const member of walk.members.values()) {
    const received = net.lab.network.hosts.require(member.host ?? '').received.entries();
    for (const sender of walk.senders) {
      const hops = expectedHops(walk, sender, member);
      if (hops === null) continue;
      const ttls = received.filter(({ id }) => id === sent.get(`${sender} ${member.group}`)).map(({ ttl }) => ttl);
      expect(ttls).toEqual(isShortest ? [16 - hops - 1] : [expect.any(Number)]);
    }
  }
}

function checkNothingLeft({ net }: Walk): void {
  for (const { name, stacks } of net.lab.network.routers) {
    expect(net.lab.network.daemons.entries(name).filter(({ oifs }) => oifs.length > 0)).toEqual([]);
    expect(stacks.ipv4.installedCount).toBe(0);
  }
}

describe('on random networks whose members, senders and links come and go', () => {
  const seeds = Array.from({ length: 60 }, (_, index) => index);

  it.each(seeds)(
    'walk %i: each member gets each packet once, by the shortest path; nothing is left when all have left',
    (seed) => {
      const walk = new Walk(seed);
      const { network } = walk.net.lab;
      for (let step = 0; step < 8; step += 1) {
        walk.step();
        expect(network.flights.size + network.daemons.timerCount).toBe(0);
        checkDeliveries(walk);
      }
      walk.everyoneLeaves();
      checkNothingLeft(walk);
    },
  );
});
