/** One page of an OFD as a display list: what every way of showing it starts from. */
import { type DisplayItem, type DisplayList, identity, translation } from '../../drawing/index.ts';
import type { Layer, LayerType, OfdDocument, OfdPage, Resources } from '../model/read-types.ts';
import { DisplayContext, type DisplayPlace } from './display-context.ts';
import { displayObjects } from './display-objects.ts';
import type { DisplayOptions } from './display-options.ts';
import { displayStamp } from './display-stamps.ts';

const rank: Readonly<Record<LayerType, number>> = { Background: 0, Body: 1, Custom: 1, Foreground: 2 };

/**
 * One page (0-based over all documents): templates and layers from back to front, then seals, then annotations.
 * Throws `RangeError` for a page that does not exist; defects of the file never throw, `findings` has them.
 *
 * @example drawSvg(displayPage(document, 0, { stamps: sealPictures(document) }))
 */
export function displayPage(
  document: OfdDocument,
  pageIndex: number,
  options: DisplayOptions = {},
): DisplayList {
  const page = document.pages[pageIndex];
  if (!page) {
    throw new RangeError(`expected a page below ${document.pages.length}`);
  }
  const context = new DisplayContext(document, options);
  const stamps = (options.stamps ?? []).filter((stamp) => stamp.page === pageIndex);
  const items = [
    ...pageItems(page, context),
    ...stamps.flatMap((stamp) => displayStamp(stamp, context, innerPage)),
    ...annotationItems(page, context),
  ];
  return { area: page.area, items, pictures: context.pictures, findings: context.findings };
}

/** A page inside a seal: no seals on it, else as any page. */
function innerPage(context: DisplayContext, pageIndex: number): DisplayItem[] {
  const page = context.document.pages[pageIndex];
  return page ? [...pageItems(page, context), ...annotationItems(page, context)] : [];
}

function pageItems(page: OfdPage, context: DisplayContext): DisplayItem[] {
  return stack(page).flatMap(({ layer, resources, entry }) =>
    displayObjects(layer.objects, context, {
      ...placeOf(resources, entry),
      ...(layer.drawParam === undefined ? {} : { layerParam: layer.drawParam }),
    }),
  );
}

/** Layers from back to front; templates of a type come before the page's own layers of it. */
function stack(page: OfdPage): { layer: Layer; resources: Resources; entry: string }[] {
  const byType = (a: { type: LayerType }, b: { type: LayerType }): number => rank[a.type] - rank[b.type];
  const layers = [
    ...page.templates.flatMap(({ template, zOrder }) =>
      [...template.layers].sort(byType).map((layer) => ({
        layer,
        resources: template.resources,
        entry: template.entry,
        type: zOrder,
      })),
    ),
    ...page.layers.map((layer) => ({
      layer,
      resources: page.resources,
      entry: page.entry,
      type: layer.type,
    })),
  ];
  return layers.sort(byType);
}

function annotationItems(page: OfdPage, context: DisplayContext): DisplayItem[] {
  const printing = context.options.printing === true;
  return page.annotations
    .filter((annotation) => annotation.visible && (annotation.print || !printing))
    .flatMap((annotation): DisplayItem[] => {
      const matrix = translation(annotation.boundary?.xMm ?? 0, annotation.boundary?.yMm ?? 0);
      const place = { ...placeOf(page.resources, page.entry), toPage: matrix };
      const items = displayObjects(annotation.objects, context, place);
      return items.length === 0
        ? []
        : [{ kind: 'group', matrix, clips: [], opacity: 1, blend: 'normal', items }];
    });
}

function placeOf(resources: Resources, entry: string): DisplayPlace {
  return { resources, depth: 0, patternDepth: 0, inside: [], toPage: identity, entry };
}
