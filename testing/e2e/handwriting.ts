/** Handwriting as a device sends it: a pen with pressure and tilt, or a finger. */
import type { Page } from '@playwright/test';

type Point = readonly [x: number, y: number];

/** Strokes in a unit square: two characters' worth of lines and hooks. */
const strokes: readonly (readonly Point[])[] = [
  [
    [0.05, 0.1],
    [0.05, 0.5],
    [0.06, 0.95],
  ],
  [
    [0.05, 0.1],
    [0.25, 0.09],
    [0.42, 0.11],
    [0.43, 0.5],
    [0.42, 0.9],
    [0.36, 0.84],
  ],
  [
    [0.14, 0.32],
    [0.34, 0.31],
  ],
  [
    [0.15, 0.48],
    [0.15, 0.72],
    [0.33, 0.7],
    [0.33, 0.48],
    [0.15, 0.48],
  ],
  [
    [0.6, 0.12],
    [0.75, 0.05],
    [0.95, 0.14],
  ],
  [
    [0.68, 0.2],
    [0.7, 0.4],
    [0.88, 0.38],
    [0.9, 0.2],
  ],
  [
    [0.58, 0.62],
    [0.66, 0.9],
    [0.8, 0.97],
    [0.93, 0.88],
    [0.95, 0.7],
  ],
];

/** Points between the corners, as a device reports them. */
function along(stroke: readonly Point[], steps: number): Point[] {
  return stroke.slice(1).flatMap(([x, y], i) => {
    const [fromX, fromY] = stroke[i]!;
    return Array.from({ length: steps }, (_, step): Point => {
      const part = (step + 1) / steps;
      return [fromX + (x - fromX) * part, fromY + (y - fromY) * part];
    });
  });
}

/** Writes into a rectangle of the screen, in CSS pixels. */
export async function write(
  page: Page,
  device: 'pen' | 'finger',
  box: { x: number; y: number; width: number; height: number },
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const at = ([x, y]: Point) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
  for (const stroke of strokes) {
    const points = [stroke[0]!, ...along(stroke, 5)];
    for (const [i, point] of points.entries()) {
      const force = 0.2 + 0.6 * Math.sin((Math.PI * (i + 1)) / (points.length + 1));
      if (device === 'pen') {
        await session.send('Input.dispatchMouseEvent', {
          type: i === 0 ? 'mousePressed' : 'mouseMoved',
          ...at(point),
          button: 'left',
          buttons: 1,
          clickCount: i === 0 ? 1 : 0,
          pointerType: 'pen',
          force,
          tiltX: 12,
          tiltY: -20,
        });
      } else {
        await session.send('Input.dispatchTouchEvent', {
          type: i === 0 ? 'touchStart' : 'touchMove',
          touchPoints: [{ ...at(point), force, radiusX: 4, radiusY: 4 }],
        });
      }
    }
    if (device === 'pen') {
      await session.send('Input.dispatchMouseEvent', {
        type: 'mouseReleased',
        ...at(points.at(-1)!),
        button: 'left',
        buttons: 0,
        clickCount: 1,
        pointerType: 'pen',
      });
    } else {
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    }
  }
  await session.detach();
}
