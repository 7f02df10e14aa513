/** Layers, page blocks and the four graphic objects (GB/T 33190 clauses 7.7, 8.5, 9–13). */

import { attr, child, children, text, type XmlElement } from '../../container/index.ts';
import { identity, multiply, translation } from '../../drawing/index.ts';
import { readPathData } from '../model/path-data.ts';
import type { Clip, ColorSpace, DrawSettings, Layer, LayerType, PageObject } from '../model/read-types.ts';
import { readPaint } from './read-colors.ts';
import type { ReadContext } from './read-context.ts';
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

type Spaces = ReadonlyMap<string, ColorSpace>;

const layerTypes: readonly LayerType[] = ['Background', 'Body', 'Foreground', 'Custom'];

/** The layers inside a Content element, in file order. */
export function readLayers(
  content: XmlElement | undefined,
  spaces: Spaces,
  context: ReadContext,
  place: string,
): Layer[] {
  return (content ? children(content, 'Layer') : []).map((layer) => {
    const drawParam = attr(layer, 'DrawParam');
    return {
      id: attrText(layer, 'ID'),
      type: readWord(attr(layer, 'Type'), layerTypes) ?? 'Body',
      ...(drawParam === undefined ? {} : { drawParam }),
      objects: readObjects(layer, spaces, context, place),
    };
  });
}

/** The page objects directly inside a layer, block, composite or appearance. */
export function readObjects(
  holder: XmlElement,
  spaces: Spaces,
  context: ReadContext,
  place: string,
): PageObject[] {
  return children(holder).flatMap((element) => {
    const object = context.admitObject() ? readObject(element, spaces, context, place) : undefined;
    return object ? [object] : [];
  });
}

function readObject(
  element: XmlElement,
  spaces: Spaces,
  context: ReadContext,
  place: string,
): PageObject | undefined {
  switch (element.name) {
    case 'TextObject':
      return {
        kind: 'text',
        ...readGraphic(element, spaces, context, place),
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
      };
    case 'PathObject':
      return {
        kind: 'path',
        ...readGraphic(element, spaces, context, place),
        fill: readBoolean(attr(element, 'Fill'), false),
        stroke: readBoolean(attr(element, 'Stroke'), true),
        evenOdd: /^even-?odd$/i.test(attrText(element, 'Rule').trim()),
        path: readPath(child(element, 'AbbreviatedData'), context, `${place}#${attrText(element, 'ID')}`),
      };
    case 'ImageObject': {
      const mask = attr(element, 'ImageMask');
      if (mask !== undefined) {
        context.note(
          'unsupported-mask',
          'info',
          `${place}#${attrText(element, 'ID')}`,
          '不支持图像蒙版，按原图显示',
        );
      }
      const graphic = readGraphic(element, spaces, context, place);
      return {
        kind: 'image',
        ...graphic,
        resource: attrText(element, 'ResourceID'),
        ...(mask ? { mask } : {}),
      };
    }
    case 'CompositeObject':
      return {
        kind: 'composite',
        ...readGraphic(element, spaces, context, place),
        resource: attrText(element, 'ResourceID'),
      };
    case 'PageBlock':
      return {
        kind: 'block',
        id: attrText(element, 'ID'),
        objects: readObjects(element, spaces, context, place),
      };
    default:
      return undefined;
  }
}

function readGraphic(element: XmlElement, spaces: Spaces, context: ReadContext, place: string) {
  const boundary = readBox(attr(element, 'Boundary'));
  const ctm = readMatrix(attr(element, 'CTM'));
  const drawParam = attr(element, 'DrawParam');
  if (!boundary) {
    const evidence = attr(element, 'Boundary') ?? '';
    context.note(
      'bad-boundary',
      'warning',
      `${place}#${attrText(element, 'ID')}`,
      '对象缺少有效的外接矩形',
      evidence,
    );
  }
  return {
    id: attrText(element, 'ID'),
    ...(boundary ? { boundary } : {}),
    ...(ctm ? { ctm } : {}),
    visible: readBoolean(attr(element, 'Visible'), true),
    alpha: Math.min(Math.max(readNumber(attr(element, 'Alpha')) ?? 255, 0), 255),
    ...(drawParam === undefined ? {} : { drawParam }),
    clips: readClips(child(element, 'Clips'), context, place),
    ...readDrawSettings(element, spaces, context),
  };
}

/** Line and colour settings of an object or a DrawParam; absent ones are left out so that they can be inherited. */
export function readDrawSettings(element: XmlElement, spaces: Spaces, context: ReadContext): DrawSettings {
  const settings = {
    lineWidthMm: readNumber(attr(element, 'LineWidth')),
    join: readWord(attr(element, 'Join'), ['Miter', 'Round', 'Bevel']),
    cap: readWord(attr(element, 'Cap'), ['Butt', 'Round', 'Square']),
    miterLimit: readNumber(attr(element, 'MiterLimit')),
    dashOffsetMm: readNumber(attr(element, 'DashOffset')),
    dashPatternMm:
      attr(element, 'DashPattern') === undefined ? undefined : readNumbers(attr(element, 'DashPattern'), 64),
    fillColor: readPaint(child(element, 'FillColor'), spaces, context),
    strokeColor: readPaint(child(element, 'StrokeColor'), spaces, context),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** Clips: areas given as paths. A text area is left out with a finding (its clip is then wider, never narrower). */
function readClips(element: XmlElement | undefined, context: ReadContext, place: string): Clip[] {
  return (element ? children(element, 'Clip') : []).flatMap((clip) => {
    const areas = children(clip, 'Area').flatMap((area) => {
      const path = child(area, 'Path');
      if (!path) {
        return [];
      }
      const boundary = readBox(attr(path, 'Boundary'));
      const own = multiply(
        readMatrix(attr(path, 'CTM')) ?? identity,
        translation(boundary?.xMm ?? 0, boundary?.yMm ?? 0),
      );
      return [
        {
          path: readPath(child(path, 'AbbreviatedData'), context, place),
          matrix: multiply(own, readMatrix(attr(area, 'CTM')) ?? identity),
          evenOdd: /^even-?odd$/i.test(attrText(path, 'Rule').trim()),
        },
      ];
    });
    if (children(clip, 'Area').length > areas.length) {
      context.note('unsupported-clip', 'info', place, '不支持的裁剪区域，未裁剪');
      return [];
    }
    return [{ areas }];
  });
}

function readPath(element: XmlElement | undefined, context: ReadContext, place: string) {
  const { commands, complete } = readPathData(text(element));
  if (!complete) {
    context.note('bad-path-data', 'warning', place, '图形轨迹数据有误，只读取了前面的部分');
  }
  return commands;
}
