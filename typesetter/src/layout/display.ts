/**
 * The display list: what the engine draws, page by page, in millimetres. The layout decides every
 * position; the engine only turns strings into glyphs. Items are drawn in order.
 */
import type { FontRole } from '../fonts/index.ts';

/** Ink: black text, the red of the head, grey for marks outside the standard's elements, pale for watermarks. */
export type Ink = 'black' | 'red' | 'grey' | 'pale';

/** One cell of text: a character, or a run of half-width characters set within a given width. */
export type Glyphs = {
  text: string;
  role: FontRole;
  xMm: number;
  /** Room reserved for the text, whatever the font's own widths. */
  widthMm: number;
  /** The blank half of a full-width mark has been taken away at this side. */
  trimmed?: 'left' | 'right';
};

/** A line of text: cells with the top of their character box at `yMm`. */
export type TextItem = {
  kind: 'text';
  sizePt: number;
  ink: Ink;
  yMm: number;
  cells: Glyphs[];
  /** Lines of one paragraph on a page share a group and become one structure element. */
  group?: string;
  /** How the line is tagged for assistive technology. */
  tag?: 'title' | 'heading' | 'artifact';
};

/** A filled rectangle: rules and QR modules. */
type RectItem = {
  kind: 'rect';
  xMm: number;
  yMm: number;
  widthMm: number;
  heightMm: number;
  ink: Ink;
};

/** A rotated word over the page. */
type WatermarkItem = { kind: 'watermark'; text: string };

/**
 * Handwriting: SVG path data drawn in a box. `data` is checked by whoever makes the item
 * (`inkPathBox`), it goes into a picture the engine reads.
 */
export type PathItem = {
  kind: 'path';
  xMm: number;
  yMm: number;
  widthMm: number;
  heightMm: number;
  data: string;
  /** x, y, width, height of the drawing in its own units. */
  viewBox: [number, number, number, number];
  /** Width of strokes in the drawing's units; absent = outlines to be filled. */
  strokeWidth?: number;
};

export type DisplayItem = TextItem | RectItem | WatermarkItem | PathItem;

/** One page to draw. */
export type DisplayPage = { items: DisplayItem[] };
