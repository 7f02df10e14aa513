/** Page objects as display items: inheritance, clips, boundaries, composites (GB/T 33190 8.5, 9, 13). */
import {
  applyTo,
  type BoxMm,
  boxAround,
  type ClipShape,
  corners,
  type DisplayItem,
  identity,
  type Matrix,
  multiply,
  type Paint,
  type PathItem,
  pathBox,
  rectanglePath,
  translation,
} from '../../drawing/index.ts';
import type {
  CompositeObject,
  ImageObject,
  PageObject,
  PathObject,
  TextObject,
} from '../model/read-types.ts';
import { displayClips } from './display-clips.ts';
import { type DisplayContext, type DisplayPlace, deepest } from './display-context.ts';
import { borderPath, displayImage, imageMatrix } from './display-images.ts';
import { displayPaint, displayStroke, type PaintUse } from './display-paint.ts';
import { displayText } from './display-text.ts';
import { type EffectiveSettings, effectiveSettings } from './draw-settings.ts';

type Graphic = Exclude<PageObject, { kind: 'block' }>;

/** An object's items in the space its group's `matrix` leads from. */
type Drawn = { readonly items: readonly DisplayItem[]; readonly matrix: Matrix };

/** Matrices with larger numbers put everything off any page, and make NaN of the rest. */
const mostReach = 1e9;

const black = { kind: 'solid', rgb: [0, 0, 0], alpha: 255 } as const;

export function displayObjects(
  objects: readonly PageObject[],
  context: DisplayContext,
  place: DisplayPlace,
): DisplayItem[] {
  const items: DisplayItem[] = [];
  add(objects, items, context, place);
  return items;
}

function add(
  objects: readonly PageObject[],
  items: DisplayItem[],
  context: DisplayContext,
  place: DisplayPlace,
): void {
  for (const object of objects) {
    if (!context.admit('objects', 1)) {
      return;
    }
    if (object.kind !== 'block') {
      const seen = object.alpha > 0 || (object.kind === 'text' && context.options.allText === true);
      if (object.visible && seen) {
        addGraphic(object, items, context, place);
      }
    } else if (place.depth < deepest) {
      add(object.objects, items, context, { ...place, depth: place.depth + 1 });
    } else {
      context.note('too-deep', 'warning', `${place.entry}#${object.id}`, '页面块嵌套过深，未绘制');
    }
  }
}

/** Object data → CTM → moved by the Boundary; clips are relative to the Boundary and not touched by the CTM. */
function addGraphic(
  object: Graphic,
  items: DisplayItem[],
  context: DisplayContext,
  place: DisplayPlace,
): void {
  const at = `${place.entry}#${object.id}`;
  const moved = translation(object.boundary?.xMm ?? 0, object.boundary?.yMm ?? 0);
  const settings = effectiveSettings(
    object,
    { own: object.drawParam, layer: place.layerParam },
    place.resources,
  );
  const full = object.ctm && object.kind !== 'image' ? multiply(object.ctm, moved) : moved;
  if (!full.every((value) => Math.abs(value) < mostReach)) {
    context.note('object-out-of-reach', 'warning', at, '对象的变换数值过大，未绘制', full.join(' '));
    return;
  }
  // One fill or one line may carry the object's Alpha itself; several must be blended as one picture.
  const single =
    object.kind === 'path' ? !(object.fill && object.stroke) : object.kind === 'text' && !object.stroke;
  const opacity = object.alpha / 255;
  const use: PaintUse = {
    context,
    place,
    toPage: multiply(full, place.toPage),
    opacity: single ? opacity : 1,
    displayObjects,
    at,
  };
  const drawn = draw(object, settings, { full, moved }, use);
  if (!drawn || drawn.items.length === 0) {
    return;
  }
  const clips = object.clips.length > 0 ? displayClips(object.clips, moved, context, place, at) : [];
  const { boundary } = object;
  if (boundary && reachesOut(object, settings, boundary, place)) {
    clips.push(boxClip({ ...boundary, xMm: 0, yMm: 0 }, moved));
  }
  const through = single ? 1 : opacity;
  if (clips.length === 0 && through === 1 && drawn.matrix === identity) {
    items.push(...drawn.items);
    return;
  }
  items.push({
    kind: 'group',
    matrix: drawn.matrix,
    clips,
    opacity: through,
    blend: 'normal',
    items: drawn.items,
  });
}

type Spaces = {
  /** Object space to the space the object lies in. */
  readonly full: Matrix;
  /** The Boundary's space to the same. */
  readonly moved: Matrix;
};

function draw(
  object: Graphic,
  settings: EffectiveSettings,
  spaces: Spaces,
  use: PaintUse,
): Drawn | undefined {
  switch (object.kind) {
    case 'text':
      return drawText(object, settings, spaces, use);
    case 'path': {
      const item = drawPath(object, settings, use);
      return item && { items: [item], matrix: spaces.full };
    }
    case 'image':
      return drawImage(object, settings, spaces, use);
    case 'composite':
      return drawComposite(object, spaces, use);
  }
}

/** Plainly filled text goes straight into the outer space; paints with a place and lines stay in object space. */
function drawText(
  object: TextObject,
  settings: EffectiveSettings,
  { full }: Spaces,
  use: PaintUse,
): Drawn | undefined {
  const fill = object.fill ? displayPaint(settings.fillColor ?? black, use) : undefined;
  const stroke = object.stroke ? displayStroke(settings, use) : undefined;
  const inked = fill !== undefined || stroke !== undefined;
  if ((!inked && !use.context.options.allText) || !(object.sizeMm > 0)) {
    return undefined;
  }
  const plain = stroke === undefined && (fill === undefined || fill.kind === 'solid');
  const ink = { ...(fill ? { fill } : {}), ...(stroke ? { stroke } : {}) };
  const items = displayText(object, ink, plain ? full : identity, use.context, use.place);
  return { items, matrix: plain ? identity : full };
}

function drawPath(object: PathObject, settings: EffectiveSettings, use: PaintUse): PathItem | undefined {
  if (object.path.length === 0 || !use.context.admit('commands', object.path.length)) {
    return undefined;
  }
  const fill: Paint | undefined =
    object.fill && settings.fillColor ? displayPaint(settings.fillColor, use) : undefined;
  const stroke = object.stroke ? displayStroke(settings, use) : undefined;
  if (!fill && !stroke) {
    return undefined;
  }
  return {
    kind: 'path',
    path: object.path,
    evenOdd: object.evenOdd,
    ...(fill ? { fill } : {}),
    ...(stroke ? { stroke } : {}),
  };
}

/** The picture goes straight into the outer space; with a border, both stay in the Boundary's. */
function drawImage(
  object: ImageObject,
  settings: EffectiveSettings,
  { moved }: Spaces,
  use: PaintUse,
): Drawn {
  const { border } = object;
  if (!border) {
    return { items: [displayImage(object, moved, use.context, use.place)], matrix: identity };
  }
  const stroke = displayStroke(
    {
      ...settings,
      lineWidthMm: border.lineWidthMm,
      dashOffsetMm: border.dashOffsetMm,
      dashPatternMm: border.dashPatternMm,
      strokeColor: border.color ?? black,
    },
    use,
  );
  const picture = displayImage(object, identity, use.context, use.place);
  const frame: PathItem[] = stroke
    ? [{ kind: 'path', path: borderPath(object, border), evenOdd: false, stroke }]
    : [];
  return { items: [picture, ...frame], matrix: moved };
}

function drawComposite(object: CompositeObject, { full }: Spaces, use: PaintUse): Drawn | undefined {
  const { context, place, at } = use;
  const unit = place.resources.composites.get(object.resource);
  if (!unit) {
    context.note('composite-missing', 'warning', at, '复合对象所用的矢量图像没有定义', object.resource);
    return undefined;
  }
  if (place.inside.includes(unit.id) || place.depth >= deepest) {
    context.note('composite-ring', 'warning', at, '矢量图像循环引用或嵌套过深，未绘制', object.resource);
    return undefined;
  }
  const items = displayObjects(unit.objects, context, {
    resources: place.resources,
    depth: place.depth + 1,
    patternDepth: place.patternDepth,
    inside: [...place.inside, unit.id],
    toPage: use.toPage,
    entry: place.entry,
  });
  const box = { xMm: 0, yMm: 0, widthMm: unit.widthMm, heightMm: unit.heightMm };
  if (items.length === 0 || !(box.widthMm > 0 && box.heightMm > 0)) {
    return { items, matrix: full };
  }
  const cut: DisplayItem = {
    kind: 'group',
    matrix: full,
    clips: [boxClip(box, full)],
    opacity: 1,
    blend: 'normal',
    items,
  };
  return { items: [cut], matrix: identity };
}

/** A rectangle as a clip. */
export function boxClip(box: BoxMm, matrix: Matrix): ClipShape {
  return [{ path: rectanglePath(box), matrix, evenOdd: false }];
}

/**
 * Whether the Boundary has to clip. Half a line width over the edge is not cut (hairlines in zero-height boxes
 * are common), and text is not cut at all: showing a glyph whole is safer than hiding a part of it.
 */
function reachesOut(
  object: Graphic,
  settings: EffectiveSettings,
  boundary: BoxMm,
  place: DisplayPlace,
): boolean {
  const box = contentBox(object, place);
  if (!box) {
    return false;
  }
  const line = object.kind === 'path' && object.stroke ? settings.lineWidthMm * scaleOf(object.ctm) : 0;
  const slack = 0.1 + line;
  return (
    box.xMm < -slack ||
    box.yMm < -slack ||
    box.xMm + box.widthMm > boundary.widthMm + slack ||
    box.yMm + box.heightMm > boundary.heightMm + slack
  );
}

function scaleOf(ctm: Matrix | undefined): number {
  return ctm ? Math.max(Math.hypot(ctm[0], ctm[1]), Math.hypot(ctm[2], ctm[3])) : 1;
}

/** The box an object fills, in the Boundary's space; undefined when the Boundary is not to cut it. */
function contentBox(object: Graphic, place: DisplayPlace): BoxMm | undefined {
  switch (object.kind) {
    case 'path':
      return pathBox(object.path, object.ctm ?? identity);
    case 'image':
      return boxUnder(imageMatrix(object), 1, 1);
    case 'composite': {
      const unit = place.resources.composites.get(object.resource);
      return unit && unit.widthMm > 0 && unit.heightMm > 0
        ? boxUnder(object.ctm ?? identity, unit.widthMm, unit.heightMm)
        : undefined;
    }
    case 'text':
      return undefined;
  }
}

function boxUnder(matrix: Matrix, widthMm: number, heightMm: number): BoxMm {
  return boxAround(corners({ xMm: 0, yMm: 0, widthMm, heightMm }).map(([x, y]) => applyTo(matrix, x, y)));
}
