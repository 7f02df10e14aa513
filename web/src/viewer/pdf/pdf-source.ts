/**
 * A PDF by pdf.js: read in its own thread, drawn on canvases of the size at which they are looked at. No code from the
 * file is ever evaluated, and nothing is fetched but our own tables of characters.
 */
import { searchRuns } from '@yiwen/formats/ofd';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { PageSizes } from '../page-sizes.ts';
import {
  type DrawnPage,
  MOST_HITS,
  notWanted,
  type OutlineLine,
  type PageGoal,
  type PageRun,
  type PageSource,
  type PageStamp,
  type PaperSize,
  type SearchAnswer,
  SourceError,
  unitBox,
} from '../page-source.ts';
import { MM_PER_POINT, pdfRuns, signatureBoxes } from './pdf-runs.ts';
import workerAddress from './pdf-worker.ts?worker&url';

/** Most dots of one canvas: what phones still allow. */
const MOST_DOTS = 16_000_000;
const PRINT_DOTS_PER_INCH = 300;
const OPEN_MS = 30_000;
const MOST_PAGES = 10_000;
const MOST_LINES = 5000;
/** Signature fields are looked for on so many pages: reading each costs. */
const MOST_STAMPED = 60;

type Destination = string | unknown[] | null;
type PdfLine = { title: string; dest: Destination; items: PdfLine[]; count?: number | undefined };

/**
 * Opens a PDF. `pagesOfSignatures` are the pages of each signature in the report, to tell which field is whose.
 * @throws SourceError when it cannot be read
 */
export async function pdfSource(
  loading: Promise<Uint8Array>,
  pagesOfSignatures: readonly (readonly number[])[],
  signal: AbortSignal,
): Promise<PageSource> {
  GlobalWorkerOptions.workerSrc = workerAddress;
  const task = getDocument({
    data: await loading,
    isEvalSupported: false,
    enableXfa: false,
    cMapUrl: '/pdfjs/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/pdfjs/standard_fonts/',
    useWasm: false,
  });
  const stop = () => void task.destroy();
  signal.addEventListener('abort', stop);
  let slow = false;
  const timer = setTimeout(() => {
    slow = true;
    stop();
  }, OPEN_MS);
  try {
    const file = await task.promise;
    const source = new PdfPages(file, await sizeOf(file, 0), stop);
    await source.readStamps(pagesOfSignatures);
    await source.readOutline();
    return source;
  } catch (error) {
    stop();
    throw signal.aborted
      ? notWanted()
      : new SourceError(slow ? 'slow' : 'unreadable', error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function sizeOf(file: PDFDocumentProxy, page: number): Promise<PaperSize> {
  const { width, height } = (await file.getPage(page + 1)).getViewport({ scale: 1 });
  return { widthMm: Math.max(width, 1) * MM_PER_POINT, heightMm: Math.max(height, 1) * MM_PER_POINT };
}

class PdfPages implements PageSource {
  readonly #file: PDFDocumentProxy;
  readonly #stop: () => void;
  readonly #papers: PageSizes;
  readonly #goals = new Map<string, Destination>();
  readonly #texts = new Map<number, Promise<PageRun[]>>();
  #closed = false;
  outline: readonly OutlineLine[] = [];
  stamps: readonly PageStamp[] = [];
  readonly hasText = true;
  readonly dots = true;

  readonly sizes: () => readonly PaperSize[];
  readonly onSizes: (listener: () => void) => () => void;

  constructor(file: PDFDocumentProxy, first: PaperSize, stop: () => void) {
    this.#file = file;
    this.#stop = stop;
    this.#papers = new PageSizes(Math.min(file.numPages, MOST_PAGES), [first]);
    this.sizes = this.#papers.sizes;
    this.onSizes = this.#papers.onSizes;
    const ask = async (from: number, to: number): Promise<PaperSize[]> => {
      const sizes: PaperSize[] = [];
      for (let page = from; page < to && !this.#closed; page += 1) {
        sizes.push(await sizeOf(file, page).catch(() => first));
      }
      return sizes;
    };
    void this.#papers.readOthers(ask).catch(() => undefined);
  }

  /** Finds the signature fields; one is the report's when the page has just one of each. */
  async readStamps(pagesOfSignatures: readonly (readonly number[])[]): Promise<void> {
    if (!(await this.#file.getFieldObjects().catch(() => null)) && pagesOfSignatures.length === 0) {
      return;
    }
    const wanted = new Set(pagesOfSignatures.flat());
    const pages = wanted.size > 0 ? [...wanted] : this.sizes().map((_, page) => page);
    const stamps: PageStamp[] = [];
    for (const page of pages.slice(0, MOST_STAMPED)) {
      if (page < this.sizes().length) {
        const boxes = await signatureBoxes(await this.#file.getPage(page + 1)).catch(() => []);
        const owners = pagesOfSignatures.flatMap((list, at) => (list.includes(page) ? [at] : []));
        const owner = boxes.length === 1 && owners.length === 1 ? (owners[0] ?? null) : null;
        stamps.push(...boxes.map((box) => ({ page, signature: owner, box })));
      }
    }
    this.stamps = stamps;
  }

  async readOutline(): Promise<void> {
    const lines = ((await this.#file.getOutline().catch(() => null)) ?? []) as PdfLine[];
    const convert = (items: PdfLine[], depth: number): OutlineLine[] =>
      items.flatMap(({ title, dest, items: children, count }) => {
        if (this.#goals.size >= MOST_LINES || depth > 12) {
          return [];
        }
        const key = String(this.#goals.size + 1);
        this.#goals.set(key, dest);
        const below = convert(children, depth + 1);
        return [{ key, title: title.trim(), open: (count ?? 1) > 0, children: below }];
      });
    this.outline = convert(lines, 0);
  }

  async goalOf(key: string): Promise<PageGoal | null> {
    const named = this.#goals.get(key) ?? null;
    const place = typeof named === 'string' ? await this.#file.getDestination(named) : named;
    const [ref, kind, ...rest] = place ?? [];
    const page = typeof ref === 'number' ? ref : await this.#file.getPageIndex(ref as never).catch(() => -1);
    if (page < 0 || page >= this.sizes().length) {
      return null;
    }
    const name = (kind as { name?: string } | undefined)?.name;
    const top = name === 'XYZ' ? rest[1] : name === 'FitH' || name === 'FitBH' ? rest[0] : null;
    if (typeof top !== 'number') {
      return { page, yMm: 0 };
    }
    const view = (await this.#file.getPage(page + 1)).getViewport({ scale: 1 });
    const [, y = 0] = view.convertToViewportPoint(0, top) as number[];
    return { page, yMm: Math.max(0, y * MM_PER_POINT) };
  }

  private async canvasOf(
    page: number,
    widthDots: number,
    intent: 'display' | 'print',
    signal: AbortSignal,
  ): Promise<HTMLCanvasElement> {
    const read = await this.#file.getPage(page + 1);
    const natural = read.getViewport({ scale: 1 });
    const most = Math.sqrt(MOST_DOTS / Math.max(1, natural.width * natural.height));
    const scale = Math.min(widthDots / Math.max(1, natural.width), most);
    const viewport = read.getViewport({ scale });
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    if (signal.aborted) {
      throw notWanted();
    }
    const drawing = read.render({ canvas, viewport, intent });
    const stop = () => drawing.cancel();
    signal.addEventListener('abort', stop);
    try {
      await drawing.promise;
    } catch (error) {
      throw signal.aborted ? notWanted() : new SourceError('unreadable', String(error));
    } finally {
      signal.removeEventListener('abort', stop);
    }
    return canvas;
  }

  async draw(page: number, widthDots: number, signal: AbortSignal): Promise<DrawnPage> {
    return { kind: 'canvas', canvas: await this.canvasOf(page, widthDots, 'display', signal) };
  }

  async print(page: number, signal: AbortSignal): Promise<string> {
    const widthDots = ((this.sizes()[page]?.widthMm ?? 210) / 25.4) * PRINT_DOTS_PER_INCH;
    const canvas = await this.canvasOf(page, widthDots, 'print', signal);
    const picture = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png');
    });
    if (picture === null) {
      throw new SourceError('unreadable', 'the page became no picture');
    }
    return URL.createObjectURL(picture);
  }

  runs(page: number): Promise<readonly PageRun[]> {
    let text = this.#texts.get(page);
    if (text === undefined) {
      text = this.#file.getPage(page + 1).then(pdfRuns);
      this.#texts.set(page, text);
      text.catch(() => this.#texts.delete(page));
    }
    return text;
  }

  async search(query: string, signal: AbortSignal): Promise<SearchAnswer> {
    const hits: SearchAnswer['hits'][number][] = [];
    for (let page = 0; page < this.sizes().length && hits.length < MOST_HITS; page += 1) {
      if (signal.aborted) {
        throw notWanted();
      }
      const runs = await this.runs(page).catch(() => []);
      // The search of OFD text, so that both kinds of file answer alike.
      const places = searchRuns(
        runs.map((run) => ({
          ...run,
          page,
          box: unitBox(run, 0),
          objectId: '',
          source: 'page',
          direction: 'right',
        })),
        query,
      );
      hits.push(...places.map(({ boxes }) => ({ page, boxes })));
    }
    return { hits: hits.slice(0, MOST_HITS), cut: hits.length >= MOST_HITS };
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }
}
