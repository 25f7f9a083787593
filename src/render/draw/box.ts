import { cut, widthOf } from '../width.js';
import type { Card, Mark } from './cards.js';

/** Where something is, in units of the drawing, which are pixels at its own size. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a color stands for. */
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

/** Width of a column of a fixed-width font, as a part of its size: as wide as the widest in common use, with a little to spare. */
const COLUMN = 0.61;

export function line(text: string, place: Pick<PlacedText, 'x' | 'y' | 'size'> & Partial<PlacedText>): PlacedText {
  return { isBold: false, tone: 'text', ...place, text };
}

/** @param place of the right end */
export function rightAligned(text: string, place: Pick<PlacedText, 'x' | 'y' | 'size'> & Partial<PlacedText>): PlacedText {
  return line(text, { ...place, x: place.x - textWidth(text, place.size) });
}

export function fitted(
  text: string,
  width: number,
  place: Pick<PlacedText, 'x' | 'y' | 'size'> & Partial<PlacedText>,
): PlacedText {
  return line(cut(text, columnsWithin(width, place.size)), place);
}

export function rightFitted(
  text: string,
  width: number,
  place: Pick<PlacedText, 'x' | 'y' | 'size'> & Partial<PlacedText>,
): PlacedText {
  return rightAligned(cut(text, columnsWithin(width, place.size)), place);
}

/** How wide a text is, at most. */
export function textWidth(text: string, size: number): number {
  return widthOf(text) * size * COLUMN;
}

export function columnsWithin(width: number, size: number): number {
  return Math.floor(width / (size * COLUMN));
}
