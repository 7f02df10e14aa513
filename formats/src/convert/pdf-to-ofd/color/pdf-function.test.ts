import { describe, expect, it } from 'vitest';
import { ascii, buildTablePdf } from '../../../pdf/build.fixture.ts';
import { type PdfObject, pdfDict, pdfRef, pdfStream, readPdf } from '../../../pdf/index.ts';
import { readFunction } from './pdf-function.ts';
import { stopsOf } from './shading.ts';

function functionOf(value: PdfObject) {
  const file = readPdf(buildTablePdf([[9, value]]));
  return readFunction(file, pdfRef(9));
}

const exponential = (c0: number, c1: number, n: number): PdfObject =>
  pdfDict({ FunctionType: 2, Domain: [0, 1], C0: [c0], C1: [c1], N: n });

describe('functions', () => {
  it('of type 0 run straight between samples on every axis', () => {
    const bilinear = functionOf(
      pdfStream(
        pdfDict({
          FunctionType: 0,
          Domain: [0, 1, 0, 1],
          Range: [0, 1],
          Size: [2, 2],
          BitsPerSample: 4,
        }),
        Uint8Array.of(0x0f, 0xf0),
      ),
    );
    expect(bilinear?.([0, 0])).toEqual([0]);
    expect(bilinear?.([1, 0])).toEqual([1]);
    expect(bilinear?.([0.5, 0.5])?.[0]).toBeCloseTo(0.5);
    expect(bilinear?.([0.25, 0])?.[0]).toBeCloseTo(0.25);
    expect(bilinear?.([1, 1])).toEqual([0]);
  });

  it('of types 2 and 3 bend and join', () => {
    expect(functionOf(exponential(1, 0, 2))?.([0.5])).toEqual([0.75]);
    const stitched = functionOf(
      pdfDict({
        FunctionType: 3,
        Domain: [0, 2],
        Bounds: [1],
        Encode: [0, 1, 1, 0],
        Functions: [exponential(0, 1, 1), exponential(0, 1, 1)],
      }),
    );
    expect([0, 0.5, 1, 1.5, 9].map((x) => stitched?.([x])[0])).toEqual([0, 0.5, 1, 0.5, 0]);
  });

  it('of type 3 that join the same parts over and over are not followed without end', () => {
    const joined = (part: number): PdfObject =>
      pdfDict({
        FunctionType: 3,
        Domain: [0, 1],
        Bounds: Array.from({ length: 29 }, (_, i) => (i + 1) / 30),
        Encode: Array.from({ length: 60 }, (_, i) => i % 2),
        Functions: Array.from({ length: 30 }, () => pdfRef(part)),
      });
    const parts = Array.from({ length: 8 }, (_, i): [number, PdfObject] => [
      9 + i,
      i < 7 ? joined(10 + i) : exponential(0, 1, 1),
    ]);
    expect(readFunction(readPdf(buildTablePdf(parts)), pdfRef(9))).toBeUndefined();
    expect(readFunction(readPdf(buildTablePdf(parts)), pdfRef(14))?.([0.5])).toEqual([0]);
  });

  it('of type 4 calculate', () => {
    const calculated = (program: string, inputs: number[], outputs = 1): readonly number[] | undefined =>
      functionOf(
        pdfStream(
          pdfDict({
            FunctionType: 4,
            Domain: inputs.flatMap(() => [-100, 100]),
            Range: Array.from({ length: outputs * 2 }, (_, i) => (i % 2 === 0 ? -100 : 100)),
          }),
          ascii(program),
        ),
      )?.(inputs);
    expect(calculated('{ add 2 div }', [3, 5])).toEqual([4]);
    expect(calculated('{ dup 0 lt { neg } if }', [-7])).toEqual([7]);
    expect(calculated('{ 2 copy gt { pop } { exch pop } ifelse }', [3, 5])).toEqual([5]);
    expect(calculated('{ 3 1 roll }', [1, 2, 3], 3)).toEqual([3, 1, 2]);
    expect(calculated('{ 2 index 90 sin add }', [1, 2, 3], 4)).toEqual([1, 2, 3, 2]);
    expect(calculated('{ 7 3 idiv exch pop 1 0 atan mul }', [5])).toEqual([100]);
    // what no program may do gives zeros, never an error
    expect(calculated('{ pop pop pop }', [1])).toEqual([0]);
    expect(calculated('{ foo }', [1])).toEqual([0]);
    expect(calculated('{ 1 ', [1])).toBeUndefined();
  });

  it('that are broken are none', () => {
    expect(functionOf(pdfDict({ FunctionType: 2 }))).toBeUndefined();
    expect(functionOf(pdfDict({ FunctionType: 3, Domain: [0, 1], Functions: [pdfRef(9)] }))).toBeUndefined();
    const huge = { FunctionType: 0, Domain: [0, 1, 0, 1], Range: [0, 1], BitsPerSample: 8 };
    expect(
      functionOf(pdfStream(pdfDict({ ...huge, Size: [100_000, 100_000] }), new Uint8Array(4))),
    ).toBeUndefined();
  });
});

describe('stops', () => {
  it('are as many as the colours bend', () => {
    expect(stopsOf((share) => [255 * share, 0, 0])).toHaveLength(2);
    const steps = stopsOf((share) => (share < 0.3 ? [0, 0, 0] : [255, 255, 255]));
    expect(steps.length).toBeLessThanOrEqual(5);
    const jump = steps.findIndex(({ rgb }) => rgb[0] === 255);
    expect(steps[jump]?.offset).toBeCloseTo(0.3, 2);
    expect(stopsOf((share) => [255 * share ** 2, 0, 0]).length).toBeGreaterThan(4);
  });
});
