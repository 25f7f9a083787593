import type { Address } from '../address.js';
import { FAMILY_NAMES } from '../address.js';
import { groupFault, sourceFault } from '../address-faults.js';
import type { CounterTotals } from '../counters.js';
import { LabError } from '../errors.js';
import type { Interface } from '../interface.js';
import { dropped, queuedState } from '../packet-report.js';
import type { InstalledRoute, RouteKey } from '../route.js';
import { isExpired } from '../route.js';
import type { AddedRoute, RouteRequest, StackRouter } from '../stack-router.js';
import { PacketPath } from './packet-path.js';
import { inputCannotBeOutput, notPermitted, routeNotFound } from './route-errors.js';

/**
 * Routes the multicast packets of one family: what gVisor's stack does around the table.
 *
 * Source: gVisor `pkg/tcpip/network/ipv4/ipv4.go` and `ipv6/ipv6.go`, where `AddMulticastRoute` and its kin are.
 */
export class Router extends PacketPath implements StackRouter {
  get forwarding(): boolean {
    return this.isForwarding;
  }

  /** The counters that the release has. */
  totals(): CounterTotals {
    const { ipReversePathFilter, ...totals } = this.counters;
    const { forwardingInitializingSource, ...before } = totals;
    return this.release.initializingSourceDropped ? totals : before;
  }

  /** Returns whether forwarding was on. */
  enableForwarding(): boolean {
    const was = this.isForwarding;
    this.isForwarding = true;
    return was;
  }

  /** Clears the installed routes; pending routes remain. Returns whether forwarding was on. */
  disableForwarding(): boolean {
    const was = this.isForwarding;
    this.isForwarding = false;
    this.table.removeAllInstalledRoutes();
    return was;
  }

  /**
   * Installs a route in place of any earlier one of its key, and forwards the packets that were waiting for it.
   *
   * @throws LabError in gVisor's order: `NOT_PERMITTED`, `BAD_ADDRESS`, `MISSING_REQUIRED_FIELDS`, `UNKNOWN_INTERFACE` for the input,
   * then for each outgoing interface `INPUT_CANNOT_BE_OUTPUT`, `UNKNOWN_INTERFACE`
   */
  addRoute(request: RouteRequest): AddedRoute<InstalledRoute> {
    const { key } = request;
    if (!this.isForwarding) throw notPermitted(this.family);
    this.checkKey(key);
    const expectedInputInterface = this.#requireInput(request).id;
    const outgoingInterfaces = request.oifs.map(({ oif, minTtl }) => {
      if (this.context.interfaces.find(oif)?.id === expectedInputInterface) throw inputCannotBeOutput(oif);
      return { id: this.context.interfaces.require(oif).id, minTtl };
    });

    const replaced = this.table.installedRoute(key);
    const pending = this.table.pendingRoute(key);
    const route = this.table.newInstalledRoute({ expectedInputInterface, outgoingInterfaces });
    const packets = this.table.addInstalledRoute(key, route);
    const lost = pending !== null && isExpired(pending, this.context.clock.nowNs()) ? pending.packets : [];
    return {
      route,
      replaced,
      flushed: packets.map((packet, index) => this.reported(this.forwardPending(packet, route, queuedState(index)))),
      lost: lost.map((packet, index) => this.reported(dropped(packet, 'PENDING_ROUTE_EXPIRED', queuedState(index)))),
    };
  }

  /**
   * Removes the installed route of a key and returns it.
   *
   * @throws LabError `BAD_ADDRESS`, `ROUTE_NOT_FOUND`
   */
  removeRoute(key: RouteKey): InstalledRoute {
    const route = this.requireRoute(key);
    this.table.removeInstalledRoute(key);
    return route;
  }

  /**
   * The installed route of a key.
   *
   * @throws LabError `BAD_ADDRESS`, `ROUTE_NOT_FOUND`
   */
  requireRoute(key: RouteKey): InstalledRoute {
    this.checkKey(key);
    const route = this.table.installedRoute(key);
    if (route === null) throw routeNotFound(key);
    return route;
  }

  touchRoute(key: RouteKey, timeNs: number): InstalledRoute {
    const route = this.requireRoute(key);
    route.setLastUsedTimestamp(timeNs);
    return route;
  }

  /**
   * Checks that a key is a unicast source, not link-local, and a group that may be forwarded.
   *
   * Source: gVisor `validateUnicastSourceAndMulticastDestination`.
   *
   * @throws LabError `BAD_ADDRESS`
   */
  checkKey({ source, group }: RouteKey): void {
    this.checkSource(source);
    this.checkGroup(group);
  }

  /** Checks that an address may be the source of a route. @throws LabError `BAD_ADDRESS` */
  checkSource(source: Address): void {
    const { anyAddress, interfaces, release } = this.context;
    const fault = this.#familyFault(source) ?? (anyAddress ? null : sourceFault(source, interfaces, release));
    if (fault !== null)
      throw new LabError('BAD_ADDRESS', `source ${source} ${fault}`, 'Use the address of a host, such as 10.0.1.9.');
  }

  /** Checks that an address may be the group of a route. @throws LabError `BAD_ADDRESS` */
  checkGroup(group: Address): void {
    const { anyAddress, release } = this.context;
    const fault = this.#familyFault(group) ?? (anyAddress ? null : groupFault(group, release));
    if (fault !== null) throw new LabError('BAD_ADDRESS', `group ${group} ${fault}`, 'Use a group such as 239.1.1.1 or ff0e::a.');
  }

  #requireInput({ iif, oifs }: RouteRequest): Interface {
    if (oifs.length === 0) throw new LabError('MISSING_REQUIRED_FIELDS', 'a route needs an outgoing interface');
    return this.context.interfaces.require(iif);
  }

  #familyFault({ family }: Address): string | null {
    return family === this.family ? null : `is not an ${FAMILY_NAMES[this.family]} address`;
  }
}
