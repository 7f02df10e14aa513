/** Colours, shadings and patterns as CT_Color (GB/T 33190 8.3). */
import type { XmlElement } from '../../container/index.ts';
import { decimal, decimals } from '../../drawing/index.ts';
import type {
  ColorSpec,
  GradientSpec,
  LatticeSpec,
  MeshSpec,
  MeshVertexSpec,
  ObjectPaintSpec,
  PatternSpec,
} from '../model/build-types.ts';
import { ofd } from '../model/vocabulary.ts';
import { type BuildScope, resourceId } from './build-scope.ts';

/** What the data of the painted object were moved by: its shading moves with them. */
export type DataShift = readonly [number, number];

/** `name` is FillColor, StrokeColor, Color, BackColor or BorderColor. */
export function buildPaint(
  name: string,
  paint: ObjectPaintSpec,
  scope: BuildScope,
  shift: DataShift = [0, 0],
): XmlElement {
  const Alpha = opacity(paint.alpha);
  switch (paint.kind) {
    case undefined:
    case 'solid':
      return ofd(name, { Value: components(paint.rgb), Alpha });
    case 'space':
      return ofd(name, {
        Value: paint.values && decimals(paint.values),
        Index: paint.index,
        ColorSpace: resourceId(scope, 'colorSpaces', paint.space),
        Alpha,
      });
    case 'axial':
    case 'radial':
      return ofd(name, { Alpha }, [gradient(paint, shift)]);
    case 'mesh':
    case 'lattice':
      return ofd(name, { Alpha }, [mesh(paint, shift)]);
    case 'pattern':
      return ofd(name, { Alpha }, [pattern(paint, scope)]);
  }
}

function components(rgb: readonly number[]): string {
  return rgb.map(Math.round).join(' ');
}

/** Alpha is written only when it is not the default 255. */
export function opacity(alpha: number | undefined): number | undefined {
  return alpha === undefined || Math.round(alpha) === 255 ? undefined : Math.round(alpha);
}

function color(name: string, { rgb, alpha }: ColorSpec): XmlElement {
  return ofd(name, { Value: components(rgb), Alpha: opacity(alpha) });
}

function gradient(paint: GradientSpec, [x, y]: DataShift): XmlElement {
  if (paint.stops.length < 2) {
    throw new RangeError(`expected at least two stops of a shading, found ${paint.stops.length}`);
  }
  const mapType = { pad: undefined, repeat: 'Repeat', reflect: 'Reflect' }[paint.repeat ?? 'pad'];
  const radial = paint.kind === 'radial';
  const number = (value: number | undefined, otherwise?: number): string | undefined =>
    value === undefined || value === otherwise ? undefined : decimal(value);
  return ofd(
    radial ? 'RadialShd' : 'AxialShd',
    {
      MapType: mapType,
      MapUnit: mapType && number(paint.mapUnitMm),
      ...(radial ? { Eccentricity: number(paint.eccentricity, 0), Angle: number(paint.angle, 0) } : {}),
      StartPoint: decimals([paint.start[0] - x, paint.start[1] - y]),
      ...(radial ? { StartRadius: number(paint.startRadius, 0) } : {}),
      EndPoint: decimals([paint.end[0] - x, paint.end[1] - y]),
      ...(radial ? { EndRadius: decimal(paint.endRadius ?? 0) } : {}),
      Extend: (paint.extendStart ? 1 : 0) + (paint.extendEnd ? 2 : 0) || undefined,
    },
    paint.stops.map((stop) => ofd('Segment', { Position: decimal(stop.offset, 6) }, [color('Color', stop)])),
  );
}

function mesh(paint: MeshSpec | LatticeSpec, [x, y]: DataShift): XmlElement {
  const point = (vertex: MeshVertexSpec, more: Record<string, number> = {}): XmlElement =>
    ofd('Point', { X: decimal(vertex.xMm - x), Y: decimal(vertex.yMm - y), ...more }, [
      color('Color', vertex),
    ]);
  const background = paint.background && color('BackColor', paint.background);
  const Extend = background ? 1 : undefined;
  if (paint.kind === 'mesh') {
    if (paint.triangles.length === 0) {
      throw new RangeError('expected at least one triangle of a mesh');
    }
    // every triangle is given whole: edge flag 0 for each of its corners
    const points = paint.triangles.flatMap((corners) => corners.map((c) => point(c, { EdgeFlag: 0 })));
    return ofd('GouraudShd', { Extend }, [...points, background]);
  }
  const rows = paint.vertices.length / paint.perRow;
  if (paint.perRow < 2 || rows < 2 || !Number.isInteger(rows)) {
    throw new RangeError(
      `expected whole rows of a lattice, found ${paint.vertices.length} / ${paint.perRow}`,
    );
  }
  return ofd('LaGouraudShd', { VerticesPerRow: paint.perRow, Extend }, [
    ...paint.vertices.map((vertex) => point(vertex)),
    background,
  ]);
}

function pattern(paint: PatternSpec, scope: BuildScope): XmlElement {
  const cell = { ...scope, origin: [0, 0] as const, placed: () => {} };
  return ofd(
    'Pattern',
    {
      Width: decimal(paint.widthMm),
      Height: decimal(paint.heightMm),
      XStep: paint.xStepMm === undefined ? undefined : decimal(paint.xStepMm),
      YStep: paint.yStepMm === undefined ? undefined : decimal(paint.yStepMm),
      ReflectMethod: paint.reflect === 'Normal' ? undefined : paint.reflect,
      RelativeTo: paint.relativeTo === 'Page' ? 'Page' : undefined,
      CTM: paint.ctm && decimals(paint.ctm, 6),
    },
    [ofd('CellContent', {}, scope.inner.objects(paint.objects, cell))],
  );
}
