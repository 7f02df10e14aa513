/** Collects the outline a charstring draws: relative moves in font units in, segments in em units out. */
import { SfntError } from './errors.ts';
import type { OutlineSegment } from './outline-segment.ts';

/** Font units to em units, as `FontMatrix` gives it: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type FontMatrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const maxSegments = 20_000;

export class OutlinePen {
  readonly segments: OutlineSegment[] = [];
  x = 0;
  y = 0;
  private open = false;
  private readonly matrix: FontMatrix;

  constructor(matrix: FontMatrix) {
    this.matrix = matrix;
  }

  /** Closes the contour and goes elsewhere; a contour that draws nothing leaves no trace. */
  move(dx: number, dy: number): void {
    this.close();
    this.x += dx;
    this.y += dy;
  }

  line(dx: number, dy: number): void {
    this.begin();
    this.x += dx;
    this.y += dy;
    this.segments.push(['L', this.outX(this.x, this.y), this.outY(this.x, this.y)]);
  }

  /** A cubic curve, each point relative to the one before. */
  curve(dx1: number, dy1: number, dx2: number, dy2: number, dx3: number, dy3: number): void {
    this.begin();
    const [x1, y1] = [this.x + dx1, this.y + dy1];
    const [x2, y2] = [x1 + dx2, y1 + dy2];
    const [x3, y3] = [x2 + dx3, y2 + dy3];
    this.x = x3;
    this.y = y3;
    this.segments.push([
      'B',
      this.outX(x1, y1),
      this.outY(x1, y1),
      this.outX(x2, y2),
      this.outY(x2, y2),
      this.outX(x3, y3),
      this.outY(x3, y3),
    ]);
  }

  close(): void {
    if (this.open) {
      this.segments.push(['C']);
      this.open = false;
    }
  }

  private begin(): void {
    if (this.segments.length > maxSegments) {
      throw new SfntError('字形的点过多');
    }
    if (!this.open) {
      this.open = true;
      this.segments.push(['M', this.outX(this.x, this.y), this.outY(this.x, this.y)]);
    }
  }

  private outX(x: number, y: number): number {
    return this.matrix[0] * x + this.matrix[2] * y + this.matrix[4];
  }

  private outY(x: number, y: number): number {
    return this.matrix[1] * x + this.matrix[3] * y + this.matrix[5];
  }
}
