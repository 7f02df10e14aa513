/** Clips of an object, relative to its Boundary (GB/T 33190 8.4). */
import type { XmlElement } from '../../container/index.ts';
import { type BoxMm, decimals, identity } from '../../drawing/index.ts';
import type { ClipAreaSpec, ClipSpec } from '../model/build-types.ts';
import { ofd } from '../model/vocabulary.ts';
import { type BuildScope, shiftedMatrix } from './build-scope.ts';
import { roundOut } from './object-boxes.ts';
import { abbreviatedData, segmentBox } from './path-data.ts';

export function buildClips(
  clips: readonly ClipSpec[] | undefined,
  boundary: BoxMm,
  scope: BuildScope,
): XmlElement | undefined {
  if (!clips || clips.length === 0) {
    return undefined;
  }
  return ofd(
    'Clips',
    {},
    clips.map((clip) =>
      ofd(
        'Clip',
        {},
        areasOf(clip).map((area) => buildArea(area, boundary, scope)),
      ),
    ),
  );
}

function areasOf(clip: ClipSpec): readonly ClipAreaSpec[] {
  return 'areas' in clip ? clip.areas : [{ kind: 'path', segments: clip }];
}

function buildArea(area: ClipAreaSpec, boundary: BoxMm, scope: BuildScope): XmlElement {
  const CTM = area.ctm && shiftedMatrix(area.ctm, boundary.xMm, boundary.yMm);
  if (area.kind === 'text') {
    // without a matrix the text stands in page coordinates, which begin at the clipped object's corner here
    const origin = area.ctm ? ([0, 0] as const) : ([boundary.xMm, boundary.yMm] as const);
    return ofd('Area', { CTM }, [scope.inner.clipText(area.text, { ...scope, origin })]);
  }
  const box = area.ctm
    ? roundOut(segmentBox(area.segments, identity))
    : { xMm: 0, yMm: 0, widthMm: boundary.widthMm, heightMm: boundary.heightMm };
  const [x, y] = area.ctm ? [box.xMm, box.yMm] : [boundary.xMm, boundary.yMm];
  return ofd('Area', { CTM }, [
    ofd(
      'Path',
      {
        Boundary: decimals([box.xMm, box.yMm, box.widthMm, box.heightMm]),
        Stroke: false,
        Fill: true,
        Rule: area.rule === 'Even-Odd' ? 'Even-Odd' : undefined,
      },
      [ofd('AbbreviatedData', {}, [abbreviatedData(area.segments, x, y)])],
    ),
  ]);
}
