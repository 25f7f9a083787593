import type { RouterListResult, RouterResult, RouterView } from '../../ops/network/router.js';
import { count } from '../phrase.js';
import type { Style } from '../style.js';
import { number, table, text } from '../table.js';

const ROUTER_COLUMNS = [text('router'), text('stack'), text('interfaces'), number('routes'), text('')];

function routerCells({ name, stack, interfaces, routes, inUse }: RouterView): string[] {
  return [name, stack, interfaces.map((nic) => nic.name).join(', ') || '-', String(routes), inUse ? 'in use' : ''];
}

export function renderRouterAdd({ router: { name, interfaces } }: RouterResult, style: Style): string {
  const [first] = interfaces;
  const addresses = first === undefined ? '' : `; ${first.name} has ${first.addresses.join(', ')}`;
  return `${style.paint('good', 'added')} router ${name} with ${count(interfaces.length, 'interface')}${addresses}`;
}

export function renderRouterRm({ router: { name } }: RouterResult, style: Style): string {
  return `${style.paint('bad', 'removed')} router ${name}`;
}

export function renderRouterUse({ router: { name } }: RouterResult): string {
  return `commands now mean ${name}`;
}

export function renderRouterList({ routers }: RouterListResult, style: Style): string {
  return table(ROUTER_COLUMNS, routers.map(routerCells), style);
}
