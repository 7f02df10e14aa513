/** What passes between the viewer and the thread that reads an OFD. */
import type { OutlineLine, PageGoal, PageRun, PageStamp, PaperSize, SearchAnswer } from '../page-source.ts';

/** Asked of the thread. `open` comes first, `close` last; then another file may be opened. */
export type OfdQuestion =
  | { ask: 'open'; bytes: Uint8Array }
  | { ask: 'sizes'; from: number; to: number }
  | { ask: 'draw'; page: number; printing: boolean }
  | { ask: 'runs'; page: number }
  | { ask: 'search'; query: string }
  | { ask: 'close' };

/** What `open` answers: everything small about the document. */
export type OfdOpened = {
  pages: number;
  /** Of the first pages; a page has to be read before its size is known. */
  sizes: PaperSize[];
  outline: OutlineLine[];
  /** By the key of an outline line. */
  goals: Record<string, PageGoal>;
  stamps: PageStamp[];
};

/** Answers by question. A page is an SVG file. */
export type OfdAnswers = {
  open: OfdOpened;
  sizes: PaperSize[];
  draw: Blob;
  runs: PageRun[];
  search: SearchAnswer;
  close: true;
};

/** A question under way. */
export type OfdRequest = { id: number; question: OfdQuestion };

/** Its answer, or why there is none. */
export type OfdReply = { id: number; answer: OfdAnswers[OfdQuestion['ask']] } | { id: number; fault: string };
