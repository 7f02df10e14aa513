/**
 * What `buildOfd` is told to write (GB/T 33190-2016). All lengths are millimetres, the origin is the page's
 * top-left corner, x grows to the right and y grows DOWN (PDF's y grows up: flip before coming here).
 *
 * Objects are given in PAGE coordinates. When `boundary` is left out the builder computes one around the
 * object and shifts the data itself; when it is given it is used as it is and it clips (GB/T 33190 8.5).
 */
import type { BoxMm, Matrix } from '../../drawing/index.ts';

/** sRGB colour, components 0–255; `alpha` 0 (invisible) – 255 (opaque, the default). */
export type ColorSpec = { readonly rgb: readonly [number, number, number]; readonly alpha?: number };

/**
 * Path segments with absolute coordinates: M move, L line, Q quadratic (control, end), B cubic (two controls,
 * end), C close. Written as AbbreviatedData (GB/T 33190 9.1).
 */
export type PathSegment =
  | readonly ['M', number, number]
  | readonly ['L', number, number]
  | readonly ['Q', number, number, number, number]
  | readonly ['B', number, number, number, number, number, number]
  | readonly ['C'];

/** A font resource. Without `file` readers substitute by name; the positions still hold because of the deltas. */
export type FontSpec = {
  /** Key used by `TextObjectSpec.font`; never written to the file. */
  readonly key: string;
  readonly fontName: string;
  readonly familyName?: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly serif?: boolean;
  readonly fixedWidth?: boolean;
  /** Embedded sfnt. Keep cmap, loca, glyf, cvt, fpgm, head, hhea, hmtx, maxp, name, OS/2, post. */
  readonly file?: { readonly bytes: Uint8Array; readonly extension: 'ttf' | 'otf' };
};

/** An image resource. JPEG or PNG (PNG may carry alpha). */
export type ImageSpec = { readonly key: string; readonly format: 'PNG' | 'JPEG'; readonly bytes: Uint8Array };

/** The official-document elements the custom tag (电子公文) can point at. */
export type OfficialTag =
  | '份号'
  | '紧急程度'
  | '发文机关标志'
  | '发文字号'
  | '签发人'
  | '标题'
  | '主送机关'
  | '正文'
  | '附件说明'
  | '发文机关署名'
  | '成文日期'
  | '附注'
  | '抄送机关'
  | '印发机关'
  | '印发日期';

type GraphicSpec = {
  /** Clipping and placing rectangle in page coordinates; computed when left out. */
  readonly boundary?: BoxMm;
  /** Clips in page coordinates, intersected; each one is a closed path filled by NonZero. */
  readonly clips?: readonly (readonly PathSegment[])[];
  /** Object transparency 0–255, default 255. */
  readonly alpha?: number;
  /** The official-document element this object is part of; objects with the same tag are listed in page order. */
  readonly tag?: OfficialTag;
};

/**
 * A stretch of text with one origin. `deltaXMm`/`deltaYMm` hold n−1 offsets from glyph i to glyph i+1 in the
 * object's own space (before `ctm`), n being the number of code points (of glyphs, when `glyphs` is given).
 */
export type TextRunSpec = {
  readonly text: string;
  readonly xMm: number;
  readonly yMm: number;
  readonly deltaXMm?: readonly number[];
  readonly deltaYMm?: readonly number[];
  /** Glyph ids of the embedded font, one per code point of `text`: written as one CGTransform. */
  readonly glyphs?: readonly number[];
};

/**
 * A TextObject. Without `ctm` run positions are page coordinates of the first glyph's origin on its baseline.
 * With `ctm` they are in the object's own space and `ctm` takes that space to page coordinates.
 */
export type TextObjectSpec = GraphicSpec & {
  readonly kind: 'text';
  readonly font: string;
  readonly sizeMm: number;
  readonly ctm?: Matrix;
  readonly fill?: ColorSpec;
  /** Horizontal scale of glyphs, not of the deltas; default 1. */
  readonly hScale?: number;
  readonly charDirection?: 0 | 90 | 180 | 270;
  readonly readDirection?: 0 | 90 | 180 | 270;
  /** 0–1000 in steps of 100; default 400 (not written). */
  readonly weight?: number;
  readonly italic?: boolean;
  readonly runs: readonly TextRunSpec[];
};

/** A PathObject. `fill` and `stroke` absent = not filled, not stroked. */
export type PathObjectSpec = GraphicSpec & {
  readonly kind: 'path';
  readonly segments: readonly PathSegment[];
  readonly ctm?: Matrix;
  readonly fill?: ColorSpec;
  readonly rule?: 'NonZero' | 'Even-Odd';
  readonly stroke?: ColorSpec;
  /** In the object's own space, so `ctm` scales it; default 0.353. */
  readonly lineWidthMm?: number;
  readonly join?: 'Miter' | 'Round' | 'Bevel';
  readonly cap?: 'Butt' | 'Round' | 'Square';
  readonly miterLimit?: number;
  readonly dash?: { readonly patternMm: readonly number[]; readonly offsetMm?: number };
};

/**
 * An ImageObject: `ctm` takes the unit square (0,0 = the picture's TOP-LEFT, 1,1 = bottom-right) to page
 * coordinates, so an upright picture at (x, y) is [w, 0, 0, h, x, y].
 */
export type ImageObjectSpec = GraphicSpec & {
  readonly kind: 'image';
  readonly image: string;
  readonly ctm: Matrix;
};

export type PageObjectSpec = TextObjectSpec | PathObjectSpec | ImageObjectSpec;

/** One page; objects are painted in order. `background` goes into a Background layer below them. */
export type PageSpec = {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly objects: readonly PageObjectSpec[];
  readonly background?: readonly PageObjectSpec[];
};

/** A file carried inside the package and listed in Attachments.xml. */
export type AttachmentSpec = {
  readonly name: string;
  /** Extension without a dot: `xml`, `pdf`, `xlsx` … */
  readonly format: string;
  readonly bytes: Uint8Array;
  /** Default true. */
  readonly visible?: boolean;
  readonly usage?: string;
  readonly creationDate?: string;
};

/** Everything `buildOfd` needs; the same spec always gives the same bytes. */
export type OfdSpec = {
  /** 32 lower-case hex digits (a UUID without hyphens), given by the caller so that nothing here is random. */
  readonly docId: string;
  readonly docType?: 'OFD' | 'OFD-A';
  readonly title?: string;
  readonly author?: string;
  readonly subject?: string;
  readonly abstract?: string;
  readonly keywords?: readonly string[];
  /** xs:date `YYYY-MM-DD`. */
  readonly creationDate?: string;
  readonly modDate?: string;
  readonly creator?: string;
  readonly creatorVersion?: string;
  readonly customDatas?: readonly { readonly name: string; readonly value: string }[];
  readonly fonts: readonly FontSpec[];
  readonly images?: readonly ImageSpec[];
  readonly pages: readonly PageSpec[];
  readonly attachments?: readonly AttachmentSpec[];
};
