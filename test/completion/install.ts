import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import type { Lab } from '../../src/core/lab.js';
import { InstalledRoute, RouteKey } from '../../src/core/route.js';

/** Installs a route from the first interface to the second, past the checks of the router. */
export function install(lab: Lab, source: string, group: string): void {
  const key = new RouteKey(source, group);
  const route = { expectedInputInterface: 1, outgoingInterfaces: [{ id: 2, minTtl: 1 }] };
  asGvisor(lab.routerOf(key)).table.addInstalledRoute(key, new InstalledRoute(route, lab.clock.nowNs()));
}
