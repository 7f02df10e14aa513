/** Type 1 fonts, as foreign PDF files embed them (`FontFile`). */
import { guarded } from '../bytes.ts';
import { standardEncodingName } from '../cff/standard-strings.ts';
import { Effort } from '../effort.ts';
import { SfntError } from '../errors.ts';
import type { OutlineSegment } from '../outline-segment.ts';
import { runType1, type Type1Context } from './type1-charstring.ts';
import { readHeading, readPrograms } from './type1-dictionaries.ts';
import { type1Parts } from './type1-file.ts';

/** A Type 1 font opened for its outlines. Glyphs are numbered as they stand in the file, `.notdef` first. */
export type Type1Font = {
  readonly unitsPerEm: number;
  readonly familyName: string | undefined;
  readonly box: readonly number[];
  readonly names: readonly string[];
  /** Code → glyph name of the font's own encoding. */
  readonly encoding: ReadonlyMap<number, string>;
  /** @throws SfntError for a broken program or a glyph that does not exist */
  outline(glyph: number): readonly OutlineSegment[];
  /** In em units. */
  advance(glyph: number): number;
};

/** Opens a Type 1 font, PFA or PFB. @throws SfntError when no glyphs can be found in it */
export function openType1(bytes: Uint8Array): Type1Font {
  return guarded(() => {
    const { clear, secret } = type1Parts(bytes);
    const heading = readHeading(clear);
    const { subroutines, charstrings } = readPrograms(secret);
    if (charstrings.size === 0) {
      throw new SfntError('Type 1 字体没有字形');
    }
    const names = ['.notdef', ...[...charstrings.keys()].filter((name) => name !== '.notdef')];
    const context: Type1Context = {
      subroutines,
      matrix: heading.matrix,
      effort: new Effort(),
      standardGlyph: (code) => charstrings.get(standardEncodingName(code) ?? ''),
    };
    const widths = new Map<number, number>();
    const run = (glyph: number): ReturnType<typeof runType1> => {
      const name = names[glyph];
      const program = name === undefined ? undefined : charstrings.get(name);
      if (program === undefined && name !== '.notdef') {
        throw new SfntError('字体中没有此字形');
      }
      return runType1(program ?? new Uint8Array(0), context);
    };
    return {
      unitsPerEm: Math.round(1 / Math.abs(heading.matrix[0] || 0.001)) || 1000,
      familyName: heading.familyName ?? heading.name,
      box: heading.box,
      names,
      encoding: heading.encoding,
      outline: (glyph) => run(glyph).segments,
      advance: (glyph) => {
        const width = widths.get(glyph) ?? run(glyph).width * Math.abs(heading.matrix[0]);
        widths.set(glyph, width);
        return width;
      },
    };
  });
}
