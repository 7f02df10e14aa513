import { csrf } from '../api/index.ts';
import workerAddress from './pdf-worker.ts?worker&url';

/** Most pages drawn of one file; the rest is read in the downloaded file. */
const MOST_PAGES = 60;

/** Width in dots a page is drawn with: sharp on a phone at double zoom, and bounded whatever the page's size. */
const WIDTH_DOTS = 1600;

/**
 * Draws the pages of a PDF as pictures, in a worker, without ever evaluating code from the file. Answers addresses for
 * `<img>`, which the caller lets go with `URL.revokeObjectURL`. Throws when the file cannot be had or read.
 */
export async function pdfPages(href: string, signal: AbortSignal): Promise<string[]> {
  const response = await fetch(href, { signal, headers: { 'x-csrf-token': csrf() } });
  if (!response.ok) {
    throw new Error(`The file answered ${response.status}`);
  }
  const data = new Uint8Array(await response.arrayBuffer());
  const { getDocument, GlobalWorkerOptions } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  GlobalWorkerOptions.workerSrc = workerAddress;
  const task = getDocument({
    data,
    isEvalSupported: false,
    enableXfa: false,
    cMapUrl: '/pdfjs/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/pdfjs/standard_fonts/',
    useWasm: false,
  });
  try {
    const file = await task.promise;
    const hrefs: string[] = [];
    for (let number = 1; number <= Math.min(file.numPages, MOST_PAGES); number += 1) {
      if (signal.aborted) {
        break;
      }
      const page = await file.getPage(number);
      const natural = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: WIDTH_DOTS / Math.max(natural.width, 1) });
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.min(Math.round(viewport.height), WIDTH_DOTS * 4);
      await page.render({ canvas, viewport }).promise;
      const picture = await new Promise<Blob | null>((resolve) => {
        canvas.toBlob(resolve, 'image/png');
      });
      if (picture !== null) {
        hrefs.push(URL.createObjectURL(picture));
      }
      page.cleanup();
    }
    return hrefs;
  } finally {
    await task.destroy();
  }
}
