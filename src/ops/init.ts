import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import type { InterfaceView } from './view/interface.js';
import { viewInterface } from './view/interface.js';

export interface InitRequest {
  /** Number of interfaces, 0 to 255. */
  readonly interfaces: number;
  /** Queue size of each pending route, 0 to 255. */
  readonly queueSize: number;
  /** Skips the router's address checks. */
  readonly anyAddress: boolean;
}

export interface InitResult {
  readonly nowNs: number;
  readonly maxPendingQueueSize: number;
  readonly anyAddress: boolean;
  readonly interfaces: readonly InterfaceView[];
}

/** Creates a lab. Never fails. */
export function createLab({ interfaces, queueSize, anyAddress }: InitRequest): Lab {
  return standardLab(interfaces, { maxPendingQueueSize: queueSize, anyAddress });
}

/** Describes a new lab. */
export function describeInit(lab: Lab): InitResult {
  return {
    nowNs: lab.clock.nowNs(),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    anyAddress: lab.config.anyAddress,
    interfaces: [...lab.interfaces].map(viewInterface),
  };
}
