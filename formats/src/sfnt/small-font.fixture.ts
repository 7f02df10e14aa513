/** A TrueType font as PDF subsets are, for tests. */

/** Numbers as two bytes each, the most significant first. */
export const u16 = (...values: number[]) => values.flatMap((value) => [(value >> 8) & 255, value & 255]);

/** Triangle (0,0) (500,0) (250,400), all on the curve. */
const triangle = [...u16(1, 0, 0, 500, 400, 2, 0), 1, 1, 1, ...u16(0, 500, -250), ...u16(0, 0, 400)];
/** Four off-curve points: a rounded shape whose on-curve points are all implied. */
const round = [...u16(1, 0, 0, 100, 100, 3, 0), 0, 0, 0, 0, ...u16(0, 100, 0, -100), ...u16(0, 0, 100, 0)];
/** Glyph 1 moved by (100, −50), then glyph 1 at half size with its point 0 on point 2 of the first. */
const composite = [
  ...u16(-1, 0, 0, 0, 0),
  ...u16(0x0001 | 0x0002 | 0x0020, 1, 100, -50),
  ...u16(0x0008, 1),
  2,
  0,
  ...u16(0x2000),
];
/** Contains itself. */
const endless = [...u16(-1, 0, 0, 0, 0), ...u16(0x0002 | 0x0020, 4), 0, 0, ...u16(0x0002, 4), 0, 0];

/**
 * A font of 1000 units without cmap, name, OS/2 and post: glyph 0 blank, 1 a triangle, 2 a round shape, 3 a composite,
 * 4 one that contains itself.
 */
export function smallFont(): Uint8Array {
  const glyphs = [[], triangle, round, composite, endless].map((glyph) =>
    glyph.length % 2 === 0 ? glyph : [...glyph, 0],
  );
  const loca: number[] = [0];
  for (const glyph of glyphs) {
    loca.push((loca.at(-1) as number) + glyph.length / 2);
  }
  const head = new Array(54).fill(0);
  head.splice(18, 2, ...u16(1000));
  const hhea = new Array(36).fill(0);
  hhea.splice(4, 4, ...u16(880, -120));
  hhea.splice(34, 2, ...u16(2));
  const tables: [string, number[]][] = [
    ['glyf', glyphs.flat()],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', [...u16(500, 0, 1000, 0), ...u16(0, 0, 0)]],
    ['loca', u16(...loca)],
    ['maxp', [...u16(1, 0, 5), ...new Array(26).fill(0)]],
  ];
  const out = [...u16(1, 0, tables.length, 0, 0, 0)];
  let offset = 12 + 16 * tables.length;
  for (const [tag, data] of tables) {
    out.push(...[...tag].map((c) => c.charCodeAt(0)), 0, 0, 0, 0, ...u16(0, offset, 0, data.length));
    offset += data.length;
  }
  return Uint8Array.from([...out, ...tables.flatMap(([, data]) => data)]);
}
