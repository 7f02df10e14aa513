/** Objects and annotations that answer clicks, as link annotations (ISO 32000-1 12.5.6.5). */
import {
  applyTo,
  boxAround,
  corners,
  type Matrix,
  multiply,
  pathBox,
  translation,
} from '../../drawing/index.ts';
import type { OfdAction, OfdPage, PageObject } from '../../ofd/index.ts';
import { type PdfObject, pdfDict, pdfName } from '../../pdf/index.ts';
import { written } from './content-numbers.ts';
import type { Destinations } from './destinations.ts';
import type { PageFrame } from './page-frame.ts';

const mostLinks = 5000;
const deepest = 12;

type Area = { readonly actions: readonly OfdAction[]; readonly rectangle: readonly number[] };

/** The page's link annotations, in drawing order. */
export function linksOf(page: OfdPage, frame: PageFrame, destinations: Destinations): PdfObject[] {
  const areas: Area[] = [];
  const layers = [...page.templates.flatMap(({ template }) => template.layers), ...page.layers];
  for (const layer of layers) {
    collect(layer.objects, frame.matrix, areas, 0);
  }
  for (const annotation of page.annotations) {
    if (annotation.visible) {
      const place = translation(annotation.boundary?.xMm ?? 0, annotation.boundary?.yMm ?? 0);
      const origin = multiply(place, frame.matrix);
      if (annotation.actions.length > 0 && annotation.boundary) {
        const { widthMm, heightMm } = annotation.boundary;
        add(annotation.actions, { xMm: 0, yMm: 0, widthMm, heightMm }, origin, areas);
      }
      collect(annotation.objects, origin, areas, 0);
    }
  }
  return areas.flatMap(({ actions, rectangle }) => {
    const action = destinations.action(actions, page.doc);
    return action ? [link(action, rectangle)] : [];
  });
}

function link(action: PdfObject, rectangle: readonly number[]): PdfObject {
  return pdfDict({
    Type: pdfName('Annot'),
    Subtype: pdfName('Link'),
    Rect: [...rectangle],
    Border: [0, 0, 0],
    // Print (12.5.3); archives want it set
    F: 4,
    A: action,
  });
}

function collect(objects: readonly PageObject[], matrix: Matrix, areas: Area[], depth: number): void {
  for (const object of objects) {
    if (areas.length >= mostLinks || depth > deepest) {
      return;
    }
    if (object.kind === 'block') {
      collect(object.objects, matrix, areas, depth + 1);
    } else if (object.actions.length > 0 && object.boundary) {
      add(object.actions, object.boundary, matrix, areas);
    }
  }
}

function add(
  given: readonly OfdAction[],
  box: { xMm: number; yMm: number; widthMm: number; heightMm: number },
  matrix: Matrix,
  areas: Area[],
): void {
  const actions = given.filter(({ event }) => event === '' || event.toUpperCase() === 'CLICK');
  const [region] = actions.flatMap((action) => (action.region ? [action.region] : []));
  const inside = region && pathBox(region, translation(box.xMm, box.yMm));
  const { xMm, yMm, widthMm, heightMm } = boxAround(
    corners(inside ?? box).map(([x, y]) => applyTo(matrix, x, y)),
  );
  if (actions.length > 0 && widthMm > 0 && heightMm > 0 && areas.length < mostLinks) {
    const rectangle = [xMm, yMm, xMm + widthMm, yMm + heightMm].map((side) => Number(written(side)));
    areas.push({ actions, rectangle });
  }
}
