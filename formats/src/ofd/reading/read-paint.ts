/** Any colour of the file: plain, gradient, mesh or pattern (GB/T 33190 8.3). */
import { attr, children, type XmlElement } from '../../container/index.ts';
import type { ReadPaint } from '../model/read-types.ts';
import type { Part } from './part.ts';
import { readGradient } from './read-gradients.ts';
import { readMesh } from './read-meshes.ts';
import { readPattern } from './read-patterns.ts';
import { readAlpha, solidRgb } from './solid-colors.ts';

/** FillColor, StrokeColor, BorderColor or any other CT_Color; undefined when there is no such element. */
export function readPaint(element: XmlElement | undefined, part: Part): ReadPaint | undefined {
  if (!element) {
    return undefined;
  }
  const alpha = readAlpha(element);
  const inner = children(element)[0];
  const special =
    inner &&
    (readGradient(element, alpha, part.spaces) ??
      readMesh(element, alpha, part) ??
      readPattern(element, alpha, part));
  if (special) {
    return special;
  }
  if (inner && attr(element, 'Value') === undefined) {
    part.context.note('unsupported-colour', 'info', part.place, '不支持的颜色类型，以灰色代替', inner.name);
    return { kind: 'solid', rgb: [128, 128, 128], alpha };
  }
  return { kind: 'solid', rgb: solidRgb(element, part.spaces), alpha };
}
