/** Layers, page blocks and the four graphic objects (GB/T 33190 clauses 7.7, 8.5, 9–13). */

import { attr, child, children, type XmlElement } from '../../container/index.ts';
import type { DrawSettings, ImageBorder, Layer, LayerType, PageObject } from '../model/read-types.ts';
import { type Part, placeOf, type Spaces } from './part.ts';
import { readActions } from './read-actions.ts';
import { isEvenOdd, readClips, readPath } from './read-clips.ts';
import type { ReadContext } from './read-context.ts';
import { readPaint } from './read-paint.ts';
import { readTextCodes } from './read-text-codes.ts';
import {
  attrText,
  readBoolean,
  readBox,
  readMatrix,
  readNumber,
  readNumbers,
  readWord,
} from './read-values.ts';
import { readAlpha } from './solid-colors.ts';

const layerTypes: readonly LayerType[] = ['Background', 'Body', 'Foreground', 'Custom'];

/** A part whose page objects are to be read. */
export function partOf(place: string, spaces: Spaces, context: ReadContext): Part {
  return { context, place, spaces, readObject };
}

/** The layers inside a Content element, in file order. */
export function readLayers(content: XmlElement | undefined, part: Part): Layer[] {
  return (content ? children(content, 'Layer') : []).map((layer) => {
    const drawParam = attr(layer, 'DrawParam');
    return {
      id: attrText(layer, 'ID'),
      type: readWord(attr(layer, 'Type'), layerTypes) ?? 'Body',
      ...(drawParam === undefined ? {} : { drawParam }),
      objects: readObjects(layer, part),
    };
  });
}

/** The page objects directly inside a layer, block, composite or appearance. */
export function readObjects(holder: XmlElement, part: Part): PageObject[] {
  const objects: PageObject[] = [];
  for (const element of holder.children) {
    const object = typeof element === 'string' ? undefined : readObject(element, element.name, part);
    if (object) {
      objects.push(object);
    }
  }
  return objects;
}

function readObject(element: XmlElement, name: string, part: Part): PageObject | undefined {
  const reader = readers.get(name);
  return reader && part.context.admitObject() ? reader(element, part) : undefined;
}

const readers: ReadonlyMap<string, (element: XmlElement, part: Part) => PageObject> = new Map([
  [
    'TextObject',
    (element: XmlElement, part: Part): PageObject => ({
      kind: 'text',
      ...readGraphic(element, part),
      font: attrText(element, 'Font'),
      sizeMm: Math.abs(readNumber(attr(element, 'Size')) ?? 0),
      fill: readBoolean(attr(element, 'Fill'), true),
      stroke: readBoolean(attr(element, 'Stroke'), false),
      hScale: readNumber(attr(element, 'HScale')) ?? 1,
      charDirection: readNumber(attr(element, 'CharDirection')) ?? 0,
      readDirection: readNumber(attr(element, 'ReadDirection')) ?? 0,
      weight: readNumber(attr(element, 'Weight')) ?? 400,
      italic: readBoolean(attr(element, 'Italic'), false),
      codes: readTextCodes(element),
    }),
  ],
  [
    'PathObject',
    (element: XmlElement, part: Part): PageObject => ({
      kind: 'path',
      ...readGraphic(element, part),
      fill: readBoolean(attr(element, 'Fill'), false),
      stroke: readBoolean(attr(element, 'Stroke'), true),
      evenOdd: isEvenOdd(element),
      path: readPath(child(element, 'AbbreviatedData'), part, attrText(element, 'ID')),
    }),
  ],
  [
    'ImageObject',
    (element: XmlElement, part: Part): PageObject => {
      const mask = attr(element, 'ImageMask');
      const substitution = attr(element, 'Substitution');
      const border = readBorder(element, part);
      return {
        kind: 'image',
        ...readGraphic(element, part),
        resource: attrText(element, 'ResourceID'),
        ...(mask ? { mask } : {}),
        ...(substitution ? { substitution } : {}),
        ...(border ? { border } : {}),
      };
    },
  ],
  [
    'CompositeObject',
    (element: XmlElement, part: Part): PageObject => ({
      kind: 'composite',
      ...readGraphic(element, part),
      resource: attrText(element, 'ResourceID'),
    }),
  ],
  [
    'PageBlock',
    (element: XmlElement, part: Part): PageObject => ({
      kind: 'block',
      id: attrText(element, 'ID'),
      objects: readObjects(element, part),
    }),
  ],
]);

function readGraphic(element: XmlElement, part: Part) {
  const id = attrText(element, 'ID');
  const boundary = readBox(attr(element, 'Boundary'));
  const ctm = readMatrix(attr(element, 'CTM'));
  const drawParam = attr(element, 'DrawParam');
  if (!boundary) {
    const evidence = attr(element, 'Boundary') ?? '';
    part.context.note('bad-boundary', 'warning', placeOf(part, id), '对象缺少有效的外接矩形', evidence);
  }
  return {
    id,
    ...(boundary ? { boundary } : {}),
    ...(ctm ? { ctm } : {}),
    visible: readBoolean(attr(element, 'Visible'), true),
    alpha: readAlpha(element),
    ...(drawParam === undefined ? {} : { drawParam }),
    clips: readClips(element, part),
    actions: readActions(element),
    ...readDrawSettings(element, part),
  };
}

/** Line and colour settings of an object or a DrawParam; absent ones are left out so that they can be inherited. */
export function readDrawSettings(element: XmlElement, part: Part): DrawSettings {
  const settings: { -readonly [K in keyof DrawSettings]: DrawSettings[K] } = {};
  const put = <K extends keyof DrawSettings>(key: K, value: DrawSettings[K]): void => {
    if (value !== undefined) {
      settings[key] = value;
    }
  };
  put('lineWidthMm', readNumber(attr(element, 'LineWidth')));
  put('join', readWord(attr(element, 'Join'), ['Miter', 'Round', 'Bevel']));
  put('cap', readWord(attr(element, 'Cap'), ['Butt', 'Round', 'Square']));
  put('miterLimit', readNumber(attr(element, 'MiterLimit')));
  put('dashOffsetMm', readNumber(attr(element, 'DashOffset')));
  const dash = attr(element, 'DashPattern');
  put('dashPatternMm', dash === undefined ? undefined : readNumbers(dash, 64));
  put('fillColor', readPaint(child(element, 'FillColor'), part));
  put('strokeColor', readPaint(child(element, 'StrokeColor'), part));
  return settings;
}

/** Border of an image; the schema misspells the first radius, so both spellings are read. */
function readBorder(image: XmlElement, part: Part): ImageBorder | undefined {
  const element = child(image, 'Border');
  if (!element) {
    return undefined;
  }
  const size = (...names: string[]): number =>
    Math.abs(names.map((name) => readNumber(attr(element, name))).find((value) => value !== undefined) ?? 0);
  const color = readPaint(child(element, 'BorderColor'), part);
  return {
    lineWidthMm: Math.abs(readNumber(attr(element, 'LineWidth')) ?? 0.353),
    horizontalRadiusMm: size('HorizonalCornerRadius', 'HorizontalCornerRadius'),
    verticalRadiusMm: size('VerticalCornerRadius'),
    dashOffsetMm: readNumber(attr(element, 'DashOffset')) ?? 0,
    dashPatternMm: readNumbers(attr(element, 'DashPattern'), 64),
    ...(color ? { color } : {}),
  };
}
