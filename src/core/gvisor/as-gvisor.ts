import type { StackRouter } from '../stack-router.js';
import { Router } from './forwarder.js';

/** The same router, which must be one of gVisor. */
export function asGvisor(router: StackRouter): Router {
  if (router instanceof Router) return router;
  throw new Error(`a router of ${router.stack} has no table of gVisor`);
}
