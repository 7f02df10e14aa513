/** Text of the pages, in reading order, with boxes; and the values custom tags point at. */
import {
  applyTo,
  type BoxMm,
  boxAround,
  corners,
  identity,
  type Matrix,
  multiply,
  translation,
} from '../../drawing/index.ts';
import type { OfdDocument, OfdPage, PageObject, PlacedGlyph, TextObject } from '../model/read-types.ts';

/** A stretch of text on one line. `page` is 0-based over all documents; the box is in page coordinates. */
export type TextRun = {
  readonly page: number;
  readonly text: string;
  readonly box: BoxMm;
  readonly objectId: string;
  /** Where it comes from: template text is drawn with the page but belongs to another entry. */
  readonly source: 'page' | 'template' | 'annotation';
};

const deepest = 16;

/** Runs of every page: lines from top to bottom, within a line from left to right. Invisible objects are left out. */
export function extractText(document: OfdDocument): TextRun[] {
  return document.pages.flatMap((page, index) => sortLines(pageRuns(page, index)));
}

/** The whole text: one line of output per line of page, pages separated by a form feed. */
export function plainText(runs: readonly TextRun[]): string {
  let out = '';
  let last: TextRun | undefined;
  for (const run of runs) {
    const separator = !last ? '' : run.page !== last.page ? '\f' : sameLine(last, run) ? '' : '\n';
    out += separator + run.text;
    last = run;
  }
  return out;
}

/**
 * Values of custom tags by element name, e.g. 标题, 发文字号: the texts of the objects a tag points at, joined in
 * order. Of repeated names the first is kept; grouping elements are values too, joined from their parts.
 */
export function tagValues(document: OfdDocument): Record<string, string> {
  const values = new Map<string, string>();
  for (const doc of document.docs) {
    const texts = objectTexts(doc.pages);
    for (const tag of doc.tags) {
      const name = tag.path.at(-1)!;
      if (!values.has(name)) {
        const pointed = tag.objects.map((ref) => texts.get(`${ref.pageId}#${ref.objectId}`) ?? '').join('');
        values.set(name, pointed || tag.text);
      }
    }
  }
  return Object.fromEntries(values);
}

function objectTexts(pages: readonly OfdPage[]): Map<string, string> {
  const texts = new Map<string, string>();
  const visit = (pageId: string, objects: readonly PageObject[], depth: number): void => {
    for (const object of objects) {
      if (object.kind === 'text') {
        const key = `${pageId}#${object.id}`;
        texts.set(key, texts.get(key) ?? object.codes.map((code) => code.text).join(''));
      } else if (object.kind === 'block' && depth < deepest) {
        visit(pageId, object.objects, depth + 1);
      }
    }
  };
  for (const page of pages) {
    const templateLayers = page.templates.flatMap((use) => use.template.layers);
    for (const layer of [...page.layers, ...templateLayers]) {
      visit(page.id, layer.objects, 0);
    }
  }
  return texts;
}

function pageRuns(page: OfdPage, index: number): TextRun[] {
  const runs: TextRun[] = [];
  const visit = (
    objects: readonly PageObject[],
    matrix: Matrix,
    source: TextRun['source'],
    depth: number,
  ): void => {
    for (const object of objects) {
      if (object.kind === 'block') {
        if (depth < deepest) {
          visit(object.objects, matrix, source, depth + 1);
        }
      } else if (object.kind === 'text' && object.visible) {
        runs.push(...objectRuns(object, matrix, index, source));
      }
    }
  };
  for (const { template } of page.templates) {
    for (const layer of template.layers) {
      visit(layer.objects, identity, 'template', 0);
    }
  }
  for (const layer of page.layers) {
    visit(layer.objects, identity, 'page', 0);
  }
  for (const annotation of page.annotations.filter((a) => a.visible)) {
    visit(
      annotation.objects,
      translation(annotation.boundary?.xMm ?? 0, annotation.boundary?.yMm ?? 0),
      'annotation',
      0,
    );
  }
  return runs;
}

function objectRuns(object: TextObject, outer: Matrix, page: number, source: TextRun['source']): TextRun[] {
  const shift = translation(object.boundary?.xMm ?? 0, object.boundary?.yMm ?? 0);
  const matrix = multiply(multiply(object.ctm ?? identity, shift), outer);
  return object.codes
    .flatMap((code) => splitLines(code.glyphs))
    .filter((glyphs) => glyphs.some((glyph) => glyph.text !== ''))
    .map((glyphs) => ({
      page,
      text: glyphs.map((glyph) => glyph.text).join(''),
      box: boxAround(
        glyphs.flatMap((glyph) => glyphCorners(glyph, object).map(([x, y]) => applyTo(matrix, x, y))),
      ),
      objectId: object.id,
      source,
    }));
}

/** One TextCode may hold several lines: a step back in x with a step in y begins the next one. */
function splitLines(glyphs: readonly PlacedGlyph[]): PlacedGlyph[][] {
  const lines: PlacedGlyph[][] = [];
  let last: PlacedGlyph | undefined;
  for (const glyph of glyphs) {
    if (!last || (glyph.xMm < last.xMm && glyph.yMm !== last.yMm)) {
      lines.push([]);
    }
    lines.at(-1)!.push(glyph);
    last = glyph;
  }
  return lines;
}

/** The em box of a glyph: as wide as the size, half of it for Latin; ascent 0.88, descent 0.12. */
function glyphCorners(glyph: PlacedGlyph, object: TextObject): [number, number][] {
  const wide = (glyph.text.codePointAt(0) ?? 0x4e00) > 0x2e7f;
  const widthMm = object.sizeMm * object.hScale * (wide ? 1 : 0.5);
  const box = { xMm: glyph.xMm, yMm: glyph.yMm - 0.88 * object.sizeMm, widthMm, heightMm: object.sizeMm };
  return corners(box);
}

function sortLines(runs: readonly TextRun[]): TextRun[] {
  const middle = (run: TextRun): number => run.box.yMm + run.box.heightMm / 2;
  const byTop = [...runs].sort((a, b) => middle(a) - middle(b));
  const lines: TextRun[][] = [];
  for (const run of byTop) {
    const line = lines.at(-1);
    if (line && sameLine(line[0]!, run)) {
      line.push(run);
    } else {
      lines.push([run]);
    }
  }
  return lines.flatMap((line) => line.sort((a, b) => a.box.xMm - b.box.xMm));
}

/** Two runs are on one line when their middles differ by less than half the lower one's height. */
function sameLine(a: TextRun, b: TextRun): boolean {
  const distance = Math.abs(a.box.yMm + a.box.heightMm / 2 - b.box.yMm - b.box.heightMm / 2);
  return a.page === b.page && distance < Math.min(a.box.heightMm, b.box.heightMm) / 2;
}
