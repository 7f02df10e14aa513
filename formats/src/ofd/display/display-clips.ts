/** Clips (8.4): each Clip a union of areas, several intersect, relative to the Boundary and not touched by the CTM. */
import {
  type ClipShape,
  identity,
  type Matrix,
  movedPath,
  multiply,
  type PathCommand,
  translation,
} from '../../drawing/index.ts';
import type { Clip } from '../model/read-types.ts';
import type { DisplayContext, DisplayPlace } from './display-context.ts';
import { textShapes } from './display-text.ts';

/**
 * The clips of an object in the space `outer` leads to. A text without outlines cannot cut: its whole Clip is left
 * out with a finding, because showing too much is safer than hiding a part of the page.
 */
export function displayClips(
  clips: readonly Clip[],
  outer: Matrix,
  context: DisplayContext,
  place: DisplayPlace,
  at: string,
): ClipShape[] {
  return clips.flatMap((clip) => {
    const areas: ClipShape[number][] = [];
    for (const area of clip.areas) {
      const matrix = multiply(area.matrix, outer);
      if (area.kind === 'path') {
        if (!context.admit('commands', area.path.length)) {
          return [];
        }
        areas.push({ path: area.path, matrix, evenOdd: area.evenOdd });
        continue;
      }
      const { ctm, boundary } = area.text;
      const moved = translation(boundary?.xMm ?? 0, boundary?.yMm ?? 0);
      const path = textPath(area.text, multiply(multiply(ctm ?? identity, moved), matrix), context, place);
      if (!path) {
        context.note('clip-without-outlines', 'warning', at, '裁剪文字没有可用的字形轮廓，未裁剪');
        return [];
      }
      areas.push({ path, matrix: identity, evenOdd: false });
    }
    return [areas];
  });
}

function textPath(
  text: Parameters<typeof textShapes>[0],
  matrix: Matrix,
  context: DisplayContext,
  place: DisplayPlace,
): PathCommand[] | undefined {
  const shapes = textShapes(text, matrix, context, place);
  if (!shapes) {
    return undefined;
  }
  const path: PathCommand[] = [];
  for (const { font, glyphId, matrix: em } of shapes) {
    const outline = font.outline(glyphId) ?? [];
    if (!context.admit('commands', outline.length)) {
      return undefined;
    }
    path.push(...movedPath(outline, em));
  }
  return path;
}
