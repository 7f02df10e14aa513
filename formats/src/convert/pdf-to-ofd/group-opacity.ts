import type { ObjectPaintSpec, PageObjectSpec } from '../../ofd/index.ts';
import type { Bounds } from './graphics-state.ts';
import { transform } from './matrix.ts';
import { boundsOf, transformPath } from './paint-path.ts';
import { textBounds } from './text-objects.ts';

// more than this are taken to lie over one another without looking
const mostCompared = 300;

/** Whether any two objects may lie over one another, so that fading each is not fading them together. */
export function overlap(objects: readonly PageObjectSpec[]): boolean {
  if (objects.length > mostCompared) {
    return true;
  }
  const boxes = objects.map(boundsOfObject);
  return boxes.some((a, i) =>
    boxes.slice(i + 1).some((b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]),
  );
}

function boundsOfObject(object: PageObjectSpec): Bounds {
  switch (object.kind) {
    case 'text':
      return textBounds(object);
    case 'path': {
      const path = object.ctm === undefined ? object.segments : transformPath(object.segments, object.ctm);
      return boundsOf(path, object.stroke === undefined ? 0 : (object.lineWidthMm ?? 0) / 2);
    }
    case 'image':
      return boundsOf(
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ].map(([u, v]) => ['L', ...transform(object.ctm, u as number, v as number)] as const),
      );
    default:
      return [-Infinity, -Infinity, Infinity, Infinity];
  }
}

/** An object with its opacity multiplied; `opacity` 0–1. */
export function faded(object: PageObjectSpec, opacity: number): PageObjectSpec {
  const alphaOf = (given: number | undefined): number => Math.round((given ?? 255) * opacity);
  const paint = <P extends ObjectPaintSpec | 'none' | 'inherit' | undefined>(given: P): P =>
    typeof given === 'object' ? { ...given, alpha: alphaOf(given.alpha) } : given;
  switch (object.kind) {
    case 'text':
    case 'path': {
      const fill = object.fill === undefined ? {} : { fill: paint(object.fill) };
      const stroke = object.stroke === undefined ? {} : { stroke: paint(object.stroke) };
      return { ...object, ...fill, ...stroke } as PageObjectSpec;
    }
    case 'group':
      return { ...object, objects: object.objects.map((inner) => faded(inner, opacity)) };
    default:
      return { ...object, alpha: alphaOf(object.alpha) };
  }
}
