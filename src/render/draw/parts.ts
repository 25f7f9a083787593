import { wrap } from '../width.js';
import type { Box, PlacedText, Tone } from './box.js';
import { columnsWithin, fitted, line, rightAligned, rightFitted, textWidth } from './box.js';
import type { Card, Mark, Wire } from './cards.js';
import type { Port, Scene } from './scene.js';

export const MARGIN = 24;
export const LEFT = 262;
const GUTTER = 96;
export const CARD = 440;
const RIGHT = 164;
const PADDING = 12;
export const FRAME = 16;
export const GAP = 12;
/** Ports have one line each where there are more than this. */
export const ROOMY_PORTS = 8;
const MAX_ADDRESSES = 3;
export const ROW = 19;
const SLOT = 14;
const MAX_SLOTS = 16;

/** Where the columns begin, and the last ends. */
export const X = {
  left: MARGIN,
  card: MARGIN + LEFT + GUTTER,
  right: MARGIN + LEFT + GUTTER + CARD + GUTTER,
  end: MARGIN + LEFT + GUTTER + CARD + GUTTER + RIGHT,
};

/** A box that is made at y = 0, and the heights at which lines come and go. */
export interface Made {
  readonly box: Box;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export function makeHeader({ clock, forwarding, sentence }: Scene): Box {
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
export function heads(top: number, isEmpty: boolean): Box[] {
  const head = (text: string, x: number, width: number): Box => {
    const y = top - ROW - 6;
    const texts = [line(text, { x, y: y + 14, size: 12, tone: 'faint' })];
    return { kind: 'header', x, y, width, height: ROW, mark: 'none', texts, slots: [], tip: '' };
  };
  return [
    head(isEmpty ? 'no interfaces' : 'arrives on', X.left, LEFT),
    head('router', X.card, CARD),
    ...(isEmpty ? [] : [head('leaves by', X.right, RIGHT)]),
  ];
}

export function makePort(port: Port, isCompact: boolean): Box {
  const { name, id, addresses, off, markIn: mark } = port;
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

function roomyTexts({ name, id, addresses, markIn }: Port, state: string): Pick<Box, 'height' | 'texts'> {
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
    line(name, { x, y: 23, size: 15, isBold: true, tone: toneOf(markIn) }),
    ...(id === null ? [] : [rightAligned(`${id}`, { x: X.left + LEFT - PADDING, y: 23, size: 12, tone: 'faint' })]),
    ...details.map(({ text, tone }, index) => fitted(text, width, { x, y: 41 + index * 17, size: 12, tone })),
  ];
  return { texts, height: 34 + details.length * 17 };
}

function compactTexts({ name, addresses, markIn }: Port, state: string): PlacedText[] {
  const x = X.left + PADDING;
  const end = X.left + LEFT - PADDING;
  const from = x + textWidth(name, 13) + 10;
  const short = state.replace('IPv4 off, IPv6 off', 'off');
  const until = end - (short === '' ? 0 : textWidth(short, 11) + 8);
  const told = addresses.join('  ');
  return [
    line(name, { x, y: 18, size: 13, isBold: true, tone: toneOf(markIn) }),
    ...(told === '' || until - from < 40 ? [] : [fitted(told, until - from, { x: from, y: 18, size: 11, tone: 'faint' })]),
    ...(short === '' ? [] : [rightAligned(short, { x: end, y: 18, size: 11, tone: 'bad' })]),
  ];
}

/** The other side of an interface, beside its first. */
export function makeOutput(left: Box, port: Port | undefined): Box {
  const height = Math.min(left.height, 32);
  const y = left.y + (left.height - height) / 2;
  const { name = '', markOut: mark = 'none' } = port ?? {};
  const texts = [line(name, { x: X.right + PADDING, y: y + height / 2 + 5, size: 14, isBold: true, tone: toneOf(mark) })];
  return { ...left, mark, x: X.right, y, width: RIGHT, height, texts };
}

export function makeCard(card: Card): Made {
  const x = X.card + PADDING;
  const width = CARD - 2 * PADDING;
  let y = 8;
  const texts: PlacedText[] = [];
  const put = (text: string, size: number, more: Partial<PlacedText>) => {
    y += size === 12 ? 17 : ROW;
    texts.push(fitted(text, width, { x, y: y - 5, size, ...more }));
  };
  for (const text of card.title) put(text, 14, { isBold: true, tone: toneOf(card.mark) });
  put(card.note, 12, { tone: card.tone });
  const slots = makeSlots(card, x, y + 3);
  if (card.queue !== null) {
    const { filled, size } = card.queue;
    const beside = x + slots.length * (SLOT + 5) + 6;
    texts.push(line(`${filled} of ${size}`, { x: beside, y: y + SLOT, size: 12, tone: card.tone }));
    y += SLOT + 8;
  }
  const inputs = wireRows(card.inputs, card.moreInputs);
  const outputs = wireRows(card.outputs.map(withName), card.moreOutputs);
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
  return {
    box: { kind: card.kind, x: X.card, y: 0, width: CARD, height: bottom + 8, mark: card.mark, texts, slots, tip },
    inputs: card.inputs.map((_, index) => from + index * ROW + 10),
    outputs: card.outputs.map((_, index) => outFrom + index * ROW + 10),
  };
}

function withName(wire: Wire): Wire {
  return { ...wire, label: `${wire.label} \u2192 ${wire.port}` };
}

function wireRows(wires: readonly Wire[], more: number): { text: string; tone: Tone }[] {
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

export function makeMore(text: string): Box[] {
  return text === '' ? [] : [makeNote(text)];
}

/** A line among the cards. */
export function makeNote(text: string): Box {
  const texts = [fitted(text, CARD - 2 * PADDING, { x: X.card + PADDING, y: 19, size: 13, tone: 'faint' })];
  return { kind: 'more', x: X.card, y: 0, width: CARD, height: 28, mark: 'none', texts, slots: [], tip: '' };
}

function toneOf(mark: Mark): Tone {
  return mark === 'none' ? 'text' : mark === 'path' ? 'path' : 'bad';
}
