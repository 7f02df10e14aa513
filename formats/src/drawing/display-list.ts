/**
 * One page as a list of paint operations, free of any file format: the one thing every way of showing a page (SVG,
 * canvas, PNG, PDF) starts from. Millimetres, origin top-left, y down; row-vector matrices. Everything inherited,
 * referenced or encoded in the file is resolved here: a drawer looks nothing up and can fail on nothing.
 */
import type { Finding } from '../finding.ts';
import type { BoxMm, Matrix } from './geometry.ts';
import type { Paint } from './paint.ts';
import type { PathCommand } from './path.ts';

/** Everything on one page, back to front. */
export type DisplayList = {
  /** The paper in page coordinates; its corner is not always the origin. */
  readonly area: BoxMm;
  readonly items: readonly DisplayItem[];
  /** Every picture used, by `ImageItem.picture`. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** What could not be taken over as the file says. */
  readonly findings: readonly Finding[];
};

/** One thing to paint. */
export type DisplayItem = GroupItem | PathItem | GlyphsItem | WordsItem | ImageItem;

/** Items that share a place, a clip and a transparency. The clips are in the space outside `matrix`. */
export type GroupItem = {
  readonly kind: 'group';
  readonly matrix: Matrix;
  /** Intersection of the clips; nothing is cut when empty. */
  readonly clips: readonly ClipShape[];
  /** 0–1, applied to the group as one picture. */
  readonly opacity: number;
  /** How the group meets what lies under it: seals are ink, so they multiply. */
  readonly blend: 'normal' | 'multiply' | 'darken';
  readonly items: readonly DisplayItem[];
};

/** The union of its areas. */
export type ClipShape = readonly {
  readonly path: readonly PathCommand[];
  readonly matrix: Matrix;
  readonly evenOdd: boolean;
}[];

/** How a line is drawn. */
export type Stroke = {
  readonly paint: Paint;
  /** In the item's own space; never 0. */
  readonly widthMm: number;
  readonly join: 'miter' | 'round' | 'bevel';
  readonly cap: 'butt' | 'round' | 'square';
  readonly miterLimit: number;
  /** Empty = solid line. */
  readonly dashMm: readonly number[];
  readonly dashOffsetMm: number;
};

/** A path that is filled, drawn as a line, or both; the fill lies below. */
export type PathItem = {
  readonly kind: 'path';
  readonly path: readonly PathCommand[];
  readonly evenOdd: boolean;
  readonly fill?: Paint;
  readonly stroke?: Stroke;
};

/** An opened font: outlines by glyph id in em units (1 = the type size), y up. */
export type OutlineFont = {
  /** Tells fonts of one list apart. */
  readonly key: string;
  readonly name: string;
  /** The sfnt or CFF file the outlines come from. */
  readonly bytes: Uint8Array;
  /** True when the file brought it, false for a stand-in. */
  readonly embedded: boolean;
  /** Empty for blank glyphs, undefined when there is no such glyph. */
  outline(glyphId: number): readonly PathCommand[] | undefined;
  /** Undefined when the font has no character map or no such character. */
  glyphFor(codePoint: number): number | undefined;
  /** In em units. */
  advance(glyphId: number): number;
};

/** Glyphs drawn by their outlines. */
export type GlyphsItem = {
  readonly kind: 'glyphs';
  readonly font: OutlineFont;
  readonly sizeMm: number;
  /** `matrix` takes em units (y up) to the item's space, so size, slant, turn and place are in it. */
  readonly glyphs: readonly { readonly glyphId: number; readonly text: string; readonly matrix: Matrix }[];
  readonly fill?: Paint;
  /** Its width is in the item's own space, not in em units. */
  readonly stroke?: Stroke;
};

/** Characters no outline font is at hand for: whoever draws them names a font of the machine. */
export type WordsItem = {
  readonly kind: 'words';
  /** A CSS font-family list made here, never text of the file. */
  readonly families: string;
  readonly bold: boolean;
  readonly sizeMm: number;
  /** `matrix` takes the drawer's text space (type size 1, y down, origin on the baseline) to the item's space. */
  readonly characters: readonly { readonly text: string; readonly matrix: Matrix }[];
  readonly fill?: Paint;
  readonly stroke?: Stroke;
};

/** A raster picture over the unit square (y down), which `matrix` takes to the item's space. */
export type ImageItem = {
  readonly kind: 'image';
  /** Key into `DisplayList.pictures`. */
  readonly picture: string;
  readonly matrix: Matrix;
};

/** The file's own bytes; `mask` is a second picture whose dark parts are cut out (GB/T 33190 10). */
export type Picture = {
  readonly bytes: Uint8Array;
  /** By the first bytes, not by what the file claims; undefined when unknown. */
  readonly mediaType: string | undefined;
  readonly mask?: { readonly bytes: Uint8Array; readonly mediaType: string | undefined };
};

/** A picture every browser shows, made from a `Picture` where need be. */
export type ShownPicture = {
  readonly bytes: Uint8Array;
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/bmp';
};
