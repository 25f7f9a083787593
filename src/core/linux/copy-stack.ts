import { isUnspecified, sameAddress } from '../address.js';
import type { RouteKey } from '../route.js';
import type { LinuxStack } from './linux-stack.js';

/** Puts into an empty router a copy of what affects packets of one key: its own entry, and the routes of its group and of all groups. */
export function copyLinuxStack(from: LinuxStack, to: LinuxStack, key: RouteKey): void {
  const [earlier, copy] = [from.router, to.router];
  to.restoreForwarding(from.forwarding);
  copy.forwarder.settings = earlier.forwarder.settings;
  copy.forwarder.reversePathDrops = earlier.forwarder.reversePathDrops;
  copy.forwarder.rpFilters.restore(earlier.forwarder.rpFilters.all, earlier.forwarder.rpFilters.list());
  copy.vifs.restore(earlier.vifs.list());
  const concerns = ({ group }: RouteKey) => isUnspecified(group) || sameAddress(group, key.group);
  for (const route of earlier.mfc.routes(concerns)) {
    const restored = copy.mfc.restoreRoute(route, route.lastUsedNs);
    restored.packets = route.packets;
    restored.bytes = route.bytes;
    restored.wrongIf = route.wrongIf;
    restored.lastAssertNs = route.lastAssertNs;
  }
  const waiting = earlier.mfc.unresolved.get(key);
  copy.mfc.unresolved.restore(waiting === null ? [] : [waiting]);
}
