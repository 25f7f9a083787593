import type { DaemonResult, TreeView } from '../../ops/network/daemon.js';
import type { Style } from '../style.js';
import { table, text } from '../table.js';

/** One line a router, then the trees that the daemons keep. */
export function renderDaemons({ daemons }: DaemonResult, style: Style): string {
  const names = daemons.map(({ router, daemon }) => `${router}: ${daemon ?? 'no daemon'}`).join('\n');
  const rows = daemons.flatMap(({ router, trees }) => trees.map((tree) => [router, ...cells(tree)]));
  if (rows.length === 0) return names;
  const columns = [text('router'), text('source'), text('group'), text('iif'), text('oifs')];
  return `${names}\n\n${table(columns, rows, style)}`;
}

function cells({ source, group, iif, oifs }: TreeView): string[] {
  return [source ?? '*', group, iif ?? '-', oifs.join(', ') || '-'];
}
