/** Page objects to SVG: inheritance of drawing settings, clips, boundaries, composites (GB/T 33190 8.5, 13). */
import {
  type BoxMm,
  boxAround,
  identity,
  pathPoints,
  type Svg,
  type SvgAttributes,
  svg,
  svgMatrix,
  svgNumber,
  svgPathData,
} from '../../drawing/index.ts';
import type {
  CompositeObject,
  DrawSettings,
  PageObject,
  Paint,
  PathObject,
  Resources,
} from '../model/read-types.ts';
import type { DrawCanvas, DrawPlace } from './draw-canvas.ts';
import { drawImage, imageBox, rect } from './draw-images.ts';
import { drawText } from './draw-text.ts';

const deepest = 12;
const black: Paint = { kind: 'solid', rgb: [0, 0, 0], alpha: 255 };
const hairlineMm = 0.1;

export function drawObjects(objects: readonly PageObject[], canvas: DrawCanvas, place: DrawPlace): Svg[] {
  return objects.flatMap((object) => {
    if (!canvas.admit()) {
      return [];
    }
    if (object.kind === 'block') {
      return place.depth < deepest
        ? drawObjects(object.objects, canvas, { ...place, depth: place.depth + 1 })
        : [];
    }
    return object.visible ? drawGraphic(object, canvas, place) : [];
  });
}

type Graphic = Exclude<PageObject, { kind: 'block' }>;

/** Object data → CTM → moved by the Boundary; clips are relative to the Boundary and not touched by the CTM. */
function drawGraphic(object: Graphic, canvas: DrawCanvas, place: DrawPlace): Svg[] {
  const settings = effectiveSettings(object, place);
  const inner = drawContent(object, settings, canvas, place);
  if (inner.length === 0) {
    return [];
  }
  const matrix = object.kind === 'image' ? identity : (object.ctm ?? identity);
  const transform = svgMatrix(matrix);
  let content = transform === undefined ? inner : [svg('g', { transform }, inner)];
  for (const clip of object.clips) {
    const areas = clip.areas.map((area) =>
      svg('path', {
        d: svgPathData(area.path) || 'M0 0',
        transform: svgMatrix(area.matrix),
        'clip-rule': area.evenOdd ? 'evenodd' : undefined,
      }),
    );
    content = [svg('g', { 'clip-path': canvas.clip(areas) }, content)];
  }
  const { boundary } = object;
  const cut =
    boundary && reachesOut(object, settings, boundary)
      ? canvas.clip([rect({ ...boundary, xMm: 0, yMm: 0 })])
      : undefined;
  const outer: SvgAttributes = {
    transform: svgMatrix([1, 0, 0, 1, boundary?.xMm ?? 0, boundary?.yMm ?? 0]),
    'clip-path': cut,
    opacity: object.alpha < 255 ? object.alpha / 255 : undefined,
  };
  return [svg('g', outer, content)];
}

function drawContent(object: Graphic, settings: DrawSettings, canvas: DrawCanvas, place: DrawPlace): Svg[] {
  switch (object.kind) {
    case 'text':
      return drawText(object, settings, canvas, place);
    case 'path':
      return drawPath(object, settings, canvas);
    case 'image':
      return [drawImage(object, canvas, place)];
    case 'composite':
      return drawComposite(object, canvas, place);
  }
}

function drawPath(object: PathObject, settings: DrawSettings, canvas: DrawCanvas): Svg[] {
  if (object.path.length === 0 || (!object.fill && !object.stroke)) {
    return [];
  }
  const dash = settings.dashPatternMm?.filter((length) => length >= 0);
  const lines: SvgAttributes = object.stroke
    ? {
        ...canvas.paint('stroke', settings.strokeColor ?? black),
        'stroke-width': settings.lineWidthMm || hairlineMm,
        'stroke-linejoin': settings.join?.toLowerCase(),
        'stroke-linecap': settings.cap?.toLowerCase(),
        'stroke-miterlimit': settings.miterLimit,
        'stroke-dasharray': dash?.some((length) => length > 0) ? dash.map(svgNumber).join(' ') : undefined,
        'stroke-dashoffset': settings.dashOffsetMm,
      }
    : {};
  const fill = canvas.paint('fill', object.fill ? settings.fillColor : undefined);
  return [
    svg('path', {
      d: svgPathData(object.path),
      ...fill,
      ...lines,
      'fill-rule': object.evenOdd ? 'evenodd' : undefined,
    }),
  ];
}

function drawComposite(object: CompositeObject, canvas: DrawCanvas, place: DrawPlace): Svg[] {
  const unit = place.resources.composites.get(object.resource);
  if (!unit || place.depth >= deepest) {
    return [];
  }
  const content = drawObjects(unit.objects, canvas, { resources: place.resources, depth: place.depth + 1 });
  const box = { xMm: 0, yMm: 0, widthMm: unit.widthMm, heightMm: unit.heightMm };
  const clip = unit.widthMm > 0 && unit.heightMm > 0 ? canvas.clip([rect(box)]) : undefined;
  return content.length > 0 ? [svg('g', { 'clip-path': clip }, content)] : [];
}

/** The object's own settings, over its DrawParam, over the layer's DrawParam (8.2). */
function effectiveSettings(object: Graphic, place: DrawPlace): DrawSettings {
  const layer = inheritedSettings(place.layerParam, place.resources);
  const own = inheritedSettings(object.drawParam, place.resources);
  return { ...layer, ...own, ...onlySettings(object) };
}

/** A DrawParam with what it inherits through Relative; a ring ends where it closes. */
function inheritedSettings(id: string | undefined, resources: Resources): DrawSettings {
  let settings: DrawSettings = {};
  const seen = new Set<string>();
  for (let next = id; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const param = resources.drawParams.get(next);
    settings = { ...(param && onlySettings(param)), ...settings };
    next = param?.relative;
  }
  return settings;
}

function onlySettings(source: DrawSettings): DrawSettings {
  const { lineWidthMm, join, cap, miterLimit, dashOffsetMm, dashPatternMm, fillColor, strokeColor } = source;
  const all = { lineWidthMm, join, cap, miterLimit, dashOffsetMm, dashPatternMm, fillColor, strokeColor };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * Whether the Boundary has to clip. Half a line width over the edge is not cut (hairlines in zero-height boxes
 * are common), and text is not cut at all: showing a glyph whole is safer than hiding a part of it.
 */
function reachesOut(object: Graphic, settings: DrawSettings, boundary: BoxMm): boolean {
  if (object.kind !== 'path' && object.kind !== 'image') {
    return false;
  }
  const box =
    object.kind === 'image' ? imageBox(object) : boxAround(pathPoints(object.path, object.ctm ?? identity));
  const slack = 0.1 + (object.kind === 'path' && object.stroke ? (settings.lineWidthMm ?? 0.353) : 0);
  return (
    box.xMm < -slack ||
    box.yMm < -slack ||
    box.xMm + box.widthMm > boundary.widthMm + slack ||
    box.yMm + box.heightMm > boundary.heightMm + slack
  );
}
