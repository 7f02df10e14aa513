/** The words of the short way to a new OFD (`newOfd`). Lengths are millimetres, y grows down. */
import type { Rgb } from '../../drawing/index.ts';
import type { AnnotationSpec, OfdSpec, PageObjectSpec, PathSegment } from '../model/build-types.ts';

/** A font of the document being written; made by `OfdWriter.font`. */
export type WriterFont = { readonly key: string };

/** What `newOfd` may be told about the document. */
export type NewOfd = Pick<
  OfdSpec,
  'docType' | 'title' | 'author' | 'subject' | 'keywords' | 'creationDate' | 'creator' | 'customDatas'
> & {
  /** A UUID, with or without hyphens: `crypto.randomUUID()`. */
  readonly id: string;
};

/** Where a text stands: the origin of its first glyph on the baseline; `size` is the type size. Millimetres. */
export type TextPlace = {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly font?: WriterFont;
  readonly color?: Rgb;
  /** What stands at `x`: the text's beginning (default), middle or end. */
  readonly align?: 'left' | 'center' | 'right';
};

/** How a path is drawn; millimetres. Filled when there is a `fill`, stroked when there is a `stroke`. */
export type PathStyle = { readonly fill?: Rgb; readonly stroke?: Rgb; readonly width?: number };

/** A rectangle on the page, millimetres, top-left corner first. */
export type Place = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Where a link or an outline leads. */
export type Target = { readonly uri: string } | { readonly page: OfdPageWriter; readonly y?: number };

/** One page being written. Every method gives the page back. */
export type OfdPageWriter = {
  /** Index of the page, from 0. */
  readonly index: number;
  /** Sets a line of text by the font's own advances; throws RangeError for a character the font does not have. */
  text(text: string, place: TextPlace): OfdPageWriter;
  path(segments: readonly PathSegment[], style: PathStyle): OfdPageWriter;
  /** A PNG, JPEG, BMP, TIFF, GIF or JBIG2 picture. */
  image(bytes: Uint8Array, place: Place): OfdPageWriter;
  link(place: Place, target: Target): OfdPageWriter;
  /** Anything else the standard has. */
  add(object: PageObjectSpec): OfdPageWriter;
  annotate(annotation: AnnotationSpec): OfdPageWriter;
};

/** A document being written. */
export type OfdWriter = {
  /**
   * Embeds a font: the characters that are used, as a TrueType subset with `cmap`. Without a name it is called
   * what it calls itself.
   */
  font(bytes: Uint8Array, options?: { readonly name?: string; readonly face?: number }): WriterFont;
  /** A font that is only named; readers put one of their own in its place, the positions stay. */
  namedFont(name: string): WriterFont;
  page(widthMm: number, heightMm: number): OfdPageWriter;
  /** A line of the table of contents. */
  outline(title: string, target: Target): OfdWriter;
  /** A file inside the document; the format is the name's extension. */
  attach(name: string, bytes: Uint8Array): OfdWriter;
  /** Width of a text in millimetres. */
  measure(text: string, size: number, font?: WriterFont): number;
  /** What has been written so far, for `buildOfd`. */
  spec(): OfdSpec;
  /** The file. The same calls always give the same bytes. */
  write(): Uint8Array;
};
