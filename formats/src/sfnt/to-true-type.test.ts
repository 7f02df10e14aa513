import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { cffFont, type Program } from './cff-font.fixture.ts';
import { fontDisplayName, openOutlines, renameFamily, SfntError, toTrueType } from './index.ts';

type Point = [number, number];

/** Samples a converted glyph's outline, in font units. */
function sampled(font: Uint8Array, glyph: number): Point[] {
  let at: Point = [0, 0];
  const out: Point[] = [];
  for (const s of openOutlines(font)?.outline(glyph) ?? []) {
    if (s[0] === 'M' || s[0] === 'L') {
      at = [s[1], s[2]];
      out.push(at);
    } else if (s[0] === 'Q') {
      const [a, c, e] = [at, [s[1], s[2]] as Point, [s[3], s[4]] as Point];
      for (let t = 1 / 64; t <= 1; t += 1 / 64) {
        const q = (k: 0 | 1) => (1 - t) ** 2 * a[k] + 2 * t * (1 - t) * c[k] + t * t * e[k];
        out.push([q(0), q(1)]);
      }
      at = e;
    }
  }
  return out.map(([x, y]) => [x * 1000, y * 1000]);
}

function cubicPoints(p: Point[]): Point[] {
  return Array.from({ length: 401 }, (_, i) => {
    const t = i / 400;
    const at = (k: 0 | 1) =>
      (1 - t) ** 3 * p[0]![k] +
      3 * t * (1 - t) ** 2 * p[1]![k] +
      3 * t * t * (1 - t) * p[2]![k] +
      t ** 3 * p[3]![k];
    return [at(0), at(1)];
  });
}

const corners = (font: Uint8Array, glyph: number) =>
  sampled(font, glyph)
    .map(([x, y]) => `${Math.round(x)},${Math.round(y)}`)
    .sort();

describe('CFF outlines turned to TrueType', () => {
  it('draws the same square by every way of saying so', () => {
    const ways: Program[] = [
      [100, 100, 'rmoveto', 300, 0, 0, 300, -300, 0, 'rlineto', 'endchar'],
      [100, 100, 'rmoveto', 300, 300, -300, 'hlineto', 'endchar'],
      [100, 'hmoveto', 100, 'vmoveto', 300, 300, -300, 'hlineto', 'endchar'],
      [
        50,
        20,
        30,
        'hstemhm',
        10,
        40,
        'hintmask',
        'mask:C0',
        100,
        100,
        'rmoveto',
        300,
        300,
        -300,
        'hlineto',
        'endchar',
      ],
      [100, 100, 'rmoveto', 0 - 107, 'callsubr', 'endchar'],
      [100, 100, 'rmoveto', 0 - 107, 'callgsubr', 'endchar'],
    ];
    const square: Program = [300, 300, -300, 'hlineto', 'return'];
    const font = toTrueType(cffFont(ways, [square], [square]));
    ways.forEach((_, i) => {
      expect(corners(font, i), `way ${i}`).toEqual(['100,100', '100,400', '400,100', '400,400']);
    });
  });

  it('keeps curves within one unit of the cubic', () => {
    const font = toTrueType(
      cffFont([
        [100, 100, 'rmoveto', 0, 300, 200, 300, 400, 100, 'rrcurveto', -500, 'hlineto', 'endchar'],
        [100, 100, 'rmoveto', 300, 200, 300, 400, 'vhcurveto', 'endchar'],
      ]),
    );
    const first = cubicPoints([
      [100, 100],
      [100, 400],
      [300, 700],
      [700, 800],
    ]);
    const second = cubicPoints([
      [100, 100],
      [100, 400],
      [300, 700],
      [700, 700],
    ]);
    for (const [glyph, curve] of [
      [0, first],
      [1, second],
    ] as const) {
      const far = curve.map((c) =>
        Math.min(...sampled(font, glyph).map((p) => Math.hypot(p[0] - c[0], p[1] - c[1]))),
      );
      // Sample spacing adds to the distance, so compare at a coarse bound for all and a tight one for most.
      expect(Math.max(...far)).toBeLessThan(5);
      const onCurve = sampled(font, glyph).filter(([x, y]) => x > 101 && y > 101 && y < 699);
      expect(onCurve.length).toBeGreaterThan(8);
      for (const p of onCurve) {
        expect(Math.min(...curve.map((c) => Math.hypot(p[0] - c[0], p[1] - c[1])))).toBeLessThan(2);
      }
    }
  });

  it('reads every curve operator to the same end point', () => {
    const programs: Program[] = [
      [0, 0, 'rmoveto', 10, 0, 10, 10, 0, 10, 'rrcurveto', 'endchar'],
      [0, 0, 'rmoveto', 10, 10, 10, 10, 'hvcurveto', 'endchar'],
      [0, 0, 'rmoveto', 10, 10, 10, 5, 5, 'hvcurveto', 'endchar'],
      [0, 0, 'rmoveto', 0, 10, 5, 5, 10, 'hhcurveto', 20, 'vlineto', 'endchar'],
      [0, 0, 'rmoveto', 10, 5, 5, 10, 'vvcurveto', 'endchar'],
      [0, 0, 'rmoveto', 10, 0, 10, 10, 0, 10, 5, 5, 'rcurveline', 'endchar'],
      [0, 0, 'rmoveto', 5, 5, 10, 0, 10, 10, 0, 10, 'rlinecurve', 'endchar'],
      [0, 0, 'rmoveto', 5, 5, 5, 5, 5, 5, 5, 'hflex', 'endchar'],
      [0, 0, 'rmoveto', 5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 50, 'flex', 'endchar'],
      [0, 0, 'rmoveto', 5, 1, 5, 1, 5, 5, 5, 2, 5, 'hflex1', 'endchar'],
      [0, 0, 'rmoveto', 5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 9, 'flex1', 'endchar'],
    ];
    const ends = [
      '20,20',
      '20,20',
      '25,15',
      '25,25',
      '5,25',
      '25,25',
      '25,25',
      '30,0',
      '30,6',
      '30,0',
      '34,0',
    ];
    const font = toTrueType(cffFont(programs));
    programs.forEach((_, i) => {
      expect(corners(font, i), `program ${i}`).toContain(ends[i]);
    });
  });

  it('keeps characters and advances, and leaves a TrueType font alone', () => {
    const original = cffFont([['endchar'], [0, 0, 'rmoveto', 10, 10, 'hlineto', 'endchar']]);
    const bytes = toTrueType(original);
    const font = openOutlines(bytes);
    expect(font).toMatchObject({ kind: 'truetype', unitsPerEm: 1000 });
    expect([font?.glyphFor(0x4e01), font?.advance(1), font?.glyphFor(0x4e02)]).toEqual([1, 1.001, undefined]);
    expect(toTrueType(bytes)).toBe(bytes);
  });

  it('refuses broken programs in words', () => {
    expect(() => toTrueType(cffFont([[5, 'callsubr', 'endchar']]))).toThrow('没有的子程序');
    const endless: Program = [0 - 107, 'callsubr', 'return'];
    expect(() => toTrueType(cffFont([[0 - 107, 'callsubr']], [endless]))).toThrow('嵌套过深');
    const cut = cffFont([['endchar']]);
    for (let n = 0; n < cut.length; n += 7) {
      expect(() => toTrueType(cut.subarray(0, n))).toThrow(SfntError);
    }
  });
});

describe('renaming a font family', () => {
  it('changes the family name only', () => {
    const path = createRequire(import.meta.url).resolve(
      '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
    );
    const bytes = new Uint8Array(readFileSync(path));
    const renamed = renameFamily(bytes, 'yiwen-test');
    expect(fontDisplayName(bytes)).toBe('Noto Sans SC Regular');
    expect(fontDisplayName(renamed)).toBe('yiwen-test');
    const [before, after] = [openOutlines(bytes)!, openOutlines(renamed)!];
    for (const char of '禾汀镇〔〕2026“”—') {
      const code = char.codePointAt(0)!;
      const glyph = before.glyphFor(code)!;
      expect(after.glyphFor(code)).toBe(glyph);
      expect(after.advance(glyph)).toBe(before.advance(glyph));
      expect(after.outline(glyph)).toEqual(before.outline(glyph));
    }
  });
});
