import type { Card, Mark, Port, Scene, Wire } from './scene.js';
import { leftOut } from './scene.js';
import { columnsOf, cut, wrap } from './width.js';

/** Where something is, in units of the drawing, which are pixels at its own size. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a colour stands for. */
export type Tone = 'text' | 'faint' | 'path' | 'waiting' | 'bad' | 'good';

/** A line of text, at the left end of its baseline. */
export interface PlacedText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly isBold: boolean;
  readonly tone: Tone;
}

/** A frame with text in it. */
export interface Box extends Rect {
  readonly kind: Card['kind'] | 'port' | 'gone' | 'header' | 'more';
  readonly mark: Mark;
  readonly texts: readonly PlacedText[];
  /** Places of a queue, as squares. */
  readonly slots: readonly (Rect & { readonly isFilled: boolean })[];
  /** What it tells to who points at it; empty for nothing. */
  readonly tip: string;
}

/** A line from the right side of one box to the left side of another. */
export interface Connector {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly mark: Mark;
  /** Index of the card that it belongs to: which colour it has. */
  readonly card: number;
  readonly isQueue: boolean;
  /** Which end is at the card. */
  readonly cardEnd: 'from' | 'to';
}

/** A drawing, as boxes and lines: all that is left is to write them down. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The router, around its cards. */
  readonly frame: Rect;
  readonly boxes: readonly Box[];
  readonly connectors: readonly Connector[];
}

/** Width of a column of a fixed-width font, as a part of its size: as wide as the widest in common use, with a little to spare. */
export const COLUMN = 0.61;

const MARGIN = 24;
const LEFT = 262;
const GUTTER = 96;
const CARD = 440;
const RIGHT = 164;
const PADDING = 12;
const FRAME = 16;
const GAP = 12;
/** Ports have one line each where there are more than this. */
const ROOMY_PORTS = 8;
const MAX_ADDRESSES = 3;
const ROW = 19;
const SLOT = 14;
const MAX_SLOTS = 16;

const X = {
  left: MARGIN,
  card: MARGIN + LEFT + GUTTER,
  right: MARGIN + LEFT + GUTTER + CARD + GUTTER,
  end: MARGIN + LEFT + GUTTER + CARD + GUTTER + RIGHT,
};

/** A box that is made at y = 0, and the heights at which lines come and go. */
interface Made {
  readonly box: Box;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** How high a card is, with the gap to the next. */
export function cardHeight(card: Card): number {
  return makeCard(card).box.height + GAP;
}

/** Where everything stands. No two boxes overlap, and all text is within its box, as long as the font is not wider than {@link COLUMN}. */
export function layOut(scene: Scene): Layout {
  const header = makeHeader(scene);
  const top = MARGIN + header.height + GAP + FRAME + ROW;
  const ports = scene.ports.map((port) => makePort(port, scene.ports.length > ROOMY_PORTS));
  const cards = scene.cards.map(makeCard);
  const more = makeMore(leftOut(scene));
  const inner = [...cards.map(({ box }) => box), ...more];
  const height = Math.max(stackHeight(ports), stackHeight(inner), 6 * ROW);
  const leftBoxes = stack(ports, top, height);
  const cardBoxes = stack(inner, top, height);
  const rightBoxes = leftBoxes.map((box, index) => makeOutput(box, scene.ports[index]));
  const placed = cards.map(({ inputs, outputs }, index) => {
    const y = cardBoxes[index]?.y ?? 0;
    return { inputs: inputs.map((at) => at + y), outputs: outputs.map((at) => at + y) };
  });
  return {
    width: X.end + MARGIN,
    height: top + height + FRAME + MARGIN,
    frame: { x: X.card - FRAME, y: top - FRAME - ROW, width: CARD + 2 * FRAME, height: height + 2 * FRAME + ROW },
    boxes: [header, ...heads(top), ...leftBoxes, ...cardBoxes, ...rightBoxes],
    connectors: [...connect(scene, placed, leftBoxes, 'inputs'), ...connect(scene, placed, rightBoxes, 'outputs')],
  };
}

function makeHeader({ clock, forwarding, sentence }: Scene): Box {
  const width = X.end - MARGIN;
  const told = sentence === null ? [] : wrap(sentence, columnsWithin(width, 14));
  const texts = [
    line('Multicast router', { x: MARGIN, y: MARGIN + 18, size: 20, isBold: true }),
    rightAligned(`clock ${clock}`, { x: X.end, y: MARGIN + 18, size: 16, isBold: true }),
    line(forwarding, { x: MARGIN, y: MARGIN + 40, size: 13, tone: 'faint' }),
    ...told.map((text, index) => line(text, { x: MARGIN, y: MARGIN + 66 + index * ROW, size: 14, tone: 'path' })),
  ];
  const height = 48 + (told.length === 0 ? 0 : 10 + told.length * ROW);
  return { kind: 'header', x: MARGIN, y: MARGIN, width, height, mark: 'none', texts, slots: [], tip: '' };
}

/** What stands above the columns. */
function heads(top: number): Box[] {
  const head = (text: string, x: number, width: number): Box => {
    const y = top - ROW - 6;
    const texts = [line(text, { x, y: y + 14, size: 12, tone: 'faint' })];
    return { kind: 'header', x, y, width, height: ROW, mark: 'none', texts, slots: [], tip: '' };
  };
  return [head('arrives on', X.left, LEFT), head('router', X.card, CARD), head('leaves by', X.right, RIGHT)];
}

function makePort(port: Port, isCompact: boolean): Box {
  const { name, id, addresses, off, mark } = port;
  const tip = [name, id === null ? 'removed' : `id ${id}`, ...addresses, ...(off === '' ? [] : [off])].join('\n');
  const state = id === null ? 'removed' : off;
  const common = {
    kind: id === null ? ('gone' as const) : ('port' as const),
    x: X.left,
    y: 0,
    width: LEFT,
    mark,
    slots: [],
    tip,
  };
  return isCompact ? { ...common, height: 26, texts: compactTexts(port, state) } : { ...common, ...roomyTexts(port, state) };
}

function roomyTexts({ name, id, addresses, mark }: Port, state: string): Pick<Box, 'height' | 'texts'> {
  const x = X.left + PADDING;
  const width = LEFT - 2 * PADDING;
  const shown = addresses.slice(0, addresses.length > MAX_ADDRESSES ? MAX_ADDRESSES - 1 : MAX_ADDRESSES);
  const more = addresses.length - shown.length;
  const details = [
    ...shown.map((text) => ({ text, tone: 'faint' as const })),
    ...(more === 0 ? [] : [{ text: `and ${more} more`, tone: 'faint' as const }]),
    ...(addresses.length === 0 && id !== null ? [{ text: 'no address', tone: 'faint' as const }] : []),
    ...(state === '' ? [] : [{ text: state, tone: 'bad' as const }]),
  ];
  const texts = [
    line(name, { x, y: 23, size: 15, isBold: true, tone: toneOf(mark) }),
    ...(id === null ? [] : [rightAligned(`${id}`, { x: X.left + LEFT - PADDING, y: 23, size: 12, tone: 'faint' })]),
    ...details.map(({ text, tone }, index) => fitted(text, width, { x, y: 41 + index * 17, size: 12, tone })),
  ];
  return { texts, height: 34 + details.length * 17 };
}

function compactTexts({ name, addresses, mark }: Port, state: string): PlacedText[] {
  const x = X.left + PADDING;
  const end = X.left + LEFT - PADDING;
  const from = x + textWidth(name, 13) + 10;
  const short = state.replace('IPv4 off, IPv6 off', 'off');
  const until = end - (short === '' ? 0 : textWidth(short, 11) + 8);
  const told = addresses.join('  ');
  return [
    line(name, { x, y: 18, size: 13, isBold: true, tone: toneOf(mark) }),
    ...(told === '' || until - from < 40 ? [] : [fitted(told, until - from, { x: from, y: 18, size: 11, tone: 'faint' })]),
    ...(short === '' ? [] : [rightAligned(short, { x: end, y: 18, size: 11, tone: 'bad' })]),
  ];
}

/** The other side of an interface, beside its first. */
function makeOutput(left: Box, port: Port | undefined): Box {
  const height = Math.min(left.height, 32);
  const y = left.y + (left.height - height) / 2;
  const name = port?.name ?? '';
  const texts = [line(name, { x: X.right + PADDING, y: y + height / 2 + 5, size: 14, isBold: true, tone: toneOf(left.mark) })];
  return { ...left, x: X.right, y, width: RIGHT, height, texts };
}

function makeCard(card: Card): Made {
  const x = X.card + PADDING;
  const width = CARD - 2 * PADDING;
  let y = 8;
  const texts: PlacedText[] = [];
  const put = (text: string, size: number, more: Partial<PlacedText>) => {
    y += size === 12 ? 17 : ROW;
    texts.push(fitted(text, width, { x, y: y - 5, size, ...more }));
  };
  for (const text of card.title) put(text, 14, { isBold: true, tone: card.isMarked ? 'path' : 'text' });
  put(card.note, 12, { tone: card.tone });
  const slots = makeSlots(card, x, y + 3);
  if (slots.length > 0) y += SLOT + 8;
  const inputs = rowsOf(card.inputs, card.moreInputs);
  const outputs = rowsOf(card.outputs.map(withName), card.moreOutputs);
  const isShared = inputs.every(({ text }, index) => {
    const beside = outputs[index]?.text ?? '';
    return textWidth(text, 12) + textWidth(beside, 12) + 2 * PADDING <= width;
  });
  const from = y;
  for (const [index, row] of inputs.entries())
    texts.push(fitted(row.text, width, { x, y: from + index * ROW + 14, size: 12, tone: row.tone }));
  const outFrom = isShared ? from : from + inputs.length * ROW;
  for (const [index, row] of outputs.entries())
    texts.push(rightFitted(row.text, width, { x: x + width, y: outFrom + index * ROW + 14, size: 12, tone: row.tone }));
  const bottom = Math.max(from + inputs.length * ROW, outFrom + outputs.length * ROW);
  const tip = [...card.title, card.note, ...inputs.map(({ text }) => text), ...outputs.map(({ text }) => text)].join('\n');
  const mark: Mark = card.isMarked ? 'path' : 'none';
  return {
    box: { kind: card.kind, x: X.card, y: 0, width: CARD, height: bottom + 8, mark, texts, slots, tip },
    inputs: card.inputs.map((_, index) => from + index * ROW + 10),
    outputs: card.outputs.map((_, index) => outFrom + index * ROW + 10),
  };
}

function withName(wire: Wire): Wire {
  return { ...wire, label: `${wire.label} \u2192 ${wire.port}` };
}

function rowsOf(wires: readonly Wire[], more: number): { text: string; tone: Tone }[] {
  const rows = wires.map(({ label, mark }) => ({ text: label, tone: toneOf(mark) }));
  return more === 0 ? rows : [...rows, { text: `and ${more} more`, tone: 'faint' }];
}

/** The places of a queue, as far as they can be drawn: of a long one, as many are shown as taken as there is room for. */
function makeSlots({ queue }: Card, x: number, y: number): Box['slots'] {
  if (queue === null) return [];
  return Array.from({ length: Math.min(queue.size, MAX_SLOTS) }, (_, index) => ({
    ...{ x: x + index * (SLOT + 5), y, width: SLOT, height: SLOT },
    isFilled: index < queue.filled,
  }));
}

function makeMore(text: string): Box[] {
  if (text === '') return [];
  const texts = [fitted(text, CARD - 2 * PADDING, { x: X.card + PADDING, y: 19, size: 13, tone: 'faint' })];
  return [{ kind: 'more', x: X.card, y: 0, width: CARD, height: 28, mark: 'none', texts, slots: [], tip: '' }];
}

function stackHeight(boxes: readonly Box[]): number {
  return boxes.reduce((sum, { height }) => sum + height + GAP, -GAP);
}

/** Boxes one below the other, in the middle of a height. */
function stack(boxes: readonly Box[], top: number, height: number): Box[] {
  let y = top + (height - stackHeight(boxes)) / 2;
  return boxes.map((box) => {
    const moved = moveDown(box, y);
    y += box.height + GAP;
    return moved;
  });
}

function moveDown(box: Box, by: number): Box {
  return {
    ...box,
    y: box.y + by,
    texts: box.texts.map((text) => ({ ...text, y: text.y + by })),
    slots: box.slots.map((slot) => ({ ...slot, y: slot.y + by })),
  };
}

/** The lines of one side. Those of one port leave it one below the other, in the order in which they arrive, so that they do not cross at once. */
function connect(
  scene: Scene,
  placed: readonly Pick<Made, 'inputs' | 'outputs'>[],
  ports: readonly Box[],
  side: 'inputs' | 'outputs',
): Connector[] {
  const wires = scene.cards.flatMap((card, index) =>
    card[side].map((wire, row) => ({ wire, card: index, kind: card.kind, y: placed[index]?.[side][row] ?? 0 })),
  );
  return scene.ports.flatMap(({ name }, index) => {
    const port = ports[index];
    const own = wires.filter(({ wire }) => wire.port === name).sort((a, b) => a.y - b.y);
    if (port === undefined) return [];
    return own.map(({ wire, card, kind, y }, order): Connector => {
      const at = { y: port.y + (port.height * (order + 1)) / (own.length + 1) };
      const ends =
        side === 'inputs'
          ? { from: { x: X.left + LEFT, ...at }, to: { x: X.card, y } }
          : { from: { x: X.card + CARD, y }, to: { x: X.right, ...at } };
      return { ...ends, mark: wire.mark, card, isQueue: kind === 'pending', cardEnd: side === 'inputs' ? 'to' : 'from' };
    });
  });
}

function toneOf(mark: Mark): Tone {
  return mark === 'none' ? 'text' : mark === 'path' ? 'path' : 'bad';
}

function line(text: string, place: Pick<PlacedText, 'x' | 'y' | 'size'> & Partial<PlacedText>): PlacedText {
  return { isBold: false, tone: 'text', ...place, text };
}

/** @param place of the right end */
function rightAligned(text: string, place: Pick<PlacedText, 'x' | 'y' | 'size'> & Partial<PlacedText>): PlacedText {
  return line(text, { ...place, x: place.x - textWidth(text, place.size) });
}

function fitted(text: string, width: number, place: Pick<PlacedText, 'x' | 'y' | 'size'> & Partial<PlacedText>): PlacedText {
  return line(cut(text, columnsWithin(width, place.size)), place);
}

function rightFitted(text: string, width: number, place: Pick<PlacedText, 'x' | 'y' | 'size'> & Partial<PlacedText>): PlacedText {
  return rightAligned(cut(text, columnsWithin(width, place.size)), place);
}

/** How wide a text is, at most. */
export function textWidth(text: string, size: number): number {
  return columnsOf(text) * size * COLUMN;
}

function columnsWithin(width: number, size: number): number {
  return Math.floor(width / (size * COLUMN));
}
