import type { FontSpec, TextRunSpec } from '../../../ofd/index.ts';
import { SfntError, subsetFont } from '../../../sfnt/index.ts';
import type { Notes } from '../notes.ts';
import type { PdfFont } from './pdf-font.ts';

/** A run whose glyph ids are settled when the font is written. */
export type OpenRun = { -readonly [K in keyof TextRunSpec]: TextRunSpec[K] };

/** The glyph that shows nothing, for the further characters of ligatures. */
export const blankGlyph = -1;

/** Fonts of one conversion: each is subset once, with what all pages show of it. */
export class EmbeddedFonts {
  readonly #fonts = new Map<PdfFont, Usage>();

  /** The OFD resource key of a font. */
  keyOf(font: PdfFont): string {
    return this.#usage(font).key;
  }

  /** Remembers the glyphs a run shows; ids are those of the PDF's font program. One per character of the run's text. */
  use(font: PdfFont, run: OpenRun, glyphs: readonly number[]): void {
    const usage = this.#usage(font);
    const characters = [...run.text];
    for (const [i, glyph] of glyphs.entries()) {
      if (glyph === blankGlyph) {
        usage.needsBlank = true;
        continue;
      }
      usage.glyphs.add(glyph);
      const code = (characters[i] as string).codePointAt(0) as number;
      if (code !== placeholderCode && glyph !== 0 && !usage.characters.has(code)) {
        usage.characters.set(code, glyph);
      }
    }
    usage.runs.push({ run, glyphs });
  }

  #usage(font: PdfFont): Usage {
    let usage = this.#fonts.get(font);
    if (usage === undefined) {
      usage = {
        key: `font${this.#fonts.size + 1}`,
        glyphs: new Set(),
        characters: new Map(),
        needsBlank: false,
        runs: [],
      };
      this.#fonts.set(font, usage);
    }
    return usage;
  }

  /** Writes the subsets and settles the glyph ids of all runs. A program that cannot be written is left out (noted). */
  finish(notes: Notes): FontSpec[] {
    return [...this.#fonts].map(([font, usage]) => ({
      key: usage.key,
      fontName: font.name,
      familyName: font.family,
      ...(font.bold ? { bold: true } : {}),
      ...(font.italic ? { italic: true } : {}),
      ...(font.serif ? { serif: true } : {}),
      ...(font.fixedWidth ? { fixedWidth: true } : {}),
      ...(font.program === undefined ? {} : embed(font, usage, notes)),
    }));
  }
}

type Usage = {
  readonly key: string;
  readonly glyphs: Set<number>;
  /** The first glyph each character is shown with. */
  readonly characters: Map<number, number>;
  needsBlank: boolean;
  readonly runs: { readonly run: OpenRun; readonly glyphs: readonly number[] }[];
};

/** U+00A4, GB/T 33190 11.3. */
const placeholderCode = 0xa4;

function embed(font: PdfFont, usage: Usage, notes: Notes): Pick<FontSpec, 'file'> {
  const { bytes, outlines } = font.program as NonNullable<PdfFont['program']>;
  const names = {
    family: font.family,
    postScript: font.name.replace(/[^\x21-\x7e]/g, '') || 'Font',
    bold: font.bold,
    italic: font.italic,
  };
  try {
    const { glyphs, characters } = usage;
    const source = outlines.kind === 'truetype' ? bytes : outlines;
    const subset = subsetFont(source, { glyphs, characters, addBlankGlyph: usage.needsBlank, names });
    const idOf = (glyph: number): number =>
      (glyph === blankGlyph ? subset.blankGlyph : subset.glyphIds.get(glyph)) ?? 0;
    for (const { run, glyphs: shown } of usage.runs) {
      const codes = [...run.text];
      // ids are named only where the font's own cmap would give another glyph: a reader that falls back on some
      // other font then still finds the characters
      if (shown.some((glyph, i) => characters.get((codes[i] as string).codePointAt(0) as number) !== glyph)) {
        run.glyphs = shown.map(idOf);
      }
    }
    return { file: { bytes: subset.bytes, extension: 'ttf' } };
  } catch (error) {
    if (!(error instanceof SfntError)) {
      throw error;
    }
    notes.add('convert-font-broken', 'error', '嵌入的字体无法取子集，按未嵌入处理', font.name);
    return {};
  }
}
