import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import type { InterfaceView } from './view/interface.js';
import { viewInterface } from './view/interface.js';

export interface InitRequest {
  /** How many interfaces: 0 to 255. */
  readonly interfaces: number;
  /** Packets that one pending route queues: 0 to 255. */
  readonly queueSize: number;
  /** Leaves out the router's address checks. */
  readonly anyAddress: boolean;
}

export interface InitResult {
  readonly nowNs: number;
  readonly maxPendingQueueSize: number;
  readonly anyAddress: boolean;
  readonly interfaces: readonly InterfaceView[];
}

/** Makes a lab from nothing. Never fails. */
export function createLab({ interfaces, queueSize, anyAddress }: InitRequest): Lab {
  return standardLab(interfaces, { maxPendingQueueSize: queueSize, anyAddress });
}

/** What a lab that was just made looks like. */
export function describeInit(lab: Lab): InitResult {
  return {
    nowNs: lab.clock.nowNs(),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    anyAddress: lab.config.anyAddress,
    interfaces: [...lab.interfaces].map(viewInterface),
  };
}
