/** Ink as SVG path data for the printed 处理笺, in hundredths of a millimetre. */

import type { Ink } from '../workflow/index.ts';

/** The strokes as one path of lines, with the width of the widest pen; nothing when there are no strokes. */
export function inkPath(ink: Ink): { inkSvgPath?: string; inkStrokeWidth?: number } {
  if (ink.strokes.length === 0) {
    return {};
  }
  const path = ink.strokes
    .map(({ points }) => {
      const [first, ...rest] = points;
      const [x, y] = first!;
      // A dot is drawn as a line as short as can be seen.
      const lines = rest.length === 0 ? [`L${x + 1} ${y}`] : rest.map((point) => `L${point[0]} ${point[1]}`);
      return `M${x} ${y}${lines.join('')}`;
    })
    .join('');
  const widthMm = Math.max(...ink.strokes.map((stroke) => stroke.widthMm));
  return { inkSvgPath: path, inkStrokeWidth: Math.round(widthMm * 100) };
}
