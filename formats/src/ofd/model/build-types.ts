/**
 * What `buildOfd` and `editOfd` are told to write (GB/T 33190-2016). All lengths are millimetres, the origin is
 * the page's top-left corner, x grows to the right and y grows DOWN (PDF's y grows up: flip before coming here).
 *
 * Objects are given in PAGE coordinates (in a template: its pages'; in a composite unit or pattern cell: its own;
 * in an annotation: the page's). When `boundary` is left out the builder computes one around the object and
 * shifts the data itself; when it is given it is used as it is and it clips (GB/T 33190 8.5).
 */
import type { BoxMm, Matrix } from '../../drawing/index.ts';
import type { ObjectPaintSpec, PaintSpec } from './build-paints.ts';

export type * from './build-document.ts';
export type * from './build-paints.ts';

/**
 * Path segments with absolute coordinates: M move, L line, Q quadratic (control, end), B cubic (two controls,
 * end), A arc (rx, ry, angle in degrees clockwise, large 0/1, clockwise 0/1, end), C close. Written as
 * AbbreviatedData (GB/T 33190 9.1).
 */
export type PathSegment =
  | readonly ['M', number, number]
  | readonly ['L', number, number]
  | readonly ['Q', number, number, number, number]
  | readonly ['B', number, number, number, number, number, number]
  | readonly ['A', number, number, number, number, number, number, number]
  | readonly ['C'];

/** How lines are drawn (8.5.2). Lengths are in the object's own space, so `ctm` scales them. */
export type LineStyleSpec = {
  /** Default 0.353. */
  readonly lineWidthMm?: number;
  readonly join?: 'Miter' | 'Round' | 'Bevel';
  readonly cap?: 'Butt' | 'Round' | 'Square';
  readonly miterLimit?: number;
  readonly dash?: { readonly patternMm: readonly number[]; readonly offsetMm?: number };
};

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

/** A part of a clip (8.4). `ctm` is applied to the area on its way to page coordinates. */
export type ClipAreaSpec =
  | {
      readonly kind: 'path';
      readonly segments: readonly PathSegment[];
      readonly ctm?: Matrix;
      /** Default NonZero. */
      readonly rule?: 'NonZero' | 'Even-Odd';
    }
  | { readonly kind: 'text'; readonly text: TextObjectSpec; readonly ctm?: Matrix };

/** One Clip in page coordinates: a closed path filled by NonZero, or the union of several areas. */
export type ClipSpec = readonly PathSegment[] | { readonly areas: readonly ClipAreaSpec[] };

/** Where an action leads (14.3.2). `page` is the 0-based index of a page of the spec. */
export type DestinationSpec = {
  readonly type: 'XYZ' | 'Fit' | 'FitH' | 'FitV' | 'FitR';
  readonly page: number;
  readonly leftMm?: number;
  readonly topMm?: number;
  readonly rightMm?: number;
  readonly bottomMm?: number;
  /** Factor; 0 or absent = unchanged. */
  readonly zoom?: number;
};

/** An action of clause 14. `event` is CLICK unless given: DO = the document opens, PO = the page opens. */
export type ActionSpec = {
  readonly event?: 'CLICK' | 'DO' | 'PO';
  /** The part that reacts, relative to the object's boundary; the whole object when left out. */
  readonly region?: readonly PathSegment[];
} & (
  | { readonly kind: 'goto'; readonly destination: DestinationSpec }
  | { readonly kind: 'goto'; readonly bookmark: string }
  | { readonly kind: 'uri'; readonly uri: string; readonly base?: string }
  /** `attachment` is the 0-based index into the spec's attachments. */
  | { readonly kind: 'gotoAttachment'; readonly attachment: number; readonly newWindow?: boolean }
  /** `media` is the key of a media resource. */
  | { readonly kind: 'sound' | 'movie'; readonly media: string }
);

/** What all objects share (8.5). */
export type GraphicSpec = {
  /** Clipping and placing rectangle in page coordinates; computed when left out. */
  readonly boundary?: BoxMm;
  /** Clips in page coordinates, intersected. `ctm` does not apply to them. */
  readonly clips?: readonly ClipSpec[];
  /** Object transparency 0–255, default 255. */
  readonly alpha?: number;
  /** Default true. */
  readonly visible?: boolean;
  /** Key of a draw parameter the object inherits from. */
  readonly drawParam?: string;
  readonly actions?: readonly ActionSpec[];
  /** A name that custom tags may use for this object; several objects may share one. Not written. */
  readonly label?: string;
  /** The official-document element this object is part of; objects with the same tag are listed in page order. */
  readonly tag?: OfficialTag;
};

/**
 * A stretch of text with one origin. `deltaXMm`/`deltaYMm` hold n−1 offsets from glyph i to glyph i+1 in the
 * object's own space (before `ctm`), n being the number of glyphs: of code points, unless `glyphs` or
 * `transforms` say otherwise. One of the two axes may be left out (no movement on it).
 */
export type TextRunSpec = {
  readonly text: string;
  readonly xMm: number;
  readonly yMm: number;
  readonly deltaXMm?: readonly number[];
  readonly deltaYMm?: readonly number[];
  /** Glyph ids of the embedded font, one per code point of `text`: written as one CGTransform. */
  readonly glyphs?: readonly number[];
  /** General glyph transforms (11.4), positions counted in code points; not together with `glyphs`. */
  readonly transforms?: readonly GlyphTransformSpec[];
};

/** CGTransform: `codeCount` code points from `position` are drawn by `glyphs` (any number of them). */
export type GlyphTransformSpec = {
  readonly position: number;
  readonly codeCount: number;
  readonly glyphs: readonly number[];
};

/**
 * A TextObject. Without `ctm` run positions are page coordinates of the first glyph's origin on its baseline.
 * With `ctm` they are in the object's own space and `ctm` takes that space to page coordinates.
 */
export type TextObjectSpec = GraphicSpec &
  LineStyleSpec & {
    readonly kind: 'text';
    readonly font: string;
    readonly sizeMm: number;
    readonly ctm?: Matrix;
    /** Default black (or what `drawParam` says); 'none' = glyphs are not filled. */
    readonly fill?: ObjectPaintSpec | 'none';
    /** Outlines of the glyphs; absent = not stroked. With 'none' as fill and no stroke the text is invisible. */
    readonly stroke?: ObjectPaintSpec;
    /** Horizontal scale of glyphs, not of the deltas; default 1. */
    readonly hScale?: number;
    readonly charDirection?: 0 | 90 | 180 | 270;
    readonly readDirection?: 0 | 90 | 180 | 270;
    /** 0–1000 in steps of 100; default 400 (not written). */
    readonly weight?: number;
    readonly italic?: boolean;
    readonly runs: readonly TextRunSpec[];
  };

/**
 * A PathObject. `fill` and `stroke` absent = not filled, not stroked; 'inherit' = filled or stroked with the
 * colour of `drawParam`.
 */
export type PathObjectSpec = GraphicSpec &
  LineStyleSpec & {
    readonly kind: 'path';
    readonly segments: readonly PathSegment[];
    readonly ctm?: Matrix;
    readonly fill?: ObjectPaintSpec | 'inherit';
    readonly rule?: 'NonZero' | 'Even-Odd';
    readonly stroke?: ObjectPaintSpec | 'inherit';
  };

/**
 * An ImageObject: `ctm` takes the unit square (0,0 = the picture's TOP-LEFT, 1,1 = bottom-right) to page
 * coordinates, so an upright picture at (x, y) is [w, 0, 0, h, x, y].
 */
export type ImageObjectSpec = GraphicSpec & {
  readonly kind: 'image';
  readonly image: string;
  readonly ctm: Matrix;
  /** Key of a picture of one bit per pixel that says which parts of `image` are shown (ImageMask). */
  readonly mask?: string;
  /** Key of a better version for printing (Substitution). */
  readonly substitution?: string;
  readonly border?: ImageBorderSpec;
};

/** The frame around an image (clause 10, table 43). */
export type ImageBorderSpec = {
  readonly lineWidthMm?: number;
  readonly horizontalRadiusMm?: number;
  readonly verticalRadiusMm?: number;
  readonly dash?: { readonly patternMm: readonly number[]; readonly offsetMm?: number };
  readonly color?: PaintSpec;
};

/**
 * A CompositeObject: shows a composite unit (clause 13; what a form XObject becomes). `ctm` takes the unit's
 * space to page coordinates; without it the unit stands at the page's top-left corner. The unit's own size clips.
 */
export type CompositeObjectSpec = GraphicSpec & {
  readonly kind: 'composite';
  readonly unit: string;
  readonly ctm?: Matrix;
};

/**
 * A PageBlock: objects kept together, in page coordinates like all others. The standard gives a block neither
 * clips nor tags: they are handed down to the objects inside.
 */
export type GroupSpec = {
  readonly kind: 'group';
  readonly objects: readonly PageObjectSpec[];
  readonly clips?: readonly ClipSpec[];
  readonly tag?: OfficialTag;
  /** What `GraphicSpec.label` is; custom tags then point at the block. */
  readonly label?: string;
};

/** Everything that can stand on a page. */
export type PageObjectSpec =
  | TextObjectSpec
  | PathObjectSpec
  | ImageObjectSpec
  | CompositeObjectSpec
  | GroupSpec;
