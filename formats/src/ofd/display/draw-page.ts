/** A page as one self-contained SVG string, for browsers and servers alike. Nothing of the file becomes markup. */
import { type Svg, svg, svgMatrix, svgNumber } from '../../drawing/index.ts';
import type { Layer, LayerType, OfdDocument, OfdPage, Resources } from '../model/read-types.ts';
import { DrawCanvas, type DrawOptions } from './draw-canvas.ts';
import { drawStamp } from './draw-images.ts';
import { drawObjects } from './draw-objects.ts';

const rank: Readonly<Record<LayerType, number>> = { Background: 0, Body: 1, Custom: 1, Foreground: 2 };

/**
 * Draws one page (0-based over all documents): templates and layers from back to front, then seals, then
 * annotations. Throws `RangeError` for a page that does not exist; defects of the file never throw.
 *
 * @example drawPageSvg(document, 0, { stamps: [{ page: 0, boundary, image: { mime: 'image/png', bytes } }] })
 */
export function drawPageSvg(document: OfdDocument, pageIndex: number, options: DrawOptions = {}): string {
  const page = document.pages[pageIndex];
  const prefix = options.idPrefix ?? `p${pageIndex}`;
  if (!page || !/^[A-Za-z][\w-]*$/.test(prefix)) {
    throw new RangeError(`expected a page below ${document.pages.length} and a plain id prefix`);
  }
  const canvas = new DrawCanvas(document, prefix, options);
  const { xMm, yMm, widthMm, heightMm } = page.area;
  const paper = svg('rect', { x: xMm, y: yMm, width: widthMm, height: heightMm, fill: '#ffffff' });
  const content = [
    ...stack(page).flatMap(({ layer, resources }) => drawLayer(layer, resources, canvas)),
    ...(options.stamps ?? [])
      .filter((stamp) => stamp.page === pageIndex)
      .flatMap((stamp) => drawStamp(stamp, canvas)),
    ...page.annotations
      .filter((annotation) => annotation.visible)
      .flatMap((annotation) => {
        const drawn = drawObjects(annotation.objects, canvas, { resources: page.resources, depth: 0 });
        const transform = svgMatrix([
          1,
          0,
          0,
          1,
          annotation.boundary?.xMm ?? 0,
          annotation.boundary?.yMm ?? 0,
        ]);
        return drawn.length > 0 ? [svg('g', { transform }, drawn)] : [];
      }),
  ];
  const defs = canvas.defs.length > 0 ? [svg('defs', {}, canvas.defs)] : [];
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: [xMm, yMm, widthMm, heightMm].map(svgNumber).join(' '),
      width: `${svgNumber(widthMm)}mm`,
      height: `${svgNumber(heightMm)}mm`,
    },
    [...defs, paper, ...content],
  );
}

/** Layers from back to front; templates of a type come before the page's own layers of it. */
function stack(page: OfdPage): { layer: Layer; resources: Resources }[] {
  const byType = (a: { type: LayerType }, b: { type: LayerType }): number => rank[a.type] - rank[b.type];
  const items = [
    ...page.templates.flatMap(({ template, zOrder }) =>
      [...template.layers]
        .sort(byType)
        .map((layer) => ({ layer, resources: template.resources, type: zOrder })),
    ),
    ...page.layers.map((layer) => ({ layer, resources: page.resources, type: layer.type })),
  ];
  return items.sort(byType);
}

function drawLayer(layer: Layer, resources: Resources, canvas: DrawCanvas): Svg[] {
  const layerParam = layer.drawParam === undefined ? {} : { layerParam: layer.drawParam };
  return drawObjects(layer.objects, canvas, { resources, ...layerParam, depth: 0 });
}
