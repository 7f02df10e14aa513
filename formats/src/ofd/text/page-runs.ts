/** All runs of a page, also those inside blocks, composites, templates and annotations. */
import { identity, type Matrix, multiply, translation } from '../../drawing/index.ts';
import type { FontOutlines } from '../../sfnt/index.ts';
import type {
  CompositeObject,
  OfdDocument,
  OfdPage,
  PageObject,
  Resources,
  TextObject,
} from '../model/read-types.ts';
import { embeddedFont } from './glyph-widths.ts';
import { addObjectRuns, type RunPlace } from './object-runs.ts';
import type { TextRun } from './text-run.ts';

const deepest = 16;

/** What may be looked at: composites may use each other again and again, and pages be one page ten thousand times. */
export type TextBudget = { objects: number; characters: number };

const ofOnePage: Readonly<TextBudget> = { objects: 200_000, characters: 5_000_000 };

/** The budget of one page, or of all pages of a document together. */
export function textBudget(pages: 'one' | 'all'): TextBudget {
  return pages === 'one' ? { ...ofOnePage } : { objects: 2_000_000, characters: 20_000_000 };
}

/** Runs of the visible objects in file order: templates, page, annotations; lines are not numbered yet. */
export function pageRuns(
  document: OfdDocument,
  page: OfdPage,
  index: number,
  budget: TextBudget = textBudget('one'),
): TextRun[] {
  const runs: TextRun[] = [];
  visitTexts(document, page, index, budget, (object, place, font) => {
    if (object.visible) {
      addObjectRuns(object, place, font, runs);
    }
  });
  return runs;
}

type TextVisitor = (object: TextObject, place: RunPlace, font: () => FontOutlines | undefined) => void;

/** Every text object of a page with the place it is drawn at, invisible ones included; in file order. */
export function visitTexts(
  document: OfdDocument,
  page: OfdPage,
  index: number,
  budget: TextBudget,
  take: TextVisitor,
): void {
  let left = ofOnePage.objects;
  const visit = (
    objects: readonly PageObject[],
    matrix: Matrix,
    source: TextRun['source'],
    resources: Resources,
    depth: number,
  ): void => {
    const place = { page: index, source, matrix };
    for (const object of objects) {
      left -= 1;
      budget.objects -= 1;
      if (left < 0 || budget.objects < 0 || budget.characters < 0) {
        return;
      }
      if (object.kind === 'text') {
        budget.characters -= object.codes.reduce((sum, code) => sum + code.text.length, 0);
        take(object, place, fontOf(object.font, resources, document));
      } else if (object.kind === 'block' && depth < deepest) {
        visit(object.objects, matrix, source, resources, depth + 1);
      } else if (object.kind === 'composite' && object.visible && depth < deepest) {
        const unit = resources.composites.get(object.resource);
        visit(unit?.objects ?? [], compositeMatrix(object, matrix), source, resources, depth + 1);
      }
    }
  };
  for (const { template } of page.templates) {
    for (const layer of template.layers) {
      visit(layer.objects, identity, 'template', template.resources, 0);
    }
  }
  for (const layer of page.layers) {
    visit(layer.objects, identity, 'page', page.resources, 0);
  }
  for (const annotation of page.annotations) {
    if (annotation.visible) {
      const place = translation(annotation.boundary?.xMm ?? 0, annotation.boundary?.yMm ?? 0);
      visit(annotation.objects, place, 'annotation', page.resources, 0);
    }
  }
}

/** The font of an object, opened when the first glyph asks for its width. */
function fontOf(id: string, resources: Resources, document: OfdDocument): () => FontOutlines | undefined {
  let opened: { font: FontOutlines | undefined } | undefined;
  return () => {
    opened ??= { font: embeddedFont(resources.fonts.get(id), document) };
    return opened.font;
  };
}

function compositeMatrix(object: CompositeObject, outer: Matrix): Matrix {
  const shift = translation(object.boundary?.xMm ?? 0, object.boundary?.yMm ?? 0);
  return multiply(multiply(object.ctm ?? identity, shift), outer);
}
