/** Messages between the product and the engine's own process. */
import type { UsedFont } from '../fonts/index.ts';
import type { DisplayPage } from '../layout/display.ts';

/** What is written into the file beside its pages. */
export type FileFacts = {
  title: string;
  authors: string[];
  keywords: string[];
  /** Year, month, day: the file's fixed date, never the clock's. */
  date: [number, number, number];
};

/** One order to the engine. */
export type EngineRequest = {
  id: number;
  output: 'pdf' | 'svg';
  facts: FileFacts;
  pages: DisplayPage[];
};

/** Its answer. `svg` has one entry per page. */
export type EngineAnswer =
  | { id: number; ok: true; pdf?: Uint8Array; svg?: string[]; fonts: UsedFont[] }
  | { id: number; ok: false; code: 'missing-glyphs'; characters: string[] }
  | { id: number; ok: false; code: 'engine-failed'; message: string };
