/** Clips that do nothing or hide everything (GB/T 42133 6.3.2). */
import { attr, child, children, text, type XmlElement } from '../../container/index.ts';
import {
  applyTo,
  type BoxMm,
  boxAround,
  identity,
  type Matrix,
  multiply,
  pathPoints,
  translation,
} from '../../drawing/index.ts';
import { readPathData } from '../model/path-data.ts';
import { readBox, readMatrix } from '../reading/read-values.ts';

/** `needless`: holds the object's whole boundary; `empty`: nothing shows; `cuts`: does what a clip is for. */
export type ClipEffect = 'needless' | 'empty' | 'cuts';

const tolerance = 1e-3;

/** What one Clip does to an object with this boundary. Only upright rectangles are recognised as needless. */
export function clipEffect(clip: XmlElement, boundary: BoxMm): ClipEffect {
  const areas = children(clip, 'Area');
  const effects = areas.map((area) => areaEffect(area, boundary));
  if (effects.includes('needless')) {
    return 'needless';
  }
  return areas.length > 0 && effects.every((effect) => effect === 'empty') ? 'empty' : 'cuts';
}

function areaEffect(area: XmlElement, boundary: BoxMm): ClipEffect {
  const path = child(area, 'Path');
  const own = path && readBox(attr(path, 'Boundary'));
  if (!path || !own) {
    return 'cuts';
  }
  const inside = translation(own.xMm, own.yMm);
  const outside = readMatrix(attr(area, 'CTM')) ?? identity;
  const matrix = multiply(multiply(readMatrix(attr(path, 'CTM')) ?? identity, inside), outside);
  const { commands } = readPathData(text(child(path, 'AbbreviatedData')));
  const points = pathPoints(commands, matrix);
  const box = boxAround(points);
  if (box.widthMm <= 0 || box.heightMm <= 0) {
    return 'empty';
  }
  const curved = commands.some(({ operator }) => operator !== 'M' && operator !== 'L' && operator !== 'C');
  const corners = ownCorners(own, outside);
  const whole =
    !curved &&
    isUprightRectangle(points) &&
    holds(box, boundary.widthMm, boundary.heightMm) &&
    isUprightRectangle(corners) &&
    holds(boxAround(corners), boundary.widthMm, boundary.heightMm);
  return whole ? 'needless' : 'cuts';
}

/** The Path's own boundary cuts the area too. */
function ownCorners(own: BoxMm, matrix: Matrix): [number, number][] {
  const { xMm, yMm, widthMm, heightMm } = own;
  return [
    applyTo(matrix, xMm, yMm),
    applyTo(matrix, xMm + widthMm, yMm),
    applyTo(matrix, xMm + widthMm, yMm + heightMm),
    applyTo(matrix, xMm, yMm + heightMm),
  ];
}

function holds(box: BoxMm, width: number, height: number): boolean {
  return (
    box.xMm <= tolerance &&
    box.yMm <= tolerance &&
    box.xMm + box.widthMm >= width - tolerance &&
    box.yMm + box.heightMm >= height - tolerance
  );
}

/** Four corners (the first may be repeated at the end) with sides along the axes. */
function isUprightRectangle(points: readonly (readonly [number, number])[]): boolean {
  const [first] = points;
  const last = points.at(-1);
  const closed = points.length === 5 && first && last && same(first[0], last[0]) && same(first[1], last[1]);
  const corners = closed ? points.slice(0, 4) : points;
  if (corners.length !== 4) {
    return false;
  }
  const sides = corners.map((corner, index) => {
    const next = corners[(index + 1) % 4]!;
    return same(corner[1], next[1]) ? 'across' : same(corner[0], next[0]) ? 'down' : 'askew';
  });
  return !sides.includes('askew') && sides[0] !== sides[1] && sides[0] === sides[2] && sides[1] === sides[3];
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) <= tolerance;
}
