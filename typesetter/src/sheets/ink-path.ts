/** Handwriting given as SVG path data: checked before it is drawn, and measured. */
import { TypesetError } from '../engine/engine.ts';

/** Longest path of one opinion, in characters (about 20 000 points). */
const MAX_PATH = 400_000;
const SAFE_PATH = /^[MLQCSTHVZmlqcsthvz0-9eE.,+\s-]*$/;

/** Numbers taken by one command, and where among them x and y stand. */
const PAIRS: Readonly<Record<string, number>> = { M: 2, L: 2, T: 2, Q: 4, S: 4, C: 6 };

/**
 * The box around a path's points (control points included), in the path's own units.
 * @throws TypesetError `document-invalid` when it is no path data or too long
 */
export function inkPathBox(path: string): [number, number, number, number] {
  if (path.length > MAX_PATH || !SAFE_PATH.test(path)) {
    throw new TypesetError('document-invalid', '手写笔迹不是可用的路径数据');
  }
  let [x, y, left, top, right, bottom] = [0, 0, Infinity, Infinity, -Infinity, -Infinity];
  for (const [, command = '', rest = ''] of path.matchAll(
    /([A-Za-z])([^A-Za-z]*(?:[eE][-+]?\d[^A-Za-z]*)*)/g,
  )) {
    const numbers = [...rest.matchAll(/[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/g)].map((m) => Number(m[0]));
    const upper = command.toUpperCase();
    const relative = command !== upper;
    const see = () => {
      [left, top, right, bottom] = [
        Math.min(left, x),
        Math.min(top, y),
        Math.max(right, x),
        Math.max(bottom, y),
      ];
    };
    if (upper === 'H' || upper === 'V') {
      for (const n of numbers) {
        const to = relative ? n + (upper === 'H' ? x : y) : n;
        [x, y] = upper === 'H' ? [to, y] : [x, to];
        see();
      }
      continue;
    }
    const size = PAIRS[upper] ?? 0;
    for (let i = 0; size > 0 && i + size <= numbers.length; i += size) {
      const [baseX, baseY] = [x, y];
      for (let k = 0; k < size; k += 2) {
        x = numbers[i + k]! + (relative ? baseX : 0);
        y = numbers[i + k + 1]! + (relative ? baseY : 0);
        see();
      }
    }
  }
  if (!Number.isFinite(left) || !Number.isFinite(right)) {
    throw new TypesetError('document-invalid', '手写笔迹是空的');
  }
  return [left, top, Math.max(right - left, 1), Math.max(bottom - top, 1)];
}
