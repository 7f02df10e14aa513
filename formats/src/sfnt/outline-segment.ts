/** One path command of TrueType outlines in em units (1 = the font size), y upwards. `C` closes the contour. */
export type QuadraticSegment =
  | readonly ['M', number, number]
  | readonly ['L', number, number]
  | readonly ['Q', number, number, number, number]
  | readonly ['C'];

/** One path command in em units, y upwards; `B` is a cubic curve as CFF and Type 1 outlines have them. */
export type OutlineSegment =
  | QuadraticSegment
  | readonly ['B', number, number, number, number, number, number];
