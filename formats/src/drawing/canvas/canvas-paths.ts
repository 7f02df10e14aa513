/** Paths of the environment, made once per path of a list and kept as long as that lives. */
import { withoutArcs } from '../arcs.ts';
import type { PathCommand } from '../path.ts';
import type { CanvasMakers, CanvasPath } from './canvas-types.ts';

/** By the maker, because a path of one environment means nothing to another. */
const kept = new WeakMap<CanvasMakers['createPath'], WeakMap<readonly PathCommand[], CanvasPath>>();

/** Paths by command lists; glyph outlines are command lists that live as long as their font. */
export function pathsOf(
  createPath: CanvasMakers['createPath'],
): (path: readonly PathCommand[]) => CanvasPath {
  const paths = kept.get(createPath) ?? new WeakMap<readonly PathCommand[], CanvasPath>();
  kept.set(createPath, paths);
  return (path) => {
    let made = paths.get(path);
    if (!made) {
      made = createPath();
      trace(path, made);
      paths.set(path, made);
    }
    return made;
  };
}

function trace(path: readonly PathCommand[], out: CanvasPath): void {
  if (path.length > 0 && path[0]!.operator !== 'M') {
    out.moveTo(0, 0);
  }
  for (const { operator, numbers } of withoutArcs(path)) {
    const [a, b, c, d, e, f] = numbers as [number, number, number, number, number, number];
    switch (operator) {
      case 'M':
        out.moveTo(a, b);
        break;
      case 'L':
        out.lineTo(a, b);
        break;
      case 'Q':
        out.quadraticCurveTo(a, b, c, d);
        break;
      case 'B':
        out.bezierCurveTo(a, b, c, d, e, f);
        break;
      case 'C':
        out.closePath();
    }
  }
}
