/** Clips of a graphic unit: areas given by paths or by the shapes of text (GB/T 33190 8.4). */
import { attr, child, children, text, type XmlElement } from '../../container/index.ts';
import { identity, type Matrix, multiply, type PathCommand, translation } from '../../drawing/index.ts';
import { readPathData } from '../model/path-data.ts';
import type { Clip, ClipArea } from '../model/read-types.ts';
import { type Part, placeOf } from './part.ts';
import { attrText, readBox, readMatrix } from './read-values.ts';

const mostClips = 256;
const none: readonly Clip[] = [];

/**
 * A clip with an area that is neither path nor text is left out with a finding: cutting less never hides content.
 * `TransFlag` is not in the 2016 text; real files write it, and true means that the object's CTM moves the clips too.
 */
export function readClips(holder: XmlElement, part: Part): readonly Clip[] {
  const list = child(holder, 'Clips');
  if (!list) {
    return none;
  }
  const follows = attr(list, 'TransFlag')?.trim() === 'true';
  const moved = (follows ? readMatrix(attr(holder, 'CTM')) : undefined) ?? identity;
  return children(list, 'Clip')
    .slice(0, mostClips)
    .flatMap((clip) => {
      const elements = children(clip, 'Area').slice(0, mostClips);
      const areas = elements.flatMap((area) => readArea(area, moved, part) ?? []);
      if (elements.length > areas.length) {
        part.context.note('unsupported-clip', 'info', part.place, '不支持的裁剪区域，未裁剪');
        return [];
      }
      return [{ areas }];
    });
}

function readArea(area: XmlElement, moved: Matrix, part: Part): ClipArea | undefined {
  const outer = multiply(readMatrix(attr(area, 'CTM')) ?? identity, moved);
  const path = child(area, 'Path');
  if (path) {
    const boundary = readBox(attr(path, 'Boundary'));
    const shift = translation(boundary?.xMm ?? 0, boundary?.yMm ?? 0);
    const own = multiply(readMatrix(attr(path, 'CTM')) ?? identity, shift);
    return {
      kind: 'path',
      path: readPath(child(path, 'AbbreviatedData'), part, attrText(path, 'ID')),
      matrix: multiply(own, outer),
      evenOdd: isEvenOdd(path),
    };
  }
  const words = child(area, 'Text');
  const object = words && part.readObject(words, 'TextObject', part);
  return object?.kind === 'text' ? { kind: 'text', text: object, matrix: outer } : undefined;
}

/** AbbreviatedData as far as it can be read, with a finding when that is not to its end. */
export function readPath(element: XmlElement | undefined, part: Part, id: string): PathCommand[] {
  const { commands, complete } = readPathData(text(element));
  if (!complete) {
    part.context.note('bad-path-data', 'warning', placeOf(part, id), '图形轨迹数据有误，只读取了前面的部分');
  }
  return commands;
}

/** The fill rule: NonZero unless it says Even-Odd in one of the spellings in use. */
export function isEvenOdd(path: XmlElement): boolean {
  return /^even-?odd$/i.test(attrText(path, 'Rule').trim());
}
