import type { ManualClock } from '../clock.js';
import type { LabRouter } from '../router.js';
import type { LinkEnd } from './end.js';
import type { Host } from './host.js';
import type { Links } from './link.js';

/** What unicast routes and daemons see of a network. */
export interface Topology {
  readonly clock: ManualClock;
  readonly links: Links;
  readonly routers: Iterable<LabRouter>;
  router(name: string): LabRouter | null;
  /** @throws LabError `ROUTER_NOT_FOUND` */
  requireRouter(name: string): LabRouter;
  /** The ends of the segment of an interface: those of its link, or the interface alone. */
  segmentOf(end: LinkEnd): readonly LinkEnd[];
  /** The hosts on the segment of an interface. */
  hostsOn(end: LinkEnd): readonly Host[];
}
