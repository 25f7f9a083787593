import type { Picture } from '../../ops/draw.js';
import type { Box, PlacedText, Rect, Tone } from './box.js';
import type { Card } from './cards.js';
import type { Connector, Layout } from './layout.js';
import { cardHeight, layOut } from './layout.js';
import type { Scene, SceneLimits } from './scene.js';
import { leftOut, sceneOf } from './scene.js';

/** How high the cards together may be, so that the drawing fits on a slide. */
const MAX_CARDS_HEIGHT = 640;

/** What fits on a slide. */
const LIMITS: SceneLimits = { cards: 64, rows: 8, ports: 16, room: fitting };

/** Light, and dark: what a color is where the reader asks for dark pages. */
const COLORS = {
  page: ['#ffffff', '#0d1117'],
  router: ['#f3f5f8', '#161b22'],
  box: ['#ffffff', '#21262d'],
  edge: ['#8c959f', '#6e7681'],
  text: ['#1f2328', '#f0f6fc'],
  faint: ['#59636e', '#9ea7b3'],
  path: ['#0550ae', '#79c0ff'],
  waiting: ['#8a4600', '#f0b429'],
  bad: ['#b3202a', '#ff8983'],
  good: ['#116329', '#56d364'],
  wire0: ['#0b6e75', '#56d4dd'],
  wire1: ['#7a3fc4', '#d2a8ff'],
  wire2: ['#1d4f91', '#9cc4ff'],
  wire3: ['#a8306f', '#ff9bce'],
  wire4: ['#2f6b1f', '#a5d66f'],
  wire5: ['#4a5a8a', '#b6c2f2'],
} as const satisfies Record<string, readonly [string, string]>;
type Color = keyof typeof COLORS;

const WIRES = ['wire0', 'wire1', 'wire2', 'wire3', 'wire4', 'wire5'] as const;

const FONT =
  "ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', 'Courier New', monospace";

/**
 * The picture as an SVG file: complete in itself, with the fonts of the viewer, light or dark as the page around it. The same picture
 * gives the same bytes.
 */
export function drawSvg(picture: Picture, limits: SceneLimits = LIMITS): string {
  const scene = sceneOf(picture, limits);
  const layout = layOut(scene);
  const isMarked = scene.sentence !== null;
  const shapes = [
    rect({ x: 0, y: 0, width: layout.width, height: layout.height }, { fill: 'page' }),
    rect(layout.frame, { fill: 'router', stroke: 'edge', radius: 12 }),
    ...layout.connectors.filter(({ mark }) => mark === 'none').map((each) => connector(each, isMarked)),
    ...layout.connectors.filter(({ mark }) => mark !== 'none').map((each) => connector(each, isMarked)),
    ...layout.boxes.map((each) => box(each, isMarked)),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(layout.width)} ${n(layout.height)}" width="${n(layout.width)}" height="${n(layout.height)}" role="img" aria-labelledby="mcast-title mcast-desc" font-family="${escapeXml(FONT)}">`,
    `<title id="mcast-title">${escapeXml(`Multicast router at ${scene.clock}`)}</title>`,
    `<desc id="mcast-desc">${escapeXml(describeScene(scene))}</desc>`,
    `<style>${darkStyle(shapes.join(''))}</style>`,
    ...shapes,
    '</svg>',
  ].join('\n');
}

/** Where everything in the drawing stands. */
export function layoutOf(picture: Picture): Layout {
  return layOut(sceneOf(picture, LIMITS));
}

/** How many cards from the front there is room for, one at least. */
function fitting(cards: readonly Card[]): number {
  let height = 0;
  const tooMany = cards.findIndex((card) => {
    height += cardHeight(card);
    return height > MAX_CARDS_HEIGHT;
  });
  return tooMany === -1 ? cards.length : Math.max(1, tooMany);
}

/** The drawing in words, for those who do not see it. */
function describeScene(scene: Scene): string {
  const { forwarding, ports, cards, sentence } = scene;
  const more = leftOut(scene);
  return [
    `${forwarding}.`,
    ...(sentence === null ? [] : [`${sentence}.`]),
    ports.length === 0 ? 'No interfaces.' : `Interfaces ${ports.map(({ name }) => name).join(', ')}.`,
    ...cards.map(({ title, note, inputs, outputs }) => {
      const from = inputs.map(({ label }) => label).join('; ');
      const to = outputs.map(({ port, label }) => `to ${port}, ${label}`).join('; ');
      return `${title.join('')}: ${[note, from, to].filter((part) => part !== '').join('; ')}.`;
    }),
    ...(more === '' ? [] : [`${more}.`]),
  ].join(' ');
}

/** What changes on dark pages, of the colors that the shapes have. */
function darkStyle(shapes: string): string {
  const rules = Object.entries(COLORS).flatMap(([name, [, dark]]) => [
    ...(new RegExp(`mf-${name}\\b`).test(shapes) ? [`.mf-${name}{fill:${dark}}`] : []),
    ...(new RegExp(`ms-${name}\\b`).test(shapes) ? [`.ms-${name}{stroke:${dark}}`] : []),
  ]);
  return `@media (prefers-color-scheme:dark){${rules.join('')}}`;
}

function box({ kind, mark, texts, slots, tip, ...place }: Box, isMarked: boolean): string {
  const written = texts.map(text).join('');
  if (kind === 'header' || kind === 'more') return written;
  const stroke = mark === 'none' ? (kind === 'pending' ? 'waiting' : 'edge') : mark === 'path' ? 'path' : 'bad';
  const dash = kind === 'gone' ? '4 4' : kind === 'pending' ? '7 3' : null;
  const frame = rect(place, { fill: 'box', stroke, radius: 7, width: mark === 'none' ? 1.2 : 2.4, dash });
  const squares = slots.map((slot) =>
    rect(slot, { fill: slot.isFilled ? 'waiting' : 'box', stroke: 'waiting', radius: 2, width: 1.2 }),
  );
  const title = tip === '' ? '' : `<title>${escapeXml(tip)}</title>`;
  const isDim = isMarked && mark === 'none' && (kind === 'port' || kind === 'gone');
  return `<g${isDim ? ' opacity="0.5"' : ''}>${title}${frame}${squares.join('')}${written}</g>`;
}

function text({ x, y, text: words, size, isBold, tone }: PlacedText): string {
  const bold = isBold ? ' font-weight="bold"' : '';
  return `<text x="${n(x)}" y="${n(y)}" font-size="${n(size)}"${bold} ${paint('fill', tone)} xml:space="preserve">${escapeXml(words)}</text>`;
}

function rect(
  { x, y, width, height }: Rect,
  look: { fill: Color; stroke?: Color; radius?: number; width?: number; dash?: string | null },
): string {
  const round = look.radius === undefined ? '' : ` rx="${n(look.radius)}"`;
  const dash = look.dash == null ? '' : ` stroke-dasharray="${look.dash}"`;
  const edge = look.stroke === undefined ? paint('fill', look.fill) : paints(look.fill, look.stroke);
  const thick = look.stroke === undefined ? '' : ` stroke-width="${n(look.width ?? 1)}"`;
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"${round} ${edge}${thick}${dash}/>`;
}

/** A curve that leaves and arrives level, with an arrowhead, or with a cross at the card where a packet got no further. */
function connector(line: Connector, isMarked: boolean): string {
  const { from, to, mark, isQueue, cardEnd } = line;
  const color = colorOf(line, isMarked);
  const bend = (to.x - from.x) * 0.5;
  const end = to.x - 7;
  const dash = mark === 'blocked' ? ' stroke-dasharray="3 4"' : isQueue ? ' stroke-dasharray="7 4"' : '';
  const path = `M${n(from.x)} ${n(from.y)}C${n(from.x + bend)} ${n(from.y)} ${n(end - bend)} ${n(to.y)} ${n(end)} ${n(to.y)}`;
  const curve = `<path d="${path}" fill="none" ${paint('stroke', color)} stroke-width="${mark === 'none' ? 1.6 : 3}"${dash}/>`;
  if (mark !== 'blocked') return `${curve}${arrow(to, color)}`;
  return `${curve}${cross(cardEnd === 'to' ? { x: to.x - 9, y: to.y } : { x: from.x + 9, y: from.y })}`;
}

/** Where a packet is marked, what it has nothing to do with steps back. */
function colorOf({ mark, card, isQueue }: Connector, isMarked: boolean): Color {
  if (mark !== 'none') return mark === 'path' ? 'path' : 'bad';
  if (isMarked) return 'edge';
  return isQueue ? 'waiting' : (WIRES[card % WIRES.length] ?? 'wire0');
}

function arrow({ x, y }: Connector['to'], color: Color): string {
  return `<path d="M${n(x - 1)} ${n(y)}l-9 -4.5v9z" ${paint('fill', color)}/>`;
}

function cross({ x, y }: Connector['to']): string {
  return `<path d="M${n(x - 5)} ${n(y - 5)}l10 10m0 -10l-10 10" fill="none" ${paint('stroke', 'bad')} stroke-width="3"/>`;
}

/** What every program understands, and a class that dark pages change. */
function paint(what: 'fill' | 'stroke', color: Color | Tone): string {
  return `${what}="${COLORS[color][0]}" class="m${what[0]}-${color}"`;
}

function paints(fill: Color, stroke: Color): string {
  return `fill="${COLORS[fill][0]}" stroke="${COLORS[stroke][0]}" class="mf-${fill} ms-${stroke}"`;
}

/** A number with two decimals at most, without a sign of zero. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What no XML may hold, or what would be seen as something else. */
const NO_XML = /[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]/gu;

/** Text as it may stand in an element or in an attribute. */
function escapeXml(words: string): string {
  return words.replaceAll(NO_XML, '\ufffd').replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
