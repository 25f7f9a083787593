import type { UnicastListResult, UnicastResult, UnicastView } from '../../ops/network/unicast.js';
import { count } from '../phrase.js';
import type { Style } from '../style.js';
import { number, table, text } from '../table.js';

function way({ interface: nic, gateway }: UnicastView): string {
  return gateway === null ? `on ${nic}` : `via ${gateway} on ${nic}`;
}

export function renderUnicastAdd({ route, replaced }: UnicastResult, style: Style): string {
  const earlier = replaced === null ? '' : `, in place of ${way(replaced)}`;
  return `${style.paint('good', 'added')} ${route.router}: ${route.prefix} ${way(route)}${earlier}`;
}

export function renderUnicastRm({ route }: UnicastResult, style: Style): string {
  return `${style.paint('bad', 'removed')} ${route.router}: ${route.prefix} ${way(route)}`;
}

export function renderUnicastList({ routes }: UnicastListResult, style: Style): string {
  if (routes.length === 0)
    return `${count(0, 'unicast route')}; add one with: mcast unicast add, or compute all with: mcast unicast compute`;
  const columns = [text('router'), text('prefix'), text('interface'), text('gateway'), number('hops')];
  const cells = (route: UnicastView) => [route.router, route.prefix, route.interface, route.gateway ?? '-', String(route.metric)];
  return table(columns, routes.map(cells), style);
}
