/** Triangles with running colours as a free-form Gouraud shading (ISO 32000-1 8.7.4.5.5). */
import type { MeshPaint, MeshVertex } from '../../drawing/index.ts';
import { type PdfRef, pdfDict, pdfName } from '../../pdf/index.ts';
import { written } from './content-numbers.ts';
import { evened, type Ink } from './ink.ts';
import { flate } from './pdf-output.ts';
import type { NamedRef } from './pdf-target.ts';
import { maskForm } from './shade-gradient.ts';

/** The pattern, and the mask form where corners differ in alpha. */
export function shadeMesh(paint: MeshPaint, ink: Ink): { pattern: NamedRef; mask?: PdfRef } | undefined {
  const vertices = paint.triangles
    .flat()
    .filter(({ xMm, yMm }) => Number.isFinite(xMm) && Number.isFinite(yMm));
  if (vertices.length < 3 || vertices.length !== paint.triangles.length * 3) {
    return undefined;
  }
  const colors = pattern(vertices, ({ rgb }) => rgb, paint.background?.rgb, 'DeviceRGB', ink);
  const opaque = vertices.every(({ alpha }) => alpha >= 255) && (paint.background?.alpha ?? 255) >= 255;
  if (opaque) {
    return { pattern: colors };
  }
  const background = paint.background && [paint.background.alpha];
  const alphas = pattern(vertices, ({ alpha }) => [alpha], background, 'DeviceGray', ink);
  return { pattern: colors, mask: maskForm(alphas, ink) };
}

function pattern(
  vertices: readonly MeshVertex[],
  shade: (vertex: MeshVertex) => readonly number[],
  background: readonly number[] | undefined,
  space: 'DeviceRGB' | 'DeviceGray',
  ink: Ink,
): NamedRef {
  const { matrix, scale } = evened(ink.matrix);
  const xs = vertices.map(({ xMm }) => xMm * scale);
  const ys = vertices.map(({ yMm }) => yMm * scale);
  const [left, width] = extent(xs);
  const [top, height] = extent(ys);
  const channels = space === 'DeviceRGB' ? 3 : 1;
  const size = 9 + channels;
  const data = new Uint8Array(vertices.length * size);
  const view = new DataView(data.buffer);
  for (const [index, vertex] of vertices.entries()) {
    const at = index * size;
    view.setUint32(at + 1, share(xs[index]! - left, width));
    view.setUint32(at + 5, share(ys[index]! - top, height));
    data.set(
      shade(vertex).map((value) => Math.min(255, Math.max(0, Math.round(value)))),
      at + 9,
    );
  }
  const shading = flate(
    pdfDict({
      ShadingType: 4,
      ColorSpace: pdfName(space),
      BitsPerCoordinate: 32,
      BitsPerComponent: 8,
      BitsPerFlag: 8,
      Decode: [
        left,
        left + width,
        top,
        top + height,
        ...Array.from({ length: channels }, () => [0, 1]).flat(),
      ],
      Background: background?.map((value) => Number(written(value / 255))),
    }),
    data,
  );
  const { output } = ink.target;
  const dict = pdfDict({
    Type: pdfName('Pattern'),
    PatternType: 2,
    Matrix: matrix.map((value) => Number(written(value, 6))),
    Shading: output.add(shading),
  });
  return { name: ink.target.name('P'), ref: output.add(dict) };
}

/** A part of a range as 32 bits. */
function share(value: number, size: number): number {
  return Math.round(Math.min(1, Math.max(0, value / size)) * 0xffffffff);
}

/** Start and size of a range, never empty. */
function extent(values: readonly number[]): [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const start = Number(written(low, 4));
  return [start, Math.max(0.001, Number(written(high - start + 0.0001, 4)))];
}
