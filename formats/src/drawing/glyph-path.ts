/** Text as one path, for paints that run over it as a whole. */
import { movedPath } from './arcs.ts';
import type { GlyphsItem, PathItem } from './display-list.ts';
import type { Paint } from './paint.ts';

/** Whether every glyph can be painted by itself: a plain colour has no place. */
export function paintsPlainly(item: {
  readonly fill?: Paint;
  readonly stroke?: { readonly paint: Paint };
}): boolean {
  return (
    (item.fill === undefined || item.fill.kind === 'solid') &&
    (item.stroke === undefined || item.stroke.paint.kind === 'solid')
  );
}

/** All glyphs of an item as a path in the item's space. */
export function glyphPath({ font, glyphs, fill, stroke }: GlyphsItem): PathItem {
  return {
    kind: 'path',
    path: glyphs.flatMap(({ glyphId, matrix }) => movedPath(font.outline(glyphId) ?? [], matrix)),
    evenOdd: false,
    ...(fill ? { fill } : {}),
    ...(stroke ? { stroke } : {}),
  };
}
