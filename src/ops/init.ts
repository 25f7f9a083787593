import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { DEFAULT_JOURNAL_SIZE } from '../core/newest.js';
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
}

export interface InitResult {
  readonly nowNs: number;
  readonly maxPendingQueueSize: number;
  readonly anyAddress: boolean;
  readonly journalSize: number;
  readonly interfaces: readonly InterfaceView[];
}

/** Creates a lab. Never fails. */
export function createLab({ interfaces, queueSize, anyAddress, journalSize = DEFAULT_JOURNAL_SIZE }: InitRequest): Lab {
  return standardLab(interfaces, { maxPendingQueueSize: queueSize, anyAddress, journalSize });
}

/** Describes a new lab. */
export function describeInit(lab: Lab): InitResult {
  return {
    nowNs: lab.clock.nowNs(),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    anyAddress: lab.config.anyAddress,
    journalSize: lab.config.journalSize,
    interfaces: [...lab.interfaces].map(viewInterface),
  };
}
