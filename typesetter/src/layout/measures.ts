/**
 * The numbers of GB/T 9704-2012 §5–7 in millimetres, origin at the top left corner of the paper.
 *
 * The type area is 156 × 225 mm and holds 22 lines of 28 characters "撑满版心": the first line's
 * character box touches its top, the last one's its bottom. Hence the pitch (225 − 5.644) / 21 =
 * 10.446 mm, which is also the 229.84 / 22 of GB/T 33476.2 §6.2 (there margins include half a gap).
 */

const MM_PER_POINT = 25.4 / 72;

/** Converts points to millimetres. */
export function mmOf(points: number): number {
  return points * MM_PER_POINT;
}

/** Converts millimetres to points. */
export function pointsOf(mm: number): number {
  return mm / MM_PER_POINT;
}

/** A4 and the type area (版心), millimetres. */
export const PAGE = {
  widthMm: 210,
  heightMm: 297,
  leftMm: 28,
  topMm: 37,
  rightMm: 184,
  bottomMm: 262,
} as const;

/** Width of the type area, 156 mm. */
export const TYPE_WIDTH_MM = 156;

/** Characters in a line. */
export const CELLS_PER_LINE = 28;

/** Lines on a page unless adjusted. */
export const LINES_PER_PAGE = 22;

/** Width of one grid cell: 156 / 28 mm. */
export const CELL_MM = TYPE_WIDTH_MM / CELLS_PER_LINE;

/** Type sizes in points: 2号 title, 3号 text, 4号 imprint and page number. */
export const SIZE = { title: 22, text: 16, small: 14, tiny: 9 } as const;

/** Height of the 3号 character box, 5.644 mm. */
export const TEXT_MM = mmOf(SIZE.text);

/** 7/8 of a 3号 character, the gap used by the letter form (GB/T 9704 §10.1). */
export const SEVEN_EIGHTHS_MM = (TEXT_MM * 7) / 8;

/** Line pitch so that `lines` lines fill the type area. */
export function pitchMm(lines: number): number {
  return (PAGE.bottomMm - PAGE.topMm - TEXT_MM) / (lines - 1);
}
