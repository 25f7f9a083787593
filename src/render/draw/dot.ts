import type { Picture } from '../../ops/draw.js';
import { wrap } from '../width.js';
import type { Card, Mark } from './cards.js';
import type { Port } from './scene.js';
import { NO_LIMITS, sceneOf } from './scene.js';

/** Titles wrap at so many columns. */
const TITLE_COLUMNS = 80;

/** The picture as a graph for Graphviz, with everything that there is: `dot -Tsvg` and others draw it. */
export function drawDot(picture: Picture): string {
  return [...dotLines(picture)].join('\n');
}

/** The lines of {@link drawDot}. */
export function* dotLines(picture: Picture): Iterable<string> {
  const { clock, forwarding, sentence, ports, cards } = sceneOf(picture, NO_LIMITS);
  const indexOf = new Map(ports.map(({ name }, index) => [name, index]));
  const title = [`multicast router at ${clock}, ${forwarding}`, ...(sentence === null ? [] : [sentence])].flatMap((each) =>
    wrap(each, TITLE_COLUMNS),
  );
  const look = (mark: Mark) => (sentence !== null && mark === 'none' ? ', color="#8c959f", fontcolor="#8c959f"' : '');
  yield 'digraph mcast {';
  yield '  rankdir=LR; ranksep=1.2; fontname="monospace"; labelloc=t;';
  yield `  label=${quoted(title)};`;
  yield '  node [shape=box, style=rounded, fontname="monospace", fontsize=11];';
  yield '  edge [fontname="monospace", fontsize=10];';
  for (const [index, port] of ports.entries()) {
    yield `  i${index} [label=${quoted(portLines(port))}${port.id === null ? ', style=dashed' : ''}${look(port.markIn)}];`;
  }
  yield* rankedNodes(ports.map((_, index) => `i${index}`));
  yield '  subgraph cluster_router {';
  yield '    label="router"; style=rounded;';
  for (const [index, card] of cards.entries()) yield `    c${index} [label=${quoted(cardLines(card))}${cardLook(card)}];`;
  if (cards.length === 0) yield '    c0 [label="no routes", style=dashed];';
  yield '  }';
  const outputs = new Set(cards.flatMap((card) => card.outputs.map(({ port }) => port)));
  const outs = [...ports.entries()].filter(([, { name }]) => outputs.has(name));
  for (const [index, { name, markOut }] of outs) yield `  o${index} [label=${quoted([name])}${look(markOut)}];`;
  yield* rankedNodes(outs.map(([index]) => `o${index}`));
  for (const [index, card] of cards.entries()) yield* edgesOf(card, `c${index}`, indexOf);
  yield '}';
}

function* edgesOf({ kind, inputs, outputs }: Card, node: string, indexOf: ReadonlyMap<string, number>): Iterable<string> {
  const dashes = kind === 'pending' ? ', style=dashed' : '';
  for (const { port, label, mark } of inputs) {
    yield `  i${indexOf.get(port)} -> ${node} [label=${quoted([label])}${mark === 'none' ? dashes : markLook(mark)}];`;
  }
  for (const { port, label, mark } of outputs) {
    yield `  ${node} -> o${indexOf.get(port)} [label=${quoted([label])}${markLook(mark)}];`;
  }
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
