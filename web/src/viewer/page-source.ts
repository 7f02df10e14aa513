/**
 * What the viewer shows: pages of any origin (an OFD read in its worker, a PDF, pictures the server drew) with one
 * shape. Pages count from 0, lengths are millimetres from the page's upper left corner, y down.
 */

/** Size of a page in millimetres. */
export type PaperSize = { widthMm: number; heightMm: number };

/** A rectangle on a page. */
export type PageBox = { xMm: number; yMm: number; widthMm: number; heightMm: number };

/** A stretch of text on one line. */
export type PageRun = {
  text: string;
  /** x, y, width, height of every UTF-16 unit of `text`, one after the other; both halves of a pair have the whole's. */
  boxes: Float32Array;
  /** Line of the page in reading order; runs of one line have the same. */
  line: number;
};

/** The box of one UTF-16 unit of a run. */
export function unitBox({ boxes }: PageRun, unit: number): PageBox {
  const at = unit * 4;
  return {
    xMm: boxes[at] ?? 0,
    yMm: boxes[at + 1] ?? 0,
    widthMm: boxes[at + 2] ?? 0,
    heightMm: boxes[at + 3] ?? 0,
  };
}

/** One place where the words sought stand; more than one box when it runs over a line's end. */
export type SearchHit = { page: number; boxes: readonly PageBox[] };

/** What a search found; `cut` when there are more places than are shown. */
export type SearchAnswer = { hits: readonly SearchHit[]; cut: boolean };

/** A line of the table of contents. `key` is asked for with `goalOf`. */
export type OutlineLine = { key: string; title: string; open: boolean; children: readonly OutlineLine[] };

/** A place to go to. */
export type PageGoal = { page: number; yMm: number };

/** Where a seal or signature stands on a page. `signature` counts in the report's list; null when it is not known. */
export type PageStamp = { page: number; signature: number | null; box: PageBox };

/** A page as drawn: a picture by address, which can run nothing, or a canvas. */
export type DrawnPage = { kind: 'picture'; href: string } | { kind: 'canvas'; canvas: HTMLCanvasElement };

/** Pages to show. Every promise may reject with {@link SourceError}; an aborted one with an AbortError. */
export type PageSource = {
  /** Sizes as known now; the same array until one is learned. */
  sizes(): readonly PaperSize[];
  /** Calls back when a size was learned; answers how to stop. */
  onSizes(listener: () => void): () => void;
  /** Tells the natural size of a picture, for sources that do not know their sizes. */
  learn?(page: number, naturalWidth: number, naturalHeight: number): void;
  readonly outline: readonly OutlineLine[];
  goalOf(key: string): Promise<PageGoal | null>;
  readonly stamps: readonly PageStamp[];
  readonly hasText: boolean;
  /** `widthDots` is how many dots the page will be wide; pictures of lines and curves do not mind it. */
  draw(page: number, widthDots: number, signal: AbortSignal): Promise<DrawnPage>;
  /** Whether a drawing is made of dots and has to be made again for another size. */
  readonly dots: boolean;
  /** An address of the page for print; the caller lets it go with `URL.revokeObjectURL` when it is a blob's. */
  print(page: number, signal: AbortSignal): Promise<string>;
  runs(page: number, signal: AbortSignal): Promise<readonly PageRun[]>;
  search(query: string, signal: AbortSignal): Promise<SearchAnswer>;
  close(): void;
};

/** Why a file is not shown: it cannot be read, or takes longer than anybody waits. */
export class SourceError extends Error {
  readonly code: 'unreadable' | 'slow';
  constructor(code: 'unreadable' | 'slow', reason: string) {
    super(reason);
    this.name = 'SourceError';
    this.code = code;
  }
}

/** Most places a search answers. */
export const MOST_HITS = 2000;

/** What is thrown when nobody waits for the answer any more. */
export function notWanted(): DOMException {
  return new DOMException('no longer wanted', 'AbortError');
}
