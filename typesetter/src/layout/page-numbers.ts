/** 页码: 4号半角宋体 between dashes, 7 mm below the type area, odd pages right, even left (GB/T 9704 §7.5). */
import type { Canvas } from './canvas.ts';
import { smallLine } from './canvas.ts';
import { mmOf, PAGE, SIZE } from './measures.ts';

/** Numbers the pages from `firstNumbered` on (the letter form leaves page 1 out). */
export function drawPageNumbers(canvas: Canvas, firstNumbered: number): void {
  const size = mmOf(SIZE.small);
  canvas.pages.forEach((_, i) => {
    const page = i + 1;
    if (page < firstNumbered) {
      return;
    }
    const line = smallLine(`— ${page} —`, 'songti');
    // The dash lies in the middle of the character box.
    const y = PAGE.bottomMm + 7 - size / 2;
    const style = { sizePt: SIZE.small, tag: 'artifact' as const };
    canvas.positions.pageNumbers.push(
      page % 2 === 1
        ? canvas.lineEndingAt(page, PAGE.rightMm - size, y, line, style)
        : canvas.line(page, PAGE.leftMm + size, y, line, style),
    );
  });
}
