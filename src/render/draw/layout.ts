import type { Box, Rect } from './box.js';
import type { Card, Mark } from './cards.js';
import type { Made } from './parts.js';
import {
  CARD,
  FRAME,
  GAP,
  heads,
  LEFT,
  MARGIN,
  makeCard,
  makeHeader,
  makeMore,
  makeNote,
  makeOutput,
  makePort,
  ROOMY_PORTS,
  ROW,
  X,
} from './parts.js';
import type { Scene } from './scene.js';
import { leftOut } from './scene.js';

/** A line from the right side of one box to the left side of another. */
export interface Connector {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly mark: Mark;
  /** Index of the card that it belongs to: which color it has. */
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

/** How high a card is, with the gap to the next. */
export function cardHeight(card: Card): number {
  return makeCard(card).box.height + GAP;
}

/** Where everything stands. No two boxes overlap, and all text is within its box, as long as the font is not wider than `COLUMN`. */
export function layOut(scene: Scene): Layout {
  const header = makeHeader(scene);
  const top = MARGIN + header.height + GAP + FRAME + ROW;
  const ports = scene.ports.map((port) => makePort(port, scene.ports.length > ROOMY_PORTS));
  const cards = scene.cards.map(makeCard);
  const more = [...(cards.length === 0 ? [makeNote('no routes')] : []), ...makeMore(leftOut(scene))];
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
    boxes: [header, ...heads(top, ports.length === 0), ...leftBoxes, ...cardBoxes, ...rightBoxes],
    connectors: [...connect(scene, placed, leftBoxes, 'inputs'), ...connect(scene, placed, rightBoxes, 'outputs')],
  };
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
