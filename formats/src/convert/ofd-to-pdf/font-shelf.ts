/** The fonts of a whole PDF: each file once, its glyphs numbered as they are met, written when all pages are done. */
import type { OutlineFont } from '../../drawing/index.ts';
import type { PdfRef } from '../../pdf/index.ts';
import { embedFont } from './embed-font.ts';
import type { PdfOutput } from './pdf-output.ts';

/** A glyph under one code: the same glyph that stands for other text gets another code. */
export type CodedGlyph = {
  readonly glyphId: number;
  readonly text: string;
  /** Advance in thousandths of the em, as written in /W. */
  readonly width: number;
};

/** A font as content streams use it. */
export class ShelvedFont {
  readonly name: string;
  readonly ref: PdfRef;
  readonly font: OutlineFont;
  readonly glyphs: CodedGlyph[] = [];
  readonly #codes = new Map<string, number>();

  constructor(name: string, ref: PdfRef, font: OutlineFont) {
    this.name = name;
    this.ref = ref;
    this.font = font;
  }

  /** The code (CID) of a glyph that stands for `text`, from 1. */
  code(glyphId: number, text: string): number {
    const key = `${glyphId} ${text}`;
    let code = this.#codes.get(key);
    if (code === undefined) {
      const advance = this.font.advance(glyphId) * 1000;
      const width = Number.isFinite(advance)
        ? Math.min(30_000, Math.max(0, Math.round(advance * 100) / 100))
        : 0;
      code = this.glyphs.push({ glyphId, text, width });
      this.#codes.set(key, code);
    }
    return code;
  }

  get full(): boolean {
    return this.glyphs.length >= 65_000;
  }
}

export class FontShelf {
  readonly #output: PdfOutput;
  /** By file and key: one file may hold several faces. */
  readonly #open = new Map<Uint8Array, Map<string, ShelvedFont>>();
  readonly #all: ShelvedFont[] = [];

  constructor(output: PdfOutput) {
    this.#output = output;
  }

  take(font: OutlineFont): ShelvedFont {
    const faces = this.#open.get(font.bytes) ?? new Map<string, ShelvedFont>();
    const known = faces.get(font.key);
    if (known && !known.full) {
      return known;
    }
    const made = new ShelvedFont(`F${this.#all.length + 1}`, this.#output.reserve(), font);
    this.#all.push(made);
    this.#open.set(font.bytes, faces.set(font.key, made));
    return made;
  }

  get count(): number {
    return this.#all.length;
  }

  /** Writes all fonts. */
  finish(): void {
    for (const [index, font] of this.#all.entries()) {
      embedFont(this.#output, font, index);
    }
  }
}
