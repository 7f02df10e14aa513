import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Coverage } from './coverage.ts';
import {
  type GlyphOutline,
  type OutlineSource,
  type SealPictureSpec,
  sealPicture,
  sealSizeMm,
} from './index.ts';
import { drawSeal } from './seal-picture.ts';

/** A full-em block with a hole: enough to see where characters go. */
const BLOCK: GlyphOutline = {
  unitsPerEm: 1000,
  advance: 1000,
  segments: [
    ['M', 50, -70],
    ['L', 950, -70],
    ['L', 950, 830],
    ['Q', 500, 900, 50, 830],
    ['C'],
    ['M', 300, 180],
    ['B', 300, 400, 400, 580, 500, 580],
    ['L', 700, 180],
    ['C'],
  ],
};
const outline: OutlineSource = (character) => (character === '𠮷' ? undefined : BLOCK);
const spec: SealPictureSpec = {
  shape: 'round',
  name: '禾汀镇人民政府',
  demo: true,
  widthMm: 42,
  heightMm: 42,
  outline,
  pixelsPerMm: 10,
};

function alphaAt(drawn: ReturnType<typeof drawSeal>, xMm: number, yMm: number): number {
  const x = Math.round(xMm * drawn.pixelsPerMm);
  const y = Math.round(yMm * drawn.pixelsPerMm);
  return drawn.rgba[4 * (y * drawn.widthPx + x) + 3]!;
}

describe('Coverage', () => {
  it('gives whole pixels 255, half pixels 128, and no more area than the shape has', () => {
    const coverage = new Coverage(10, 10);
    coverage.addPolygon([
      [2, 2],
      [5.5, 2],
      [5.5, 4],
      [2, 4],
    ]);
    const out = coverage.finish();
    expect(out[2 * 10 + 2]).toBe(255);
    expect(out[2 * 10 + 5]).toBe(128);
    expect(out[2 * 10 + 6]).toBe(0);
    expect(out[4 * 10 + 3]).toBe(0);
    const slanted = new Coverage(100, 100);
    slanted.addPolygon([
      [10, 10],
      [90, 30],
      [20, 80],
    ]);
    const area = slanted.finish().reduce((sum, value) => sum + value / 255, 0);
    expect(Math.abs(area - 2700)).toBeLessThan(5);
  });

  it('stays inside the grid for shapes that leave it', () => {
    const coverage = new Coverage(4, 4);
    coverage.addPolygon([
      [-100, -100],
      [100, -100],
      [100, 100],
      [-100, 100],
    ]);
    expect([...coverage.finish()]).toEqual(new Array(16).fill(255));
  });
});

describe('sealPicture', () => {
  it('draws ring, star, name and foot, and leaves the rest transparent', () => {
    const drawn = drawSeal(spec);
    expect(drawn.widthPx).toBe(420);
    expect(alphaAt(drawn, 0.6, 21)).toBe(255);
    expect(alphaAt(drawn, 21, 21)).toBe(255);
    expect(alphaAt(drawn, 21, 15)).toBe(255);
    expect(alphaAt(drawn, 0, 0)).toBe(0);
    expect(alphaAt(drawn, 2.2, 21)).toBe(0);
    expect(alphaAt(drawn, 21, 39)).toBe(0);
    // The foot is there in a demonstration and absent in a seal without one.
    const plain = drawSeal({ ...spec, demo: false });
    const difference = drawn.rgba.reduce((sum, value, i) => sum + (value === plain.rgba[i] ? 0 : 1), 0);
    expect(difference).toBeGreaterThan(1000);
  });

  it.each(['round', 'oval', 'horizontal', 'vertical', 'square'] as const)(
    'says 演示无效 in a demonstration: %s',
    (shape) => {
      const asked: string[] = [];
      const spy: OutlineSource = (character) => {
        asked.push(character);
        return BLOCK;
      };
      const purpose = shape === 'round' || shape === 'oval' ? { purpose: '财务专用章' } : {};
      drawSeal({
        ...spec,
        ...sealSizeMm({ shape, organKind: 'township', isOrgan: false }),
        shape,
        outline: spy,
        ...purpose,
      });
      expect(asked.join('')).toContain('演示无效');
      expect(asked.join('')).toContain('禾汀镇人民政府');
      expect(asked.join('').includes('财务专用章')).toBe('purpose' in purpose);
    },
  );

  it('is a PNG with the same bytes every time', () => {
    const png = sealPicture(spec);
    expect(sealPicture(spec)).toEqual(png);
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const view = new DataView(png.buffer, png.byteOffset);
    let at = 8;
    let rows = 0;
    while (at < png.length) {
      const length = view.getUint32(at);
      if (String.fromCharCode(...png.subarray(at + 4, at + 8)) === 'IDAT') {
        rows = inflateSync(png.subarray(at + 8, at + 8 + length)).length / (420 * 4 + 1);
      }
      at += 12 + length;
    }
    expect(rows).toBe(420);
  });

  it('refuses a character the font does not have, and an empty or endless name', () => {
    expect(() => sealPicture({ ...spec, name: '𠮷镇' })).toThrow('𠮷');
    expect(() => sealPicture({ ...spec, name: '' })).toThrow('1 to 40');
    expect(() => sealPicture({ ...spec, name: '镇'.repeat(41) })).toThrow('1 to 40');
    expect(() => sealPicture({ ...spec, purpose: '章'.repeat(21) })).toThrow('20');
    expect(() => sealPicture({ ...spec, shape: 'square', name: '镇'.repeat(9) })).toThrow('1 to 8');
  });
});

describe('sizes by rank (国发〔1999〕25号)', () => {
  it.each([
    ['county', true, 45],
    ['city', true, 45],
    ['township', true, 42],
    ['department', true, 42],
    ['village', true, 42],
    ['county', false, 40],
  ])('%s, own seal %s: %i mm', (organKind, isOrgan, across) => {
    expect(sealSizeMm({ shape: 'round', organKind, isOrgan })).toEqual({ widthMm: across, heightMm: across });
  });

  it('keeps every picture inside its edges, however long the name', () => {
    for (const name of ['镇', '禾汀镇人民政府', '县'.repeat(40)]) {
      for (const shape of ['round', 'oval'] as const) {
        const size = sealSizeMm({ shape, organKind: 'township', isOrgan: false });
        const drawn = drawSeal({ ...spec, ...size, shape, name, purpose: '便民服务专用章' });
        for (let x = 0; x < drawn.widthPx; x += drawn.widthPx - 1) {
          for (let y = 0; y < drawn.heightPx; y += drawn.heightPx - 1) {
            expect(drawn.rgba[4 * (y * drawn.widthPx + x) + 3]).toBe(0);
          }
        }
      }
    }
  });
});
