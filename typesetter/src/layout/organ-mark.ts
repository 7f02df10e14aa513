/** 发文机关标志: the red names at the head, one organ or several (GB/T 9704 §7.2.4, §10). */
import type { PageBox } from '../official-document.ts';
import { type Canvas, unionBox } from './canvas.ts';
import { unitsOf } from './cells.ts';
import type { BrokenLine } from './line-breaking.ts';
import { PAGE, pointsOf, TYPE_WIDTH_MM } from './measures.ts';
import { cellsOf } from './title-shape.ts';

/** Largest red characters; GB/T 9704 leaves the size to "醒目、美观、庄重", the older rule capped it at 22 × 15 mm. */
const LARGEST_MM = 15;

/** A line whose cells are spread over `widthMm`. */
function spreadLine(text: string, sizeMm: number, widthMm: number): BrokenLine {
  const units = unitsOf([{ text, role: 'redhead' }]);
  const natural = units.reduce((n, u) => n + u.width * sizeMm, 0);
  const gap = units.length > 1 ? Math.max(0, widthMm - natural) / (units.length - 1) : 0;
  let x = units.length > 1 ? 0 : (widthMm - natural) / 2;
  const glyphs = units.map((u) => {
    const cell = { text: u.text, role: u.role, xMm: x, widthMm: u.width * sizeMm };
    x += u.width * sizeMm + gap;
    return cell;
  });
  return { text, glyphs, cells: natural / sizeMm, widthMm: Math.max(widthMm, natural) };
}

/**
 * Draws the organ mark with its upper edge at `topMm`, at most `widthMm` wide, centred on the type
 * area. `suffix` (文件) stands at the right of several names, vertically centred on them.
 */
export function drawOrganMark(
  canvas: Canvas,
  names: readonly string[],
  suffix: string,
  topMm: number,
  largestMm = LARGEST_MM,
  widthMm = TYPE_WIDTH_MM,
): PageBox {
  const style = (sizeMm: number) => ({ sizePt: pointsOf(sizeMm), ink: 'red' as const });
  const centre = (PAGE.leftMm + PAGE.rightMm) / 2;
  if (names.length <= 1) {
    const text = `${names[0] ?? ''}${suffix}`;
    const cells = Math.max(1, cellsOf(text));
    const size = Math.min(largestMm, widthMm / cells);
    // Short names are spread a little, never wider than a character and a half each.
    const width = Math.min(widthMm * 0.9, cells * size * 1.18);
    return canvas.lineCentredAt(
      1,
      centre,
      topMm,
      spreadLine(text, size, Math.max(width, cells * size)),
      style(size),
    );
  }
  const longest = Math.max(...names.map(cellsOf));
  const suffixCells = suffix === '' ? 0 : cellsOf(suffix) + 0.5;
  const size = Math.min(largestMm * 0.8, widthMm / (longest + suffixCells * 1.2));
  const suffixSize = size * 1.2;
  const nameWidth = longest * size;
  const total = nameWidth + (suffix === '' ? 0 : size * 0.5 + cellsOf(suffix) * suffixSize);
  const left = centre - total / 2;
  const step = size * 1.25;
  let box: PageBox | undefined;
  names.forEach((name, i) => {
    box = unionBox(
      box,
      canvas.line(1, left, topMm + i * step, spreadLine(name, size, nameWidth), style(size)),
    );
  });
  if (suffix !== '') {
    const middle = topMm + ((names.length - 1) * step + size) / 2;
    const width = cellsOf(suffix) * suffixSize;
    const line = spreadLine(suffix, suffixSize, width);
    box = unionBox(
      box,
      canvas.line(1, left + total - width, middle - suffixSize / 2, line, style(suffixSize)),
    );
  }
  return box!;
}
