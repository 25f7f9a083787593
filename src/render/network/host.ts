import type { HostListResult, HostMembershipResult, HostResult, HostView } from '../../ops/network/host.js';
import { count } from '../phrase.js';
import type { Style } from '../style.js';
import { number, table, text } from '../table.js';

/** The columns of a table of hosts. */
export const HOST_COLUMNS = [text('host'), text('on'), text('addresses'), text('joined'), number('received')];

export function hostCells({ name, on, addresses, joined, received }: HostView): string[] {
  return [name, on, addresses.join(', ') || '-', joined.map(membership).join(', ') || '-', String(received)];
}

/** `239.1.1.1`, `(10.0.1.101, 232.1.1.1)` */
export function membership({ group, source }: { readonly group: string; readonly source: string | null }): string {
  return source === null ? group : `(${source}, ${group})`;
}

export function renderHostAdd({ host: { name, on, addresses } }: HostResult, style: Style): string {
  return `${style.paint('good', 'added')} host ${name} on ${on}, ${addresses.join(', ') || 'no address'}`;
}

export function renderHostRm({ host: { name } }: HostResult, style: Style): string {
  return `${style.paint('bad', 'removed')} host ${name}`;
}

export function renderHostJoin(result: HostMembershipResult, style: Style): string {
  return `${result.host.name} ${style.paint('good', 'joined')} ${membership(result)}`;
}

export function renderHostLeave(result: HostMembershipResult, style: Style): string {
  return `${result.host.name} ${style.paint('bad', 'left')} ${membership(result)}`;
}

export function renderHostList({ hosts }: HostListResult, style: Style): string {
  if (hosts.length === 0) return `${count(0, 'host')}; add one with: mcast host add h1 --on eth2`;
  return table(HOST_COLUMNS, hosts.map(hostCells), style);
}
