/** Selecting text over a page by where the pointer is, so that a drag follows the glyphs and never jumps. */
import { type Turn, unturnPoint } from '../page-layout.ts';
import { type PageBox, type PageRun, type PaperSize, unitBox } from '../page-source.ts';

/** A page whose text can be selected now. `layer` holds one text element per run, in order. */
export type TextPage = { layer: SVGSVGElement; runs: readonly PageRun[]; paper: PaperSize; turn: Turn };

/** The place between two characters that is nearest to a point of the page. */
export function nearestPlace(
  runs: readonly PageRun[],
  xMm: number,
  yMm: number,
): { run: number; unit: number } | null {
  let best: { run: number; far: number } | null = null;
  for (const [run, of] of runs.entries()) {
    const box = around(of);
    const dx = Math.max(box.xMm - xMm, 0, xMm - box.xMm - box.widthMm);
    const dy = Math.max(box.yMm - yMm, 0, yMm - box.yMm - box.heightMm);
    // Who points beside a line means that line, not a nearer one above it.
    const far = dy * 6 + dx;
    if (best === null || far < best.far) {
      best = { run, far };
    }
  }
  const run = best && runs[best.run];
  if (!best || !run) {
    return null;
  }
  const down = standsUpright(run);
  let unit = 0;
  for (let at = 0; at < run.text.length; at += 1) {
    const box = unitBox(run, at);
    const middle = down ? box.yMm + box.heightMm / 2 : box.xMm + box.widthMm / 2;
    if ((down ? yMm : xMm) > middle) {
      unit = at + 1;
    }
  }
  // Not between the halves of a pair.
  const low = run.text.charCodeAt(unit);
  return { run: best.run, unit: low >= 0xdc00 && low <= 0xdfff ? unit + 1 : unit };
}

/** Whether the run goes down the page. */
function standsUpright(run: PageRun): boolean {
  const first = unitBox(run, 0);
  const last = unitBox(run, run.text.length - 1);
  return Math.abs(last.yMm - first.yMm) > Math.abs(last.xMm - first.xMm);
}

function around(run: PageRun): PageBox {
  let { xMm: left, yMm: top } = unitBox(run, 0);
  let right = left;
  let bottom = top;
  for (let unit = 0; unit < run.text.length; unit += 1) {
    const box = unitBox(run, unit);
    left = Math.min(left, box.xMm);
    top = Math.min(top, box.yMm);
    right = Math.max(right, box.xMm + box.widthMm);
    bottom = Math.max(bottom, box.yMm + box.heightMm);
  }
  return { xMm: left, yMm: top, widthMm: right - left, heightMm: bottom - top };
}

/** The place in the document for a point of the screen: of the page under it, else of the nearest one shown. */
export function caretAt(
  pages: Iterable<TextPage>,
  clientX: number,
  clientY: number,
): { node: Text; offset: number } | null {
  let nearest: { page: TextPage; rect: DOMRect; far: number } | null = null;
  for (const page of pages) {
    const rect = page.layer.getBoundingClientRect();
    const far = Math.max(rect.top - clientY, 0, clientY - rect.bottom);
    if (page.runs.length > 0 && (nearest === null || far < nearest.far)) {
      nearest = { page, rect, far };
    }
  }
  if (nearest === null) {
    return null;
  }
  const { page, rect } = nearest;
  const { xMm, yMm } = unturnPoint(
    (clientX - rect.left) / rect.width,
    (clientY - rect.top) / rect.height,
    page.paper,
    page.turn,
  );
  const place = nearestPlace(page.runs, xMm, yMm);
  const node = place && page.layer.querySelector(`[data-run="${place.run}"]`)?.firstChild;
  return place && node instanceof Text ? { node, offset: Math.min(place.unit, node.data.length) } : null;
}
