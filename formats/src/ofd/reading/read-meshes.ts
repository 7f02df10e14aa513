/** Gouraud shading, free and in a lattice (GB/T 33190 8.3.4.4, 8.3.4.5), as triangles. */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import type { MeshPaint, MeshVertex } from '../../drawing/index.ts';
import type { Part } from './part.ts';
import { readNumber } from './read-values.ts';
import { readAlpha, solidRgb } from './solid-colors.ts';

type Triangle = readonly [MeshVertex, MeshVertex, MeshVertex];

/** Points one shading may have; the rest is not read. */
const mostPoints = 20_000;

/** The mesh inside a CT_Color; undefined when there is none. The schema and the text spell the lattice differently. */
export function readMesh(color: XmlElement, alpha: number, part: Part): MeshPaint | undefined {
  const free = child(color, 'GouraudShd');
  const lattice = child(color, 'LaGouraudShd') ?? child(color, 'LaGourandShd');
  const element = free ?? lattice;
  if (!element) {
    return undefined;
  }
  const points = children(element, 'Point');
  if (points.length > mostPoints) {
    part.context.note(
      'too-many-points',
      'warning',
      part.place,
      '渐变控制点过多，其余未读取',
      `${points.length}`,
    );
  }
  const used = points.slice(0, mostPoints);
  const vertices = used.map((point) => readVertex(point, part));
  const triangles = free
    ? fan(
        vertices,
        used.map((point) => readNumber(attr(point, 'EdgeFlag')) ?? 0),
      )
    : rows(vertices, Math.floor(readNumber(attr(element, 'VerticesPerRow')) ?? 0));
  if (triangles.length === 0) {
    part.context.note('bad-shading', 'warning', part.place, '渐变的控制点不成三角形', `${points.length}`);
  }
  const back = child(element, 'BackColor');
  const extends_ = (readNumber(attr(element, 'Extend')) ?? 0) > 0;
  return {
    kind: 'mesh',
    triangles,
    ...(back && extends_
      ? { background: { kind: 'solid', rgb: solidRgb(back, part.spaces), alpha: readAlpha(back) } as const }
      : {}),
    alpha,
  };
}

function readVertex(point: XmlElement, part: Part): MeshVertex {
  const color = child(point, 'Color');
  return {
    xMm: readNumber(attr(point, 'X')) ?? 0,
    yMm: readNumber(attr(point, 'Y')) ?? 0,
    rgb: color ? solidRgb(color, part.spaces) : [0, 0, 0],
    alpha: color ? readAlpha(color) : 255,
  };
}

/**
 * EdgeFlag 0 begins a triangle of three new points; 1 joins a point to the last triangle's second and third corner,
 * 2 to its first and third.
 */
function fan(vertices: readonly MeshVertex[], flags: readonly number[]): Triangle[] {
  const triangles: Triangle[] = [];
  for (let at = 0; at < vertices.length; ) {
    const last = triangles.at(-1);
    const flag = flags[at];
    if (last && (flag === 1 || flag === 2)) {
      triangles.push([flag === 1 ? last[1] : last[0], last[2], vertices[at]!]);
      at += 1;
    } else if (at + 2 < vertices.length) {
      triangles.push([vertices[at]!, vertices[at + 1]!, vertices[at + 2]!]);
      at += 3;
    } else {
      break;
    }
  }
  return triangles;
}

/** Every four neighbours of two rows are two triangles; a last row that is cut short is left out. */
function rows(vertices: readonly MeshVertex[], perRow: number): Triangle[] {
  const triangles: Triangle[] = [];
  if (!(perRow >= 2)) {
    return triangles;
  }
  for (let row = 0; row + 2 * perRow <= vertices.length; row += perRow) {
    for (let at = row; at + 1 < row + perRow; at++) {
      const [a, b, c, d] = [
        vertices[at]!,
        vertices[at + 1]!,
        vertices[at + perRow]!,
        vertices[at + perRow + 1]!,
      ];
      triangles.push([a, b, c], [b, c, d]);
    }
  }
  return triangles;
}
