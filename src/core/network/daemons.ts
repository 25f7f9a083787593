import type { Timer } from '../clock.js';
import { TIMER_RANKS } from '../clock.js';
import { LabError } from '../errors.js';
import type { PacketReport } from '../packet-report.js';
import { RouteKey } from '../route.js';
import type { RouteRequest } from '../stack-router.js';
import type {
  DaemonEvent,
  DaemonMessage,
  DaemonOperation,
  DaemonRules,
  DaemonSettings,
  DaemonState,
  DaemonView,
  LocalEvent,
  Outgoing,
  Statement,
  TreeEntry,
} from './daemon.js';
import { NEW_DAEMON_STATE } from './daemon.js';
import { daemonView } from './daemon-view.js';
import type { LinkEnd } from './end.js';
import { sameEnd } from './end.js';
import type { Topology } from './topology.js';

/** How often daemons may react while the clock moves once, before they are taken to fight. */
const MAX_REACTIONS = 100_000;

/** Routers that a message passes on its way at most, as a packet with this TTL would. */
export const MAX_MESSAGE_HOPS = 64;

/** A daemon on a router. */
export interface RunningDaemon {
  readonly settings: DaemonSettings;
  readonly rules: DaemonRules;
  state: DaemonState;
}

/** What a daemon will do at a time: hear of an event, or do an operation that was put off. */
export interface DaemonTask {
  /** Name of the router. */
  readonly router: string;
  readonly firesAtNs: number;
  readonly what: LocalEvent | { readonly type: 'operation'; readonly operation: DaemonOperation };
}

/** A message under way on a link. */
export interface MessageFlight {
  readonly message: DaemonMessage;
  readonly from: LinkEnd;
  readonly to: LinkEnd;
  /** Name of the link. */
  readonly link: string;
  /** Links it has crossed when it arrives. */
  readonly hop: number;
  readonly leftNs: number;
  readonly arrivesNs: number;
}

/** What a daemon did. */
export type DaemonDeed = { readonly atNs: number; readonly router: string } & (
  | { readonly type: 'sent' | 'received'; readonly flight: MessageFlight }
  | { readonly type: 'added'; readonly request: RouteRequest; readonly flushed: readonly PacketReport[] }
  | { readonly type: 'removed'; readonly key: RouteKey }
  | { readonly type: 'failed'; readonly key: RouteKey; readonly message: string }
);

/** The daemons of a lab, what they wait for, and their messages under way. Each task and each message is a timer. */
export class Daemons {
  readonly #network: Topology;
  readonly #onDeed: (deed: DaemonDeed) => void;
  readonly #running = new Map<string, RunningDaemon>();
  readonly #tasks = new Map<DaemonTask, Timer>();
  readonly #flights = new Map<MessageFlight, Timer>();
  #reactions = 0;

  constructor(network: Topology, onDeed: (deed: DaemonDeed) => void) {
    this.#network = network;
    this.#onDeed = onDeed;
  }

  /** The daemon on a router, or null. */
  on(router: string): RunningDaemon | null {
    return this.#running.get(router) ?? null;
  }

  get size(): number {
    return this.#running.size;
  }

  /** What is due, in the order in which it was put off. */
  get tasks(): DaemonTask[] {
    return [...this.#tasks.keys()];
  }

  /** The messages under way, in the order in which they left. */
  get flights(): MessageFlight[] {
    return [...this.#flights.keys()];
  }

  /** Armed timers: tasks and messages. */
  get timerCount(): number {
    return this.#tasks.size + this.#flights.size;
  }

  /** Starts a daemon in place of any earlier one. */
  start(router: string, settings: DaemonSettings, rules: DaemonRules): void {
    this.stop(router);
    this.#running.set(router, { settings, rules, state: NEW_DAEMON_STATE });
    this.#forgetPeer(router);
    this.changed();
  }

  /** Restores a daemon. */
  restore(router: string, daemon: RunningDaemon): void {
    this.#running.set(router, daemon);
  }

  /** Puts back a task. */
  restoreTask(task: DaemonTask): void {
    this.#arm(task);
  }

  /** Puts back a message under way. */
  restoreFlight(flight: MessageFlight): void {
    this.#launch(flight);
  }

  /** Ends the daemon of a router, with the routes that it installed. Returns whether there was one. */
  stop(router: string): boolean {
    const daemon = this.on(router);
    if (daemon === null) return false;
    for (const key of daemon.state.installed) this.#perform(router, { type: 'remove', key });
    this.#running.delete(router);
    for (const [task, timer] of this.#tasks) {
      if (task.router !== router) continue;
      timer.stop();
      this.#tasks.delete(task);
    }
    this.changed();
    return true;
  }

  /** The trees that the daemon of a router keeps. */
  entries(router: string): readonly TreeEntry[] {
    const daemon = this.on(router);
    return daemon === null ? [] : daemon.rules.entries(this.#view(router), daemon.state);
  }

  /** Members, links, addresses or unicast routes may have changed: every daemon hears of it. */
  changed(): void {
    for (const router of this.#running.keys()) {
      const isDue = this.tasks.some((task) => task.router === router && task.what.type === 'changed');
      if (!isDue) this.#arm({ router, firesAtNs: this.#network.clock.nowNs(), what: { type: 'changed' } });
    }
  }

  /** An event of a router, for its daemon. */
  hear(router: string, event: LocalEvent): void {
    if (this.on(router) !== null) this.#arm({ router, firesAtNs: this.#network.clock.nowNs(), what: event });
  }

  /** Lets daemons react as often again. */
  renewBudget(): void {
    this.#reactions = 0;
  }

  /** A daemon that starts knows nothing, and what it said before does not hold any more. Real ones see it by the generation id of its Hello. */
  #forgetPeer(router: string): void {
    const isOther = ({ peer, type }: Statement) => peer.router !== router && type !== 'register';
    for (const daemon of this.#running.values()) {
      const { heard, told } = daemon.state;
      daemon.state = { ...daemon.state, heard: heard.filter(isOther), told: told.filter(isOther) };
    }
  }

  #view(router: string): DaemonView {
    return daemonView(this.#network, router, (name) => this.on(name)?.settings.kind ?? null);
  }

  #arm(task: DaemonTask): void {
    const { clock } = this.#network;
    const carryOut = () => {
      this.#tasks.delete(task);
      const { router, what } = task;
      if (what.type === 'operation') this.#perform(router, what.operation);
      else this.#react(router, what);
    };
    this.#tasks.set(task, clock.afterFunc(task.firesAtNs - clock.nowNs(), carryOut, TIMER_RANKS.daemon));
  }

  #react(router: string, event: DaemonEvent): void {
    const daemon = this.on(router);
    if (daemon === null) return;
    this.#reactions += 1;
    if (this.#reactions > MAX_REACTIONS) {
      throw new LabError('DAEMONS_FIGHT', `the daemons reacted ${MAX_REACTIONS} times and did not come to rest`);
    }
    const { state, messages, operations } = daemon.rules.react(this.#view(router), daemon.state, event);
    daemon.state = state;
    for (const operation of operations) this.#performLater(router, operation);
    for (const message of messages) this.#send(router, message, 1);
  }

  #performLater(router: string, operation: DaemonOperation): void {
    const { afterNs = 0 } = operation;
    if (afterNs === 0) this.#perform(router, operation);
    else this.#arm({ router, firesAtNs: this.#network.clock.nowNs() + afterNs, what: { type: 'operation', operation } });
  }

  #perform(router: string, operation: DaemonOperation): void {
    const key = operation.type === 'add' ? operation.request.key : operation.key;
    const stack = this.#network.requireRouter(router).stacks[key.group.family];
    const atNs = this.#network.clock.nowNs();
    try {
      if (operation.type === 'add') {
        const { flushed } = stack.addRoute(operation.request);
        this.#onDeed({ atNs, router, type: 'added', request: operation.request, flushed });
      } else {
        stack.removeRoute(key);
        this.#onDeed({ atNs, router, type: 'removed', key });
      }
    } catch (error) {
      if (!(error instanceof LabError) || error.code === 'TOO_MANY_IN_FLIGHT') throw error;
      this.#onDeed({ atNs, router, type: 'failed', key, message: error.message });
    }
  }

  /** A message for a link that is not there or is down is lost. */
  #send(router: string, { message, interfaceId, peer }: Outgoing, hop: number): void {
    const from = { router, interfaceId };
    const link = this.#network.links.at(from);
    if (link?.isUp !== true || hop > MAX_MESSAGE_HOPS) return;
    const leftNs = this.#network.clock.nowNs();
    const flight = { message, from, to: peer, link: link.name, hop, leftNs, arrivesNs: leftNs + link.delayNs };
    this.#launch(flight);
    this.#onDeed({ atNs: leftNs, router, type: 'sent', flight });
  }

  #launch(flight: MessageFlight): void {
    const { clock } = this.#network;
    const arrive = () => {
      this.#flights.delete(flight);
      this.#arrive(flight);
    };
    this.#flights.set(flight, clock.afterFunc(flight.arrivesNs - clock.nowNs(), arrive, TIMER_RANKS.message));
  }

  #arrive(flight: MessageFlight): void {
    const { message, from, to, hop } = flight;
    const { links, clock } = this.#network;
    const link = links.at(to);
    if (link?.isUp !== true || !link.ends.some((end) => sameEnd(end, from))) return;
    const { router, interfaceId } = to;
    const { destination } = message;
    const way = destination === null ? 'own' : this.#view(router).nextHop(destination);
    if (way === null) return;
    if (way !== 'own') {
      this.#send(router, { message, ...way }, hop + 1);
      return;
    }
    this.#onDeed({ atNs: clock.nowNs(), router, type: 'received', flight });
    this.#react(router, { type: 'message', message, interfaceId, peer: from });
  }
}

/** The key of a route, also of (*,G): there the source is the unspecified address. */
export function treeKey({ source, group }: Pick<TreeEntry, 'source' | 'group'>): RouteKey {
  return new RouteKey(source ?? (group.family === 'ipv4' ? '0.0.0.0' : '::'), group);
}
