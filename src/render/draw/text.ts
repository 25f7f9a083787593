import type { Picture } from '../../ops/draw.js';
import type { Role, Style } from '../style.js';
import { cut, pad, widthOf, wrap } from '../width.js';
import type { Card, Mark, Wire } from './cards.js';
import type { Port, Scene, SceneLimits } from './scene.js';
import { leftOut, sceneOf } from './scene.js';

/** How wide the drawing is where no terminal says, and at most, in columns. */
const COLUMNS = 80;
const MAX_COLUMNS = 120;

/** The part of the width that is kept for what is within the frame, however long the names of interfaces are. */
const INNER_PART = 0.45;

/** The characters that lines are drawn with. */
interface Pen {
  /** By what the line is to the marked packet: along, through the frame, and the point. */
  readonly wires: Readonly<Record<Mark, { readonly along: string; readonly through: string; readonly point: string }>>;
  readonly along: string;
  readonly down: string;
  /** Corners from the upper left, clockwise. */
  readonly corners: readonly [string, string, string, string];
  readonly left: string;
  readonly right: string;
  /** Where outputs part: the first, those between, the last. */
  readonly fork: readonly [string, string, string];
  readonly taken: string;
  readonly free: string;
  readonly ellipsis: string;
}

const DRAWN: Pen = {
  wires: {
    none: { along: '\u2500', through: '\u253c', point: '\u25b6' },
    path: { along: '\u2501', through: '\u253f', point: '\u25b6' },
    blocked: { along: '\u2504', through: '\u253c', point: '\u2717' },
  },
  along: '\u2500',
  down: '\u2502',
  corners: ['\u250c', '\u2510', '\u2518', '\u2514'],
  left: '\u251c',
  right: '\u2524',
  fork: ['\u252c', '\u251c', '\u2514'],
  taken: '\u25a0',
  free: '\u25a1',
  ellipsis: '\u2026',
};

const PLAIN: Pen = {
  wires: {
    none: { along: '-', through: '+', point: '>' },
    path: { along: '=', through: '+', point: '>' },
    blocked: { along: '.', through: '+', point: 'x' },
  },
  along: '-',
  down: '|',
  corners: ['+', '+', '+', '+'],
  left: '+',
  right: '+',
  fork: ['+', '+', '+'],
  taken: '#',
  free: '.',
  ellipsis: '...',
};

/** Places of a queue that are drawn at most. */
const MAX_SLOTS = 16;

const ROLES: Readonly<Record<Mark, Role | null>> = { none: null, path: 'good', blocked: 'bad' };

const TONES: Readonly<Record<Card['tone'], Role>> = { faint: 'faint', waiting: 'waiting', bad: 'bad', good: 'good' };

/** What stands on one line of the drawing, left to right. */
interface Row {
  readonly input: Wire | null;
  /** Within the frame: text, dressed, and how many columns it takes; what is left is filled, as a line if it leads to an output. */
  readonly inner: string;
  readonly columns: number;
  readonly output: Wire | null;
}

/** The picture as text, as wide as the terminal: packets come in on the left, and leave on the right. */
export function drawText(picture: Picture, style: Style, limits: SceneLimits = { cards: 40, rows: 16, ports: 40 }): string {
  const scene = sceneOf(picture, limits);
  const columns = Math.min(MAX_COLUMNS, style.columns ?? COLUMNS);
  const more = leftOut(scene);
  const drawing = new Drawing(scene, columns, style);
  return [
    ...(scene.sentence === null ? [] : [...wrap(scene.sentence, columns), '']),
    ...drawing.frame(scene.cards, scene.clock, scene.forwarding),
    ...(scene.ports.length === 0 ? [] : ['', ...drawing.list(scene.ports)]),
    ...(more === '' ? [] : wrap(more, columns).map((line) => style.paint('faint', line))),
  ].join('\n');
}

class Drawing {
  readonly #style: Style;
  readonly #pen: Pen;
  readonly #columns: number;
  /** Whether a packet is marked: then what it has nothing to do with is faint. */
  readonly #isMarked: boolean;
  /** Columns of the longest name. */
  readonly #names: number;
  /** Columns within the frame. */
  readonly #inner: number;

  constructor({ ports, sentence }: Scene, columns: number, style: Style) {
    this.#columns = columns;
    this.#isMarked = sentence !== null;
    this.#style = style;
    this.#pen = style.drawsLines ? DRAWN : PLAIN;
    const longest = ports.reduce((most, { name }) => Math.max(most, widthOf(name)), 0);
    this.#names = Math.min(longest, Math.max(4, Math.floor((columns * (1 - INNER_PART) - 8) / 2)));
    this.#inner = columns - 2 * (this.#names + 3) - 2;
  }

  /** The router, with what it has for packets. */
  frame(cards: readonly Card[], clock: string, forwarding: string): string[] {
    const [upperLeft, upperRight, lowerRight, lowerLeft] = this.#pen.corners;
    const title = ` router at ${clock} `;
    const margin = ' '.repeat(this.#names + 3);
    const line = (from: string, to: string, words = '') =>
      `${margin}${from}${words}${this.#pen.along.repeat(this.#inner - widthOf(words))}${to}`;
    return [
      line(upperLeft, upperRight, title),
      ...wrap(forwarding, this.#inner - 2).map((words) => this.#row(this.#words(words, 'faint'))),
      ...(cards.length === 0 ? [this.#row(this.#words('no routes', 'faint'))] : []),
      ...cards.flatMap((card) => [line(this.#pen.left, this.#pen.right), ...this.#card(card).map((row) => this.#row(row))]),
      line(lowerLeft, lowerRight),
    ];
  }

  /** The interfaces, with their addresses. */
  list(ports: readonly Port[]): string[] {
    return ports.flatMap(({ name, id, addresses, off, markIn, markOut }) => {
      const told = id === null ? 'removed' : addresses.length === 0 ? 'no address' : addresses.join(', ');
      const room = this.#columns - this.#names - 2;
      const lines = wrap(told, room);
      const last = lines.at(-1) ?? '';
      const state = off === '' ? '' : this.#style.paint('bad', off);
      const fits = widthOf(last) + 2 + off.length <= room;
      const all = off === '' ? lines : fits ? lines.with(-1, `${last}  ${state}`) : [...lines, state];
      const isFaint = this.#isMarked && markIn === 'none' && markOut === 'none';
      return all
        .map((line, index) => `${pad(index === 0 ? this.#name(name) : '', this.#names)}  ${line}`)
        .map((line) => (isFaint ? this.#style.paint('faint', line) : line));
    });
  }

  #card(card: Card): Row[] {
    const { kind, title, note, tone, inputs, outputs, moreInputs, moreOutputs, queue } = card;
    const isForked = kind === 'route' && inputs.length > 0 && outputs.length > 0;
    const apart = isForked ? inputs.slice(1) : inputs;
    const rows: Row[] = [
      ...title.flatMap((line) => wrap(line, this.#inner - 2)).map((words) => this.#words(words, 'strong')),
      ...wrap(note, this.#inner - 2).map((words) => this.#words(words, TONES[tone])),
      ...(queue === null ? [] : [this.#words(this.#places(queue), 'waiting')]),
      ...apart.map((wire) => this.#input(wire)),
      ...(moreInputs === 0 ? [] : [this.#words(`   and ${moreInputs} more`, 'faint')]),
      ...outputs.map((wire, index) => this.#output(wire, isForked && index === 0 ? (inputs[0] ?? null) : null, index, card)),
      ...(moreOutputs === 0 ? [] : [this.#words(`      and ${moreOutputs} more`, 'faint')]),
    ];
    return rows;
  }

  #words(words: string, role: Role): Row {
    const shown = ` ${cut(words, this.#inner - 2, this.#pen.ellipsis)}`;
    return { input: null, inner: this.#style.paint(role, shown), columns: widthOf(shown), output: null };
  }

  #input(wire: Wire): Row {
    const { along, point } = this.#pen.wires[wire.mark];
    const shown = `${along}${point} ${cut(wire.label, this.#inner - 4, this.#pen.ellipsis)}`;
    return { input: wire, inner: this.#dress(shown, wire.mark), columns: widthOf(shown), output: null };
  }

  /** @param input what comes in on the same line, for a route's first output */
  #output(wire: Wire, input: Wire | null, index: number, { outputs, moreOutputs }: Card): Row {
    const last = outputs.length + moreOutputs - 1;
    const [first, between, end] = this.#pen.fork;
    const joint = last === 0 ? this.#pen.wires[wire.mark].along : index === 0 ? first : index === last ? end : between;
    const before = input === null ? '  ' : this.#pen.wires[input.mark].along.repeat(2);
    const label = `${joint}${this.#pen.wires[wire.mark].along} ${cut(wire.label, this.#inner - 8, this.#pen.ellipsis)} `;
    const inner = `${this.#dress(before, input?.mark ?? 'none')}${this.#dress(label, wire.mark)}`;
    return { input, inner, columns: 2 + widthOf(label), output: wire };
  }

  #row({ input, inner, columns, output }: Row): string {
    const left = input === null ? `${' '.repeat(this.#names + 3)}${this.#pen.down}` : this.#left(input);
    const rest = Math.max(0, this.#inner - columns);
    if (output === null) return `${left}${inner}${' '.repeat(rest)}${this.#pen.down}`;
    const { along, through, point } = this.#pen.wires[output.mark];
    const out = `${along.repeat(rest)}${through}${along}${point} ${this.#name(output.port)}`;
    return `${left}${inner}${this.#dress(out, output.mark)}`;
  }

  #left({ port, mark }: Wire): string {
    const { along, through } = this.#pen.wires[mark];
    return this.#dress(`${this.#name(port).padStart(this.#names)} ${along.repeat(2)}${through}`, mark);
  }

  #name(name: string): string {
    return cut(name, this.#names, this.#pen.ellipsis);
  }

  #places({ filled, size }: { readonly filled: number; readonly size: number }): string {
    const shown = Math.min(size, MAX_SLOTS);
    const places = Array.from({ length: shown }, (_, index) => (index < filled ? this.#pen.taken : this.#pen.free));
    return `${places.join(' ')}  ${filled} of ${size}`;
  }

  #dress(words: string, mark: Mark): string {
    const role = mark === 'none' && this.#isMarked ? 'faint' : ROLES[mark];
    return role === null ? words : this.#style.paint(role, words);
  }
}
