/** Type 1 font files as PDFs hold them. */

import { type1Font } from '../../../sfnt/type1-font.fixture.ts';

/** A box with a notch, 600 units wide: a glyph that shows which way is up. */
const notched = [
  [500, 'hlineto', 700, 'vlineto', -500, 'hlineto', 'closepath'],
  [50, 0, 'rmoveto'],
] as const;

/** A font with a box at A and a triangle at B. */
export function fontFiles() {
  const glyph = [50, 600, 'hsbw', 50, 0, 'rmoveto', ...notched[0], 'endchar'];
  const taller = [50, 400, 'hsbw', 0, 0, 'rmoveto', 300, 'hlineto', 900, 'vlineto', 'closepath', 'endchar'];
  const pfb = type1Font(
    { '.notdef': [0, 250, 'hsbw', 'endchar'], A: glyph, odd: taller },
    {
      encoding:
        '256 array 0 1 255 {1 index exch /.notdef put} for\ndup 65 /A put\ndup 66 /odd put\nreadonly def',
    },
  );
  return { type1: withoutSegments(pfb) };
}

/** A PDF holds a Type 1 font without the headers of its segments (ISO 32000-1 9.9). */
function withoutSegments(pfb: Uint8Array): Uint8Array {
  const parts: number[] = [];
  for (let at = 0; pfb[at] === 0x80 && pfb[at + 1] !== 3; ) {
    const length = [0, 1, 2, 3].reduce((sum, i) => sum + (pfb[at + 2 + i] as number) * 256 ** i, 0);
    parts.push(...pfb.subarray(at + 6, at + 6 + length));
    at += 6 + length;
  }
  return Uint8Array.from(parts);
}
