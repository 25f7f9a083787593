import type { Picture } from '../../ops/draw.js';
import { wrap } from '../width.js';
import type { Card, Mark } from './cards.js';
import type { Port } from './scene.js';
import { NO_LIMITS, sceneOf } from './scene.js';

/** Titles wrap at so many columns. */
const TITLE_COLUMNS = 80;

/** The picture as a graph for Graphviz, with everything that there is: `dot -Tsvg` and others draw it. */
export function drawDot(picture: Picture): string {
  const { clock, forwarding, sentence, ports, cards } = sceneOf(picture, NO_LIMITS);
  const indexOf = new Map(ports.map(({ name }, index) => [name, index]));
  const outputs = new Set(cards.flatMap((card) => card.outputs.map(({ port }) => port)));
  const title = [`multicast router at ${clock}, ${forwarding}`, ...(sentence === null ? [] : [sentence])].flatMap((each) =>
    wrap(each, TITLE_COLUMNS),
  );
  const look = (mark: Mark) => (sentence !== null && mark === 'none' ? ', color="#8c959f", fontcolor="#8c959f"' : '');
  return [
    'digraph mcast {',
    '  rankdir=LR; ranksep=1.2; fontname="monospace"; labelloc=t;',
    `  label=${quoted(title)};`,
    '  node [shape=box, style=rounded, fontname="monospace", fontsize=11];',
    '  edge [fontname="monospace", fontsize=10];',
    ...ports.map(
      (port, index) =>
        `  i${index} [label=${quoted(portLines(port))}${port.id === null ? ', style=dashed' : ''}${look(port.markIn)}];`,
    ),
    ...rankedNodes(ports.map((_, index) => `i${index}`)),
    '  subgraph cluster_router {',
    '    label="router"; style=rounded;',
    ...cards.map((card, index) => `    c${index} [label=${quoted(cardLines(card))}${cardLook(card)}];`),
    ...(cards.length === 0 ? ['    c0 [label="no routes", style=dashed];'] : []),
    '  }',
    ...ports.flatMap(({ name, markOut }, index) =>
      outputs.has(name) ? [`  o${index} [label=${quoted([name])}${look(markOut)}];`] : [],
    ),
    ...rankedNodes(ports.flatMap(({ name }, index) => (outputs.has(name) ? [`o${index}`] : []))),
    ...cards.flatMap((card, index) => [
      ...card.inputs.map(({ port, label, mark }) => {
        const dashes = card.kind === 'pending' ? ', style=dashed' : '';
        return `  i${indexOf.get(port)} -> c${index} [label=${quoted([label])}${mark === 'none' ? dashes : markLook(mark)}];`;
      }),
      ...card.outputs.map(
        ({ port, label, mark }) => `  c${index} -> o${indexOf.get(port)} [label=${quoted([label])}${markLook(mark)}];`,
      ),
    ]),
    '}',
  ].join('\n');
}

/** Nodes below each other in this order, which Graphviz would otherwise choose itself. */
function rankedNodes(nodes: readonly string[]): string[] {
  return nodes.length < 2 ? [] : [`  { rank=same; ${nodes.join(' -> ')} [style=invis]; }`];
}

function portLines({ name, id, addresses, off }: Port): string[] {
  return [name, ...(id === null ? ['removed'] : addresses), ...(off === '' ? [] : [off])];
}

function cardLines({ title, note, queue }: Card): string[] {
  return [...title, note, ...(queue === null ? [] : [`${queue.filled} of ${queue.size}`])];
}

function cardLook({ kind, mark }: Card): string {
  const look = kind === 'pending' ? ', style="rounded,dashed", color="#8a4600"' : '';
  return mark !== 'none' ? `${look}, penwidth=2` : look;
}

function markLook(mark: Mark): string {
  if (mark === 'none') return '';
  return mark === 'path' ? ', color="#0550ae", penwidth=2.5' : ', color="#b3202a", style=dashed, arrowhead=tee';
}

/** Lines in double quotes, with Graphviz's escapes and the entities of HTML. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll('&', '&amp;').replaceAll(/[\\"]/g, '\\$&')).join('\\n')}"`;
}
