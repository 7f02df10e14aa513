import type { Matrix } from '../../../drawing/index.ts';
import type { GradientSpec, MeshSpec, ObjectPaintSpec } from '../../../ofd/index.ts';
import { invert, keepsShape, multiply, scaleOf, transform } from '../matrix.ts';
import { alphaOf } from '../paint-path.ts';
import type { Shading } from './shading.ts';
import type { StatePaint } from './state-paint.ts';

/**
 * A paint for an object whose data `toData` takes page millimetres to. `exact` false = an ellipse had to become a
 * circle. Undefined when nothing would be seen.
 */
export function paintSpec(
  paint: StatePaint,
  opacity: number,
  toData: Matrix | undefined,
): { spec: ObjectPaintSpec; exact: boolean } | undefined {
  const alpha = alphaOf(opacity);
  switch (paint.kind) {
    case 'solid':
      return { spec: { rgb: paint.rgb, ...alpha }, exact: true };
    case 'tiling': {
      const pattern = paint.cell.pattern();
      return pattern === undefined ? undefined : { spec: { ...pattern, ...alpha }, exact: true };
    }
    default: {
      const matrix = toData === undefined ? paint.matrix : multiply(paint.matrix, toData);
      const spec = shadingSpec(paint.shading, matrix);
      return spec === undefined ? undefined : { ...spec, spec: { ...spec.spec, ...alpha } };
    }
  }
}

function shadingSpec(
  shading: Shading,
  matrix: Matrix,
): { spec: GradientSpec | MeshSpec; exact: boolean } | undefined {
  if (shading.kind === 'mesh') {
    if (shading.triangles.length === 0) {
      return undefined;
    }
    const triangles = shading.triangles.map(
      (corners) =>
        corners.map(({ x, y, rgb }) => {
          const [xMm, yMm] = transform(matrix, x, y);
          return { xMm, yMm, rgb };
        }) as unknown as MeshSpec['triangles'][number],
    );
    return { spec: { kind: 'mesh', triangles }, exact: true };
  }
  const start = transform(matrix, ...shading.start);
  const common = {
    kind: shading.kind,
    start,
    extendStart: shading.extend[0],
    extendEnd: shading.extend[1],
    stops: shading.stops,
  };
  if (shading.kind === 'axial') {
    const end = axialEnd(shading.start, shading.end, start, matrix);
    return end === undefined ? undefined : { spec: { ...common, end }, exact: true };
  }
  const scale = scaleOf(matrix);
  if (scale < 1e-9 || (shading.startRadius === 0 && shading.endRadius === 0)) {
    return undefined;
  }
  return {
    spec: {
      ...common,
      end: transform(matrix, ...shading.end),
      startRadius: shading.startRadius * scale,
      endRadius: shading.endRadius * scale,
    },
    exact: keepsShape(matrix),
  };
}

/**
 * Where the axis ends after the matrix. Lines of one colour stand at right angles to the axis before it, not
 * after it, so the new axis follows the gradient of the colour instead of the moved end point.
 */
function axialEnd(
  from: readonly [number, number],
  to: readonly [number, number],
  start: readonly [number, number],
  matrix: Matrix,
): [number, number] | undefined {
  const back = invert(matrix);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  if (back === undefined || length === 0) {
    return undefined;
  }
  const gx = (back[0] * dx + back[1] * dy) / length;
  const gy = (back[2] * dx + back[3] * dy) / length;
  const size = gx * gx + gy * gy;
  return size === 0 ? undefined : [start[0] + gx / size, start[1] + gy / size];
}
