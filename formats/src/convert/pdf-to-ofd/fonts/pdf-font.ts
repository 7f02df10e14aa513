import type { Matrix } from '../../../drawing/index.ts';
import type { PdfDict, PdfStream } from '../../../pdf/index.ts';
import type { FontOutlines } from '../../../sfnt/index.ts';

/** One shown character code. Widths and positions in thousandths of the font size. */
export type ShownCode = {
  readonly code: number;
  /** Bytes it was written with: word spacing applies to single-byte code 32 only (ISO 32000-1 9.3.3). */
  readonly length: number;
  /** Glyph id of the embedded program; 0 when it has none for the code, undefined when nothing is embedded. */
  readonly glyph: number | undefined;
  readonly width: number;
  /** Undefined when the PDF does not tell. */
  readonly text: string | undefined;
  /** Vertical writing (9.7.4.3): where the origin lies from the horizontal one, and the advance (negative = down). */
  readonly vertical?: { readonly x: number; readonly y: number; readonly advance: number };
};

/** A font of the PDF as its text needs it. */
export type PdfFont = {
  /** PostScript name without the subset tag. */
  readonly name: string;
  readonly family: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly serif: boolean;
  readonly fixedWidth: boolean;
  readonly vertical: boolean;
  /** What the PDF brought; undefined when readers have to find the font by its name. */
  readonly program?: FontProgram;
  /** A font whose glyphs are content streams. */
  readonly type3?: Type3;
  decode(bytes: Uint8Array): ShownCode[];
};

/** An embedded font program. `texts` are the characters of its glyphs that the PDF names, used or not. */
export type FontProgram = {
  readonly bytes: Uint8Array;
  readonly outlines: FontOutlines;
  readonly texts: ReadonlyMap<number, string>;
};

/** Type 3 (9.6.5). `matrix` takes glyph space to text space. */
export type Type3 = {
  readonly matrix: Matrix;
  readonly resources: PdfDict | undefined;
  procedure(code: number): PdfStream | undefined;
};
