import type { Clock } from '../clock.js';
import type { CounterName } from '../counters.js';
import type { MulticastEvent } from '../event.js';
import type { Interfaces } from '../interface.js';
import type { PacketReport } from '../packet-report.js';
import type { PendingRoute } from '../route.js';
import type { GvisorStack, Release } from './release.js';

/** What a forwarder shares with the rest of its lab. */
export interface ForwarderContext {
  readonly clock: Clock;
  readonly interfaces: Interfaces;
  /** 0 to 255. */
  readonly maxPendingQueueSize: number;
  /** Leaves out every check of addresses: any pair may be a key, and every packet goes to the table. */
  readonly anyAddress: boolean;
  readonly stack: GvisorStack;
  /** Which of gVisor's later changes hold. */
  readonly release: Release;
  readonly onEvent: (event: MulticastEvent) => void;
  /** Called when a counter has moved, and by how much. */
  readonly onCount: (counter: CounterName, moved: number) => void;
  /** Called with what became of each packet, once that is decided. */
  readonly onPacket: (report: PacketReport) => void;
  readonly onExpired: (pending: PendingRoute) => void;
}
