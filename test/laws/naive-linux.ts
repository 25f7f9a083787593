/**
 * Linux's rules again, as dumb as can be: flat lists that are searched from end to end, thresholds as the kernel's array of 32, time compared
 * and never waited for. It shares no code with `src/core/linux`. Four interfaces, 0 to 3; it answers in the words of the traces.
 */

interface NaiveRoute {
  source: string;
  group: string;
  parent: number;
  ttls: number[];
  packets: number;
  bytes: number;
  wrongIf: number;
  lastAssert: number;
}

interface NaiveFrame {
  readonly packet: number;
  readonly bytes: number;
  readonly ttl: number;
  readonly source: string;
  readonly group: string;
  readonly at: number;
  readonly own: boolean;
}

interface NaiveVif {
  interface: number;
  packetsIn: number;
  bytesIn: number;
  packetsOut: number;
  bytesOut: number;
}

/** The arguments of all operations; each has some of them. */
interface Arguments {
  readonly op: string;
  readonly interface: number;
  readonly packet: number;
  readonly bytes: number;
  readonly ttl: number;
  readonly source: string;
  readonly group: string;
  readonly iif: number;
  readonly oifs: readonly { readonly vif: number; readonly threshold: number }[];
  readonly proxy: boolean;
  readonly vif: number;
  readonly value: number;
  readonly flags: number;
}

/** One operation of a walk, as a trace has it. */
export interface WalkOp {
  readonly op: string;
  readonly atNs: number;
  readonly [argument: string]: unknown;
}

export class NaiveLinux {
  /** Oldest first. */
  private routes: NaiveRoute[] = [];
  private waiting: { source: string; group: string; dies: number; frames: NaiveFrame[] }[] = [];
  private vifs: (NaiveVif | null)[] = [];
  private joined: string[] = [];
  private rpFilter = { all: 0, each: [0, 0, 0, 0] };
  private assert = false;
  private pim = false;
  private whole = false;
  private now = 0;
  private upcalls: object[] = [];
  private copies: { interface: number; packet: number; ttl: number }[] = [];
  private delivered: { interface: number; packet: number }[] = [];
  private loops: NaiveFrame[] = [];

  constructor(private readonly v4: boolean) {
    for (let i = 0; i < 32; i += 1) this.vifs.push(i < 4 ? newVif(i) : null);
  }

  do(op: WalkOp): unknown {
    this.now = op.atNs;
    this.waiting = this.waiting.filter(({ dies }) => dies > this.now);
    if (op.op === 'show') return this.show();
    this.upcalls = [];
    this.copies = [];
    this.delivered = [];
    const error = this.apply(op as unknown as Arguments);
    this.delivered.sort((a, b) => a.interface - b.interface || a.packet - b.packet);
    const { copies } = this;
    if (copies.length > 50) copies.sort((a, b) => a.interface - b.interface || a.packet - b.packet || a.ttl - b.ttl);
    return { error, upcalls: this.upcalls, copies, delivered: this.delivered };
  }

  private apply(op: Arguments): string | null {
    switch (op.op) {
      case 'inject':
        this.inject(frameOf(op, false));
        return null;
      case 'originate':
        this.loops.push(frameOf(op, true));
        this.runLoops();
        this.copies.push({ interface: op.interface, packet: op.packet, ttl: op.ttl });
        return null;
      case 'routeAdd':
        return this.routeAdd(op);
      case 'routeRemove': {
        const at = this.routes.findLastIndex(
          (r) => r.source === op.source && r.group === op.group && (!op.proxy || r.parent === op.iif),
        );
        if (at === -1) return 'ENOENT';
        this.routes.splice(at, 1);
        return null;
      }
      case 'vifAdd':
        if (op.vif >= 32) return 'ENFILE';
        if (this.vifs[op.vif] !== null) return 'EADDRINUSE';
        this.vifs[op.vif] = newVif(op.interface);
        return null;
      case 'vifRemove':
        if (op.vif >= 32 || this.vifs[op.vif] === null) return 'EADDRNOTAVAIL';
        this.vifs[op.vif] = null;
        return null;
      default:
        this.set(op);
        return null;
    }
  }

  private set(op: Arguments): void {
    const place = `${op.interface} ${op.group}`;
    if (op.op === 'assert') this.assert = op.value !== 0;
    if (op.op === 'pim' && (op.value !== 0) !== this.pim) {
      this.pim = op.value !== 0;
      this.assert = this.pim;
      this.whole = op.value === 4;
    }
    if (op.op === 'flush' && (op.flags & 1) !== 0) {
      this.routes = [];
      this.waiting = [];
    }
    if (op.op === 'flush' && (op.flags & 4) !== 0) this.vifs = this.vifs.map(() => null);
    if (op.op === 'join') this.joined.push(place);
    if (op.op === 'leave') this.joined.splice(this.joined.indexOf(place), 1);
    if (op.op === 'rpFilter' && op.interface === null) this.rpFilter.all = op.value;
    if (op.op === 'rpFilter' && op.interface !== null) this.rpFilter.each[op.interface] = op.value;
  }

  private inject(frame: NaiveFrame): void {
    const { source } = frame;
    const bad = ['224.', '127.', '255.255.255.255', 'ff'];
    if (bad.some((start) => source.startsWith(start)) || source === '::1') return;
    if (this.v4 && (this.isBadV4(frame) || this.isFiltered(frame))) return;
    this.input(frame);
    this.runLoops();
  }

  private isBadV4({ source, group }: NaiveFrame): boolean {
    if (source === '0.0.0.0') return !this.isLinkLocal(group);
    return /^10\.0\.[0-3]\.1$/.test(source);
  }

  private isFiltered({ source, group, at }: NaiveFrame): boolean {
    const filter = Math.max(this.rpFilter.all, this.rpFilter.each[at] ?? 0);
    const isMember = this.joined.includes(`${at} ${group}`);
    const isSeen = isMember || (this.find(at) >= 0 && !this.isLinkLocal(group));
    if (!isSeen || filter === 0 || source === '0.0.0.0') return false;
    const [, subnet, host] = /^10\.0\.([0-3])\.(\d+)$/.exec(source) ?? [];
    if (host === '255') return true;
    return filter === 1 ? subnet !== String(at) : subnet === undefined;
  }

  private runLoops(): void {
    while (this.loops.length > 0) {
      const round = this.loops;
      this.loops = [];
      for (const frame of round) this.input(frame);
    }
  }

  private input(frame: NaiveFrame): void {
    const { source, group, at, packet } = frame;
    if (this.joined.includes(`${at} ${group}`)) this.delivered.push({ interface: at, packet });
    if (this.isLinkLocal(group)) return;
    const vif = this.find(at);
    if (this.v4 && vif < 0) return;
    let route = this.routes.findLast((r) => r.source === source && r.group === group);
    if (route === undefined && vif >= 0) route = this.starG(group, vif) ?? this.starStar(vif);
    if (route !== undefined) this.forward(route, frame, vif, false);
    else if (vif >= 0) this.wait(frame, vif);
  }

  private wait(frame: NaiveFrame, vif: number): void {
    const { source, group } = frame;
    let entry = this.waiting.find((w) => w.source === source && w.group === group);
    if (entry === undefined) {
      entry = { source, group, dies: this.now + 10_000_000_000, frames: [] };
      this.waiting.push(entry);
      this.upcalls.push({ type: 'NOCACHE', vif, source, group });
    }
    if (entry.frames.length < 4) entry.frames.push(frame);
  }

  private forward(route: NaiveRoute, frame: NaiveFrame, vif: number, inProcess: boolean): void {
    route.packets += 1;
    route.bytes += frame.bytes;
    const star = route.source === this.any();
    const proxy = star && vif >= 0 ? this.starStar(route.parent) : undefined;
    const vouched = proxy !== undefined && (proxy.ttls[vif] ?? 255) < 255;
    const parent = this.vifs[route.parent] ?? null;
    if (!vouched && parent?.interface !== frame.at) {
      this.wrong(route, frame, vif);
      return;
    }
    if (parent !== null) {
      parent.packetsIn += 1;
      parent.bytesIn += frame.bytes;
    }
    for (let out = 31; out >= 0; out -= 1) {
      if (this.mayLeave(route, vif, out) && frame.ttl > (route.ttls[out] ?? 255)) this.send(frame, out, inProcess);
    }
  }

  private mayLeave(route: NaiveRoute, vif: number, out: number): boolean {
    if (route.source !== this.any()) return true;
    if (route.group === this.any()) return vif >= 0 && vif !== route.parent && out === route.parent;
    return out !== vif;
  }

  private wrong(route: NaiveRoute, frame: NaiveFrame, vif: number): void {
    if (this.v4 && frame.own) return;
    route.wrongIf += 1;
    if (vif < 0 || !this.assert) return;
    if (!this.pim && (route.ttls[vif] ?? 255) >= 255) return;
    if (this.now <= route.lastAssert + 3_000_000_000) return;
    route.lastAssert = this.now;
    const { source, group } = frame;
    this.upcalls.push({ type: 'WRONGVIF', vif, source, group });
    if (this.whole) this.upcalls.push({ type: 'WRVIFWHOLE', vif, source, group });
  }

  private send(frame: NaiveFrame, out: number, inProcess: boolean): void {
    const vif = this.vifs[out] ?? null;
    if (vif === null) return;
    vif.packetsOut += 1;
    vif.bytesOut += frame.bytes;
    const copy = { ...frame, ttl: frame.ttl - 1, at: vif.interface, own: true };
    if (this.joined.includes(`${copy.at} ${copy.group}`) && this.loops.length < 1001) this.loops.push(copy);
    if (inProcess) this.runLoops();
    this.copies.push({ interface: copy.at, packet: copy.packet, ttl: copy.ttl });
  }

  private routeAdd({ source, group, iif: parent, oifs, proxy }: Arguments): string | null {
    if (parent >= 32) return 'ENFILE';
    const ttls = this.ttlsOf(oifs);
    const old = this.routes.findLast((r) => r.source === source && r.group === group && (!proxy || r.parent === parent));
    if (old !== undefined) {
      old.parent = parent;
      old.ttls = ttls;
      return null;
    }
    if (group !== this.any() && !(this.v4 ? /^2(2[4-9]|3\d)\./ : /^ff/).test(group)) return 'EINVAL';
    const route = { source, group, parent, ttls, packets: 0, bytes: 0, wrongIf: 0, lastAssert: Number.NEGATIVE_INFINITY };
    this.routes.push(route);
    const entry = this.waiting.find((w) => w.source === source && w.group === group);
    this.waiting = this.waiting.filter((w) => w !== entry);
    for (const frame of entry?.frames ?? []) this.forward(route, frame, this.find(frame.at), true);
    return null;
  }

  private ttlsOf(oifs: Arguments['oifs']): number[] {
    const ttls = new Array<number>(32).fill(255);
    for (const { vif, threshold } of oifs) {
      if (vif < 32 && this.vifs[vif] !== null) ttls[vif] = !this.v4 ? 1 : threshold === 0 ? 255 : threshold;
    }
    return ttls;
  }

  private any(): string {
    return this.v4 ? '0.0.0.0' : '::';
  }

  private isLinkLocal(group: string): boolean {
    return this.v4 ? group.startsWith('224.0.0.') : Number.parseInt(group[3] ?? '', 16) <= 2;
  }

  private find(at: number): number {
    return this.vifs.findLastIndex((vif) => vif?.interface === at);
  }

  private starStar(vif: number): NaiveRoute | undefined {
    return this.routes.findLast((r) => r.source === this.any() && r.group === this.any() && (r.ttls[vif] ?? 255) < 255);
  }

  private starG(group: string, vif: number): NaiveRoute | undefined {
    return this.routes.findLast((r) => {
      if (r.source !== this.any() || r.group !== group) return false;
      return (r.ttls[vif] ?? 255) < 255 || (this.starStar(r.parent)?.ttls[vif] ?? 255) < 255;
    });
  }

  private show(): unknown {
    const oifsOf = (ttls: number[]) =>
      ttls.map((threshold, vif) => ({ vif, threshold })).filter((o) => o.threshold < 255 && this.vifs[o.vif] !== null);
    const routes: object[] = this.routes.map(({ source, group, parent, packets, bytes, wrongIf, ttls }) => {
      return { source, group, iif: parent, packets, bytes, wrongIf, oifs: oifsOf(ttls) };
    });
    for (const { source, group } of this.waiting.toReversed()) {
      routes.push({ source, group, iif: -1, packets: 0, bytes: 0, wrongIf: 0, oifs: [] });
    }
    return {
      routes,
      vifs: this.vifs.map((vif, number) => (vif === null ? null : { vif: number, ...vif })).filter((vif) => vif !== null),
    };
  }
}

function newVif(number: number): NaiveVif {
  return { interface: number, packetsIn: 0, bytesIn: 0, packetsOut: 0, bytesOut: 0 };
}

function frameOf(op: Arguments, own: boolean): NaiveFrame {
  const { packet, bytes, ttl, source, group } = op;
  return { packet, bytes, ttl, source, group, at: op.interface, own };
}
