/** Patterns: a cell of page objects drawn again and again (GB/T 33190 8.3.3). */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import { identity } from '../../drawing/index.ts';
import type { PatternPaint } from '../model/read-types.ts';
import type { Part } from './part.ts';
import { readMatrix, readNumber, readWord } from './read-values.ts';

/** The pattern inside a CT_Color; undefined when there is none, or (with a finding) when its cell has no size. */
export function readPattern(color: XmlElement, alpha: number, part: Part): PatternPaint | undefined {
  const element = child(color, 'Pattern');
  if (!element) {
    return undefined;
  }
  const positive = (name: string): number | undefined => {
    const value = Math.abs(readNumber(attr(element, name)) ?? 0);
    return value > 0 ? value : undefined;
  };
  const widthMm = positive('Width');
  const heightMm = positive('Height');
  if (widthMm === undefined || heightMm === undefined) {
    part.context.note('bad-pattern', 'warning', part.place, '底纹单元没有大小，未采用');
    return undefined;
  }
  const cell = child(element, 'CellContent');
  const thumbnail = cell && attr(cell, 'Thumbnail');
  return {
    kind: 'pattern',
    widthMm,
    heightMm,
    xStepMm: positive('XStep') ?? widthMm,
    yStepMm: positive('YStep') ?? heightMm,
    reflect:
      readWord(attr(element, 'ReflectMethod'), ['Normal', 'Column', 'Row', 'RowAndColumn']) ?? 'Normal',
    relativeTo: readWord(attr(element, 'RelativeTo'), ['Object', 'Page']) ?? 'Object',
    ctm: readMatrix(attr(element, 'CTM')) ?? identity,
    objects: cell ? children(cell).flatMap((item) => part.readObject(item, item.name, part) ?? []) : [],
    ...(thumbnail === undefined ? {} : { thumbnail }),
    alpha,
  };
}
