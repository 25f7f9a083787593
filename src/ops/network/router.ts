import { FAMILIES } from '../../core/address.js';
import { LabError } from '../../core/errors.js';
import type { Lab } from '../../core/lab.js';
import { addStandardInterfaces } from '../../core/lab.js';
import type { LabRouter } from '../../core/router.js';
import type { StackName } from '../../core/stack.js';
import type { InterfaceView } from '../view/interface.js';
import { viewInterface } from '../view/interface.js';

/** A router. */
export interface RouterView {
  readonly name: string;
  /** Whose rules it follows. */
  readonly stack: StackName;
  readonly interfaces: readonly InterfaceView[];
  /** Installed routes of both families. */
  readonly routes: number;
  /** Whether commands mean it if they name no router. */
  readonly inUse: boolean;
}

export interface RouterResult {
  readonly nowNs: number;
  readonly router: RouterView;
}

export interface RouterAddRequest {
  readonly name: string;
  /** 0 to 255. */
  readonly interfaces: number;
  /** Null for the first router's. */
  readonly stack: StackName | null;
}

/** Routers that a lab can have. */
const MAX_ROUTERS = 255;

/** Adds a router with standard interfaces. @throws LabError `DUPLICATE_ROUTER`, `TOO_MANY_ROUTERS` */
export function routerAdd(lab: Lab, { name, interfaces, stack }: RouterAddRequest): RouterResult {
  const { network } = lab;
  if (network.routerCount >= MAX_ROUTERS) throw new LabError('TOO_MANY_ROUTERS', `a lab has at most ${MAX_ROUTERS} routers`);
  const place = freePlace(lab);
  const router = network.addRouter(name, stack ?? network.first.config.stack);
  addStandardInterfaces(router, interfaces, place);
  return resultOf(lab, router);
}

/** Removes a router. @throws LabError `ROUTER_NOT_FOUND`, `ROUTER_IN_USE` */
export function routerRm(lab: Lab, { name }: { readonly name: string }): RouterResult {
  const { network } = lab;
  const router = network.requireRouter(name);
  const refuse = (why: string, hint: string): never => {
    throw new LabError('ROUTER_IN_USE', `cannot remove ${name}: ${why}`, hint);
  };
  if (network.routerCount === 1)
    refuse('a lab has at least one router', 'Add another one first, or start again with: mcast init --force');
  const link = [...network.links].find(({ ends }) => ends.some((end) => end.router === name));
  if (link !== undefined) refuse(`it is an end of link ${link.name}`, `Remove the link first: mcast link rm ${link.name}`);
  const host = [...network.hosts].find(({ on }) => on.router === name);
  if (host !== undefined) refuse(`host ${host.name} is on it`, `Remove the host first: mcast host rm ${host.name}`);
  const result = resultOf(lab, router);
  network.removeRouter(router);
  return result;
}

/** Chooses the router that commands mean. @throws LabError `ROUTER_NOT_FOUND` */
export function routerUse(lab: Lab, { name }: { readonly name: string }): RouterResult {
  return resultOf(lab, lab.network.use(name));
}

export interface RouterListResult {
  readonly nowNs: number;
  readonly routers: readonly RouterView[];
}

export function routerList(lab: Lab): RouterListResult {
  return { nowNs: lab.clock.nowNs(), routers: [...lab.network.routers].map((router) => viewRouter(lab, router)) };
}

function viewRouter(lab: Lab, router: LabRouter): RouterView {
  const { name, config, interfaces, stacks } = router;
  return {
    name,
    stack: config.stack,
    interfaces: [...interfaces].map((nic) => viewInterface(lab.at(name), nic)),
    routes: stacks.ipv4.installedCount + stacks.ipv6.installedCount,
    inUse: lab.network.inUse === router,
  };
}

function resultOf(lab: Lab, router: LabRouter): RouterResult {
  return { nowNs: lab.clock.nowNs(), router: viewRouter(lab, router) };
}

/** The smallest place of a router, from 1, whose standard IPv4 addresses nobody has. */
function freePlace({ network }: Lab): number {
  const taken = new Set<number>();
  for (const { interfaces } of network.routers) {
    for (const { addresses } of interfaces) {
      for (const { address } of addresses)
        if (address.family === FAMILIES[0] && address.low >>> 24 === 10) taken.add((address.low >>> 16) & 0xff);
    }
  }
  let place = network.routerCount + 1;
  while (taken.has(place - 1)) place = (place % 256) + 1;
  return place;
}
