/** Path data as short as it gets: relative, on a grid, without needless letters and spaces. */
import type { PathCommand } from '../path.ts';

/** Glyph outlines are written in parts of the em, whole numbers: an error of 1/4000 em is a micrometre in body text. */
export const glyphGrid = 2000;

/** Steps per millimetre: a tenth of a micrometre. */
const pathGrid = 10_000;
const farthest = 1e9;

/** Outlines in em units, written in units of 1/2000 em. */
export function glyphData(path: readonly PathCommand[]): string {
  return pathData(path, glyphGrid, 1);
}

/** Paths in millimetres. */
export function millimetreData(path: readonly PathCommand[]): string {
  return pathData(path, pathGrid, pathGrid);
}

/**
 * Every point is rounded to the grid by itself and written as its distance from the last one, so nothing adds up.
 * Numbers come out as whole steps divided by `divisor`.
 */
function pathData(path: readonly PathCommand[], grid: number, divisor: number): string {
  const steps = (value: number): number =>
    Number.isFinite(value) ? Math.round(Math.min(Math.max(value, -farthest), farthest) * grid) : 0;
  let out = path.length > 0 && path[0]!.operator !== 'M' ? 'M0 0' : '';
  let letter = '';
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const write = (operator: string, values: readonly number[]): void => {
    // Text that grows is never looked at: that would copy it whole, point after point.
    // A letter is repeated by leaving it out; after M that would mean a line.
    const lettered = operator !== letter;
    out += lettered ? operator : '';
    letter = operator === 'M' ? '' : operator;
    for (let index = 0; index < values.length; index++) {
      const text = shortest(values[index]!, divisor);
      const apart = text.startsWith('-') || (index === 0 && lettered);
      out += apart ? text : ` ${text}`;
    }
  };
  for (const { operator, numbers } of path) {
    if (operator === 'C') {
      out += 'Z';
      letter = 'Z';
      [x, y] = [startX, startY];
      continue;
    }
    const toX = steps(numbers[numbers.length - 2]!);
    const toY = steps(numbers[numbers.length - 1]!);
    if (operator === 'M') {
      write('M', [toX, toY]);
      [startX, startY] = [toX, toY];
    } else if (operator === 'A') {
      out += `a${shortest(steps(numbers[0]!), divisor)} ${shortest(steps(numbers[1]!), divisor)} ${shortest(Math.round(numbers[2]! * 1e4), 1e4)} ${numbers[3] ? 1 : 0} ${numbers[4] ? 1 : 0} ${shortest(toX - x, divisor)} ${shortest(toY - y, divisor)}`;
      letter = 'a';
    } else if (operator === 'L' && toY === y) {
      write('h', [toX - x]);
    } else if (operator === 'L' && toX === x) {
      write('v', [toY - y]);
    } else {
      const values: number[] = [];
      for (let index = 0; index + 1 < numbers.length; index += 2) {
        values.push(steps(numbers[index]!) - x, steps(numbers[index + 1]!) - y);
      }
      write(operator === 'B' ? 'c' : operator === 'Q' ? 'q' : 'l', values);
    }
    [x, y] = [toX, toY];
  }
  return out;
}

/** Whole steps divided; never with an exponent, because steps are whole and not astronomic. */
function shortest(value: number, divisor: number): string {
  if (divisor === 1) {
    return `${value === 0 ? 0 : value}`;
  }
  const text = `${value / divisor}`;
  return text === '-0' ? '0' : text;
}
