import type { PdfDict, PdfStream } from '../../pdf/index.ts';
import type { Canvas } from './canvas.ts';
import type { StatePaint } from './color/state-paint.ts';
import type { Conversion } from './conversion.ts';
import type { Bounds, GraphicsState, Rgb } from './graphics-state.ts';
import { multiply, transform } from './matrix.ts';
import { alphaOf, boundsOf } from './paint-path.ts';
import { imageUnderMask } from './soft-mask.ts';

/** Paints an image XObject or an inline image over the unit square (ISO 32000-1 8.9.5). */
export function paintImage(
  conversion: Conversion,
  canvas: Canvas,
  state: GraphicsState,
  stream: PdfStream,
  resources: PdfDict,
): void {
  if (canvas.hidden > 0) {
    return;
  }
  const { notes } = conversion;
  const isMask = conversion.file.resolve(stream.dict.get('ImageMask')) === true;
  const stencil = isMask ? stencilColor(state.fill) : undefined;
  if (isMask && stencil === undefined) {
    return;
  }
  if (isMask && state.fill?.kind !== 'solid') {
    notes.add('convert-image-pattern', 'warning', '以图案或渐变填充的图片蒙版按单色处理');
  }
  // PDF's unit square stands on its lower edge, OFD's hangs from its upper edge
  const ctm = multiply([1, 0, 0, -1, 0, 1], state.ctm);
  const bounds: Bounds = boundsOf(
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ].map(([u, v]) => ['L', ...transform(ctm, u as number, v as number)] as const),
  );
  const { opacity, source } = imageUnderMask(conversion, canvas, state, stream, ctm, bounds);
  const alpha = alphaOf(opacity);
  if (alpha.alpha === 0) {
    return;
  }
  const [a, b, c, d] = ctm;
  const count = (key: string): number => conversion.file.number(source.dict, key) ?? 1;
  const mmPerPixel = Math.min(Math.hypot(a, b) / count('Width'), Math.hypot(c, d) / count('Height'));
  const image = conversion.resources.images.keyOf(source, resources, stencil, notes, mmPerPixel);
  if (image !== undefined) {
    canvas.emit(state, { kind: 'image', image, ctm, ...alpha }, bounds);
  }
}

/** What an image mask is painted with; of a gradient or pattern the first colour. */
function stencilColor(paint: StatePaint | undefined): Rgb | undefined {
  switch (paint?.kind) {
    case undefined:
      return undefined;
    case 'solid':
      return paint.rgb;
    case 'shading':
      return paint.shading.kind === 'mesh'
        ? paint.shading.triangles[0]?.[0].rgb
        : paint.shading.stops[0]?.rgb;
    default:
      return [0, 0, 0];
  }
}
