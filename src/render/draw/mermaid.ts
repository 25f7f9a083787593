import type { Picture } from '../../ops/draw.js';
import type { Card, Mark } from './cards.js';
import type { Port, Scene, SceneLimits } from './scene.js';
import { leftOut, sceneOf } from './scene.js';

/** The picture as a Mermaid flowchart, which GitHub and many wikis draw. It has as much as stays legible there. */
export function drawMermaid(picture: Picture, limits: SceneLimits = { cards: 40, rows: 16, ports: 32 }): string {
  const scene = sceneOf(picture, limits);
  const more = leftOut(scene);
  const nodes = scene.cards.map((card, index) => `    c${index}${quoted([...card.title, ...notesOf(card)])}`);
  const edges = edgesOf(scene);
  return [
    'flowchart LR',
    `  %% multicast router at ${scene.clock}, ${scene.forwarding}`,
    ...scene.ports.map((port, index) => `  i${index}${quoted(portLines(port))}`),
    `  subgraph router[${label([`router at ${scene.clock}`, scene.forwarding])}]`,
    ...nodes,
    ...(more === '' && nodes.length > 0 ? [] : [`    more${quoted([more === '' ? 'no routes' : more])}`]),
    '  end',
    ...scene.ports.flatMap(({ name }, index) => (isOutput(scene, name) ? [`  o${index}${quoted([name])}`] : [])),
    ...(scene.sentence === null ? [] : [`  told${quoted([scene.sentence])}`]),
    ...edges.map(({ text }) => `  ${text}`),
    ...styles(edges),
    ...classes(scene),
  ].join('\n');
}

function notesOf({ note, queue }: Card): string[] {
  return [note, ...(queue === null ? [] : [`${queue.filled} of ${queue.size}`])];
}

function portLines({ name, id, addresses, off }: Port): string[] {
  return [name, ...(id === null ? ['removed'] : addresses), ...(off === '' ? [] : [off])];
}

function isOutput({ cards }: Scene, name: string): boolean {
  return cards.some(({ outputs }) => outputs.some(({ port }) => port === name));
}

function edgesOf({ cards, ports }: Scene): { text: string; mark: Mark }[] {
  const indexOf = (name: string) => ports.findIndex((port) => port.name === name);
  return cards.flatMap(({ kind, inputs, outputs }, index) => [
    ...inputs.map(({ port, label: words, mark }) => {
      const line = kind === 'pending' ? '-.->' : '-->';
      return { text: `i${indexOf(port)} ${line}|${label([words])}| c${index}`, mark };
    }),
    ...outputs.map(({ port, label: words, mark }) => ({
      text: `c${index} -->|${label([words])}| o${indexOf(port)}`,
      mark,
    })),
  ]);
}

function styles(edges: readonly { readonly mark: Mark }[]): string[] {
  return edges.flatMap(({ mark }, index) => {
    if (mark === 'none') return [];
    const look = mark === 'path' ? 'stroke:#0969da,stroke-width:3px' : 'stroke:#cf222e,stroke-width:3px,stroke-dasharray:3 4';
    return [`  linkStyle ${index} ${look}`];
  });
}

function classes(scene: Scene): string[] {
  const { cards, ports, sentence } = scene;
  const pending = cards.flatMap(({ kind }, index) => (kind === 'pending' ? [`c${index}`] : []));
  const dim = ports.flatMap(({ name, markIn, markOut }, index) => [
    ...(markIn === 'none' ? [`i${index}`] : []),
    ...(markOut === 'none' && isOutput(scene, name) ? [`o${index}`] : []),
  ]);
  return [
    ...classOf('pending', 'stroke:#bf8700,stroke-dasharray:7 3', pending),
    ...classOf('dim', 'opacity:0.5', sentence === null ? [] : dim),
  ];
}

function classOf(name: string, look: string, nodes: readonly string[]): string[] {
  return nodes.length === 0 ? [] : [`  classDef ${name} ${look}`, `  class ${nodes.join(',')} ${name}`];
}

function quoted(lines: readonly string[]): string {
  return `[${label(lines)}]`;
}

/** Everything but plain letters, digits and the most harmless signs is written as an entity of Mermaid's. */
function label(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll(/[^A-Za-z0-9 .,:()/_-]/gu, entity)).join('<br/>')}"`;
}

function entity(character: string): string {
  return `#${character.codePointAt(0)};`;
}
