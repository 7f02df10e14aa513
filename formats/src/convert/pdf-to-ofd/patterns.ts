import type { Matrix } from '../../drawing/index.ts';
import type { PatternSpec } from '../../ofd/index.ts';
import { isDict, isStream, type PdfDict, type PdfObject, type PdfStream } from '../../pdf/index.ts';
import { ConvertError } from '../errors.ts';
import type { Canvas } from './canvas.ts';
import { numbers } from './color/pdf-function.ts';
import { readShading, type Shading } from './color/shading.ts';
import type { StatePaint, TilingCell } from './color/state-paint.ts';
import type { Conversion } from './conversion.ts';
import type { Bounds } from './graphics-state.ts';
import type { ContentInterpreter } from './interpreter.ts';
import { invert, multiply, scaleOf } from './matrix.ts';
import { boundsOf, boxPath, transformPath } from './paint-path.ts';

const maxDepth = 16;
const maxTilings = 2000;

/** Makes an interpreter for content with a page of its own. */
export type InterpreterMaker = (base: Matrix, paper: Bounds, canvas?: Canvas) => ContentInterpreter;

/**
 * The paint a pattern of the resources gives (ISO 32000-1 8.7). `base` takes the space its matrix leads to to page
 * millimetres; `tint` paints an uncoloured pattern. Undefined when it cannot be shown (noted).
 */
export function patternPaint(
  conversion: Conversion,
  resources: PdfDict,
  key: string,
  base: Matrix,
  tint: StatePaint | undefined,
  make: InterpreterMaker,
): StatePaint | undefined {
  const { file, notes } = conversion;
  const object = file.resolve(file.dict(resources, 'Pattern')?.get(key));
  const dict = isStream(object) ? object.dict : object;
  if (!isDict(dict)) {
    notes.add('convert-pattern', 'error', '图案填充已损坏，使用它的内容未转换');
    return undefined;
  }
  const given = numbers(file, dict, 'Matrix');
  const matrix = multiply((given.length === 6 ? given : [1, 0, 0, 1, 0, 0]) as unknown as Matrix, base);
  if (file.number(dict, 'PatternType') === 2) {
    const shading = shadingOf(conversion, dict.get('Shading'), resources);
    if (shading === undefined) {
      notes.add('convert-shading', 'error', '渐变填充不支持或已损坏，未转换');
      return undefined;
    }
    return { kind: 'shading', shading, matrix };
  }
  if (!isStream(object)) {
    notes.add('convert-pattern', 'error', '图案填充已损坏，使用它的内容未转换');
    return undefined;
  }
  const known = conversion.tilings.get(object) ?? new Map<string, StatePaint | undefined>();
  conversion.tilings.set(object, known);
  const uncolored = file.number(dict, 'PaintType') === 2;
  const place = `${matrix.join(' ')} ${uncolored && tint?.kind === 'solid' ? tint.rgb.join(' ') : ''}`;
  if (!known.has(place)) {
    if (known.size >= maxTilings) {
      throw new ConvertError('convert-limit', 'PDF 图案过多，超出限额');
    }
    known.set(place, tiling(conversion, object, resources, matrix, uncolored ? tint : undefined, make));
  }
  return known.get(place);
}

/** A shading object, read once. */
export function shadingOf(
  conversion: Conversion,
  value: PdfObject | undefined,
  resources: PdfDict,
): Shading | undefined {
  const { file, shadings } = conversion;
  const object = file.resolve(value);
  if (!shadings.has(object)) {
    shadings.set(object, readShading(file, object, resources));
  }
  return shadings.get(object);
}

/** Type 1 (8.7.3): its cell drawn once, in millimetres of the page where the matrix keeps shapes. */
function tiling(
  conversion: Conversion,
  stream: PdfStream,
  resources: PdfDict,
  matrix: Matrix,
  tint: StatePaint | undefined,
  make: InterpreterMaker,
): StatePaint | undefined {
  const { file, notes } = conversion;
  const box = numbers(file, stream.dict, 'BBox');
  const xStep = Math.abs(file.number(stream.dict, 'XStep') ?? 0);
  const yStep = Math.abs(file.number(stream.dict, 'YStep') ?? 0);
  const scale = scaleOf(matrix);
  const [x0, y0, x1, y1] = [
    Math.min(box[0] ?? 0, box[2] ?? 0),
    Math.min(box[1] ?? 0, box[3] ?? 0),
    Math.max(box[0] ?? 0, box[2] ?? 0),
    Math.max(box[1] ?? 0, box[3] ?? 0),
  ];
  const toPattern = invert(matrix);
  if (box.length !== 4 || !(x1 > x0 && y1 > y0 && xStep > 0 && yStep > 0) || toPattern === undefined) {
    notes.add('convert-pattern', 'error', '图案填充已损坏，使用它的内容未转换');
    return undefined;
  }
  const run = (interpreter: ContentInterpreter): void => {
    if (conversion.depth >= maxDepth) {
      throw new ConvertError('convert-limit', 'PDF 图案嵌套过深，超出限额');
    }
    if (tint !== undefined) {
      interpreter.tint(tint);
    }
    conversion.depth += 1;
    try {
      interpreter.run(conversion.contentOf(stream).bytes, file.dict(stream.dict, 'Resources') ?? resources);
    } finally {
      conversion.depth -= 1;
    }
  };
  let made: { readonly pattern: PatternSpec | undefined } | undefined;
  const pattern = (): PatternSpec | undefined => {
    const toCell: Matrix = [scale, 0, 0, -scale, -x0 * scale, y1 * scale];
    const size = { widthMm: (x1 - x0) * scale, heightMm: (y1 - y0) * scale };
    const interpreter = make(toCell, [0, 0, size.widthMm, size.heightMm]);
    run(interpreter);
    const fromCell = invert(toCell);
    return interpreter.objects.length === 0 || fromCell === undefined
      ? undefined
      : {
          kind: 'pattern',
          ...size,
          xStepMm: xStep * scale,
          yStepMm: yStep * scale,
          relativeTo: 'Page',
          ctm: multiply(fromCell, matrix),
          objects: interpreter.objects,
        };
  };
  const cell: TilingCell = {
    pattern: () => {
      made ??= { pattern: pattern() };
      return made.pattern;
    },
    once: (canvas, state, segments, evenOdd, bounds) => {
      const reach = boundsOf(transformPath(boxPath(canvas.reachWithin(state.clip, bounds)), toPattern));
      const inside = (low: number, high: number, from: number, to: number, step: number): boolean => {
        const shift = Math.floor((low - from) / step) * step;
        return shift === 0 && high <= to && to - from <= step * 1.001;
      };
      if (!inside(reach[0], reach[2], x0, x1, xStep) || !inside(reach[1], reach[3], y0, y1, yStep)) {
        return false;
      }
      const interpreter = make(matrix, canvas.paper, canvas);
      interpreter.within(state);
      canvas.clip(interpreter.state, segments, evenOdd);
      run(interpreter);
      return true;
    },
  };
  return { kind: 'tiling', cell };
}
