/** What all graphic objects share (CT_GraphicUnit, GB/T 33190 8.5). */
import type { XmlElement } from '../../container/index.ts';
import { type BoxMm, decimal, decimals, type Matrix } from '../../drawing/index.ts';
import type { GraphicSpec, LineStyleSpec } from '../model/build-types.ts';
import { buildActions } from './build-actions.ts';
import { buildClips } from './build-clips.ts';
import { opacity } from './build-paint.ts';
import { type BuildScope, optionalId, shiftedMatrix } from './build-scope.ts';

type Attributes = Record<string, string | number | boolean | undefined>;

/** Id, place and inheritance; `boundary` in page coordinates, written relative to the holder. */
export function graphicAttributes(
  id: number | undefined,
  boundary: BoxMm,
  spec: GraphicSpec & { readonly ctm?: Matrix },
  scope: BuildScope,
): Attributes {
  const { xMm, yMm, widthMm, heightMm } = boundary;
  return {
    ID: id,
    Boundary: decimals([xMm - scope.origin[0], yMm - scope.origin[1], widthMm, heightMm]),
    CTM: spec.ctm && shiftedMatrix(spec.ctm, xMm, yMm),
    DrawParam: optionalId(scope, 'drawParams', spec.drawParam),
    Visible: spec.visible === false ? false : undefined,
    Alpha: opacity(spec.alpha),
  };
}

/** Actions and Clips, the first children of every object. */
export function graphicChildren(
  spec: GraphicSpec,
  boundary: BoxMm,
  scope: BuildScope,
): (XmlElement | undefined)[] {
  return [buildActions(spec.actions, scope), buildClips(spec.clips, boundary, scope)];
}

/** Line style; the width is written when something is stroked or it is given. */
export function lineAttributes(style: LineStyleSpec, always: boolean): Attributes {
  const width = style.lineWidthMm ?? (always ? 0.353 : undefined);
  return {
    LineWidth: width === undefined ? undefined : decimal(width),
    Join: style.join,
    Cap: style.cap,
    MiterLimit: style.miterLimit === undefined ? undefined : decimal(style.miterLimit),
    DashOffset: style.dash?.offsetMm === undefined ? undefined : decimal(style.dash.offsetMm),
    DashPattern: style.dash && decimals(style.dash.patternMm),
  };
}
