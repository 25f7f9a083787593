import { formatDuration } from '../../core/duration.js';
import type { LinkListResult, LinkResult, LinkView } from '../../ops/network/link.js';
import { count } from '../phrase.js';
import type { Style } from '../style.js';
import { table, text } from '../table.js';

/** The columns of a table of links. */
export const LINK_COLUMNS = [text('link'), text('ends'), text('delay'), text('state')];

export function linkCells({ name, ends, delayNs, up }: LinkView, style: Style): string[] {
  return [name, ends.map(end).join(', '), formatDuration(delayNs), up ? 'up' : style.paint('bad', 'down')];
}

function end({ interface: name, addresses }: LinkView['ends'][number]): string {
  const [first] = addresses;
  return first === undefined ? name : `${name} (${first})`;
}

export function renderLinkAdd({ link: { name, ends, delayNs } }: LinkResult, style: Style): string {
  return `${style.paint('good', 'added')} link ${name}: ${ends.map(end).join(', ')}; delay ${formatDuration(delayNs)}`;
}

export function renderLinkRm({ link: { name } }: LinkResult, style: Style): string {
  return `${style.paint('bad', 'removed')} link ${name}`;
}

export function renderLinkSet({ link: { name, up }, lost }: LinkResult & { readonly lost: number }, style: Style): string {
  const copies = lost === 0 ? '' : `; ${lost === 1 ? '1 copy' : `${lost} copies`} lost on it`;
  return `link ${name} is ${style.paint(up ? 'good' : 'bad', up ? 'up' : 'down')}${copies}`;
}

export function renderLinkList({ links }: LinkListResult, style: Style): string {
  if (links.length === 0) return `${count(0, 'link')}; add one with: mcast link add r1:eth2 r2:eth1`;
  return table(
    LINK_COLUMNS,
    links.map((link) => linkCells(link, style)),
    style,
  );
}
