/** Display lists made by hand, for tests of the drawers. */
import type { ClipShape, DisplayItem, DisplayList, GroupItem, Picture } from './display-list.ts';
import { identity } from './geometry.ts';
import type { ColorStop, GradientPaint, Paint, SolidPaint } from './paint.ts';
import { rectanglePath } from './path.ts';

/** A page of 20 × 10 mm. */
export function list(items: readonly DisplayItem[], pictures: Record<string, Picture> = {}): DisplayList {
  return {
    area: { xMm: 0, yMm: 0, widthMm: 20, heightMm: 10 },
    items,
    pictures: new Map(Object.entries(pictures)),
    findings: [],
  };
}

export function solid(r: number, g: number, b: number, alpha = 255): SolidPaint {
  return { kind: 'solid', rgb: [r, g, b], alpha };
}

/** A filled rectangle. */
export function box(x: number, y: number, width: number, height: number, fill: Paint): DisplayItem {
  return {
    kind: 'path',
    path: rectanglePath({ xMm: x, yMm: y, widthMm: width, heightMm: height }),
    evenOdd: false,
    fill,
  };
}

export function group(items: readonly DisplayItem[], more: Partial<GroupItem> = {}): GroupItem {
  return { kind: 'group', matrix: identity, clips: [], opacity: 1, blend: 'normal', items, ...more };
}

export function area(x: number, y: number, width: number, height: number): ClipShape[number] {
  return {
    path: rectanglePath({ xMm: x, yMm: y, widthMm: width, heightMm: height }),
    matrix: identity,
    evenOdd: false,
  };
}

const stops: readonly ColorStop[] = [
  { offset: 0, rgb: [255, 0, 0], alpha: 255 },
  { offset: 1, rgb: [0, 0, 255], alpha: 255 },
];

/** Red to blue from x = 5 to x = 15. */
export function axial(more: Partial<GradientPaint> = {}): GradientPaint {
  return {
    kind: 'axial',
    start: [5, 0],
    end: [15, 0],
    startRadius: 0,
    endRadius: 0,
    repeat: 'pad',
    extendStart: false,
    extendEnd: false,
    eccentricity: 0,
    angle: 0,
    stops,
    alpha: 255,
    ...more,
  };
}

/** Red in the middle to blue at a radius of 4 around 10, 5. */
export function radial(more: Partial<GradientPaint> = {}): GradientPaint {
  return { ...axial(), kind: 'radial', start: [10, 5], end: [10, 5], startRadius: 0, endRadius: 4, ...more };
}
