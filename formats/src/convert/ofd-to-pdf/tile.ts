/** A cell drawn again and again as a tiling pattern (ISO 32000-1 8.7.3); mirrored cells make a larger cell. */
import { type Matrix, multiply, type TilingPaint } from '../../drawing/index.ts';
import { pdfDict, pdfName } from '../../pdf/index.ts';
import { written } from './content-numbers.ts';
import { ContentStream } from './content-stream.ts';
import { evened, type Ink } from './ink.ts';
import { flate } from './pdf-output.ts';
import type { NamedRef } from './pdf-target.ts';

const deepest = 6;
/** More cells than this on the visible area cannot be told apart and would cost a reader dearly. */
const mostCells = 1_000_000;

/** The pattern; undefined when its cells are empty or too fine. */
export function tile(paint: TilingPaint, ink: Ink): { pattern: NamedRef } | undefined {
  const { matrix, scale } = evened(multiply(paint.matrix, ink.matrix));
  const [width, height] = [paint.widthMm * scale, paint.heightMm * scale];
  const [stepX, stepY] = [Math.abs(paint.xStepMm) * scale, Math.abs(paint.yStepMm) * scale];
  const reach = Math.hypot(matrix[0], matrix[1]);
  const rise = Math.hypot(matrix[2], matrix[3]);
  const [left, bottom, right, top] = ink.box;
  const cells = ((right - left) * (top - bottom)) / (stepX * reach * stepY * rise);
  const sound = width > 0 && height > 0 && cells <= mostCells;
  if (!sound || ![width, height, stepX, stepY].every(Number.isFinite) || ink.depth > deepest) {
    ink.target.notes.add('pdf-pattern-dropped', 'warning', '底纹单元过小、为空或嵌套过深，未绘制');
    return undefined;
  }
  const across = paint.reflect === 'Column' || paint.reflect === 'RowAndColumn' ? 2 : 1;
  const down = paint.reflect === 'Row' || paint.reflect === 'RowAndColumn' ? 2 : 1;
  const content = new ContentStream();
  const box = [0, 0, width + (across - 1) * stepX, height + (down - 1) * stepY] as const;
  for (let column = 0; column < across; column++) {
    for (let row = 0; row < down; row++) {
      const place: Matrix = [
        column === 0 ? scale : -scale,
        0,
        0,
        row === 0 ? scale : -scale,
        column * (stepX + width),
        row * (stepY + height),
      ];
      const cell = [
        '0 0',
        `${written(width)} 0`,
        `${written(width)} ${written(height)}`,
        `0 ${written(height)}`,
      ];
      const [first, ...others] = cell.map((corner) => {
        const [x, y] = corner.split(' ').map(Number) as [number, number];
        return `${written(column === 0 ? x : place[4] - x)} ${written(row === 0 ? y : place[5] - y)}`;
      });
      content.saved(() => {
        content.write(`${first} m ${others.map((corner) => `${corner} l`).join(' ')} h W n`);
        ink.draw(paint.items, { ...ink, content, matrix: place, opacity: 1, box, depth: ink.depth + 1 });
      });
    }
  }
  const pattern = flate(
    pdfDict({
      Type: pdfName('Pattern'),
      PatternType: 1,
      PaintType: 1,
      TilingType: 1,
      BBox: box.map((side) => Number(written(side))),
      XStep: Number(written(stepX * across)),
      YStep: Number(written(stepY * down)),
      Matrix: matrix.map((value) => Number(written(value, 6))),
      Resources: content.resources(),
    }),
    content.bytes(),
  );
  return { pattern: { name: ink.target.name('P'), ref: ink.target.output.add(pattern) } };
}
