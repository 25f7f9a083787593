import type { SnapshotDocument } from './snapshot-schema.js';

/** The version of session files that had one router and no links. */
export const VERSION_1 = 1;

/** A document of version 1 as one of version 2: a lab of one router. What is wrong with it is found when that is checked. */
export function fromVersion1(document: object): unknown {
  const {
    version: _version,
    stack = 'gvisor-2022',
    interfaces,
    ipv4,
    ipv6,
    packets = [],
    ...lab
  }: Record<string, unknown> = { ...document };
  const routers = [{ name: 'r1', stack, interfaces, ipv4, ipv6 }];
  const between = { links: [], hosts: [], inFlight: [] } satisfies Partial<SnapshotDocument>;
  return { ...lab, version: 2, routers, ...between, packets };
}
