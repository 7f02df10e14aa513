import { deflateSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ascii } from './build.fixture.ts';
import {
  decodeAscii85,
  decodeAsciiHex,
  decodeFlate,
  decodeLzw,
  decodeRunLength,
  undoPredictor,
} from './filters.ts';
import { Budget, defaultPdfLimits } from './limits.ts';

const budget = () => new Budget(defaultPdfLimits);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('stream filters', () => {
  it('undoes Flate in many slices', () => {
    const data = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) >> 3);
    expect(decodeFlate(zlibSync(data), budget())).toEqual(data);
  });

  it('refuses broken Flate data with a PdfError', () => {
    expect(() => decodeFlate(deflateSync(ascii('hello')), budget())).toThrow(/Flate/);
    expect(() => decodeFlate(zlibSync(ascii('hello world')).subarray(0, 8), budget())).toThrow(/Flate/);
  });

  it('stops a bomb at the limit', () => {
    const bomb = zlibSync(new Uint8Array(30_000_000));
    expect(() => decodeFlate(bomb, new Budget({ ...defaultPdfLimits, streamBytes: 1_000_000 }))).toThrow(
      /限额/,
    );
    expect(() => decodeFlate(bomb, new Budget({ ...defaultPdfLimits, decodedBytes: 1_000_000 }))).toThrow(
      /限额/,
    );
  });

  it('undoes the ASCII filters', () => {
    expect(text(decodeAsciiHex(ascii('68 65\n6C6c 6F7>zz'), budget()))).toBe('hellop');
    expect(text(decodeAscii85(ascii('87cURD_*#4DfTZ)~>'), budget()))).toBe('Hello, World');
    expect(decodeAscii85(ascii('z~>'), budget())).toEqual(new Uint8Array(4));
  });

  it('undoes run lengths', () => {
    expect(text(decodeRunLength(Uint8Array.of(2, 97, 98, 99, 254, 120, 128, 9), budget()))).toBe('abcxxx');
  });

  it('undoes LZW: the example of ISO 32000-1 7.4.4.2', () => {
    const encoded = Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01);
    expect([...decodeLzw(encoded, 1, budget())]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
  });

  it('undoes PNG and TIFF predictors', () => {
    const png = { predictor: 15, colors: 1, bitsPerComponent: 8, columns: 4 };
    const rows = [
      [0, 1, 2, 3, 4],
      [1, 1, 1, 1, 1],
      [2, 1, 1, 1, 1],
      [3, 5, 5, 5, 5],
      [4, 1, 1, 1, 1],
    ];
    expect([...undoPredictor(Uint8Array.from(rows.flat()), png)]).toEqual([
      1, 2, 3, 4, 1, 2, 3, 4, 2, 3, 4, 5, 6, 9, 11, 13, 7, 10, 12, 14,
    ]);
    const tiff = { predictor: 2, colors: 3, bitsPerComponent: 8, columns: 2 };
    expect([...undoPredictor(Uint8Array.of(1, 2, 3, 1, 1, 1), tiff)]).toEqual([1, 2, 3, 2, 3, 4]);
  });
});
