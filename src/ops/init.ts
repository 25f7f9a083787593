import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { DEFAULT_JOURNAL_SIZE } from '../core/newest.js';
import type { StackName } from '../core/stack.js';
import { DEFAULT_STACK } from '../core/stack.js';
import type { InterfaceView } from './view/interface.js';
import { viewInterface } from './view/interface.js';

export interface InitRequest {
  /** Number of interfaces, 0 to 255. */
  readonly interfaces: number;
  /** Queue size of each pending route, 0 to 255. */
  readonly queueSize: number;
  /** Skips the router's address checks. */
  readonly anyAddress: boolean;
  /** Packets and events that the session remembers: 0 to 100,000 (default: 100). */
  readonly journalSize?: number;
  /** Whose rules the routers follow; (default: gVisor's of December 2022). */
  readonly stack?: StackName;
}

export interface InitResult {
  readonly nowNs: number;
  readonly maxPendingQueueSize: number;
  readonly anyAddress: boolean;
  readonly journalSize: number;
  readonly stack: StackName;
  readonly interfaces: readonly InterfaceView[];
}

/** Creates a lab. Never fails. */
export function createLab(request: InitRequest): Lab {
  const { interfaces, queueSize, anyAddress, journalSize = DEFAULT_JOURNAL_SIZE, stack = DEFAULT_STACK } = request;
  return standardLab(interfaces, { maxPendingQueueSize: queueSize, anyAddress, journalSize, stack });
}

/** Describes a new lab. */
export function describeInit(lab: Lab): InitResult {
  return {
    nowNs: lab.clock.nowNs(),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    anyAddress: lab.config.anyAddress,
    journalSize: lab.config.journalSize,
    stack: lab.config.stack,
    interfaces: [...lab.interfaces].map((nic) => viewInterface(lab, nic)),
  };
}
