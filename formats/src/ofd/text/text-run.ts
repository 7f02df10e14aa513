import type { BoxMm } from '../../drawing/index.ts';

/**
 * A stretch of text on one line, as plain data that can be sent to a worker. `page` is 0-based over all documents;
 * boxes are in page coordinates.
 */
export type TextRun = {
  readonly page: number;
  /** Line of the page in reading order, 0-based: runs of one line have the same number. */
  readonly line: number;
  readonly text: string;
  readonly box: BoxMm;
  /** x, y, width, height of every UTF-16 unit of `text`, one after the other; see `characterBox`. */
  readonly boxes: Float32Array;
  readonly objectId: string;
  /** Where it comes from: template text is drawn with the page but belongs to another entry. */
  readonly source: 'page' | 'template' | 'annotation';
  /**
   * The way the text runs on the page: `down` are vertical lines, which follow each other to the left; `slanted` is
   * what lies across the page, as watermarks do.
   */
  readonly direction: 'right' | 'down' | 'left' | 'up' | 'slanted';
};

/** The box of one UTF-16 unit of a run's text (both halves of a surrogate pair have the whole character's). */
export function characterBox(run: TextRun, index: number): BoxMm {
  const [xMm = 0, yMm = 0, widthMm = 0, heightMm = 0] = run.boxes.subarray(4 * index, 4 * index + 4);
  return { xMm, yMm, widthMm, heightMm };
}
