import type { PathSegment } from '../../ofd/index.ts';
import type { PdfObject } from '../../pdf/index.ts';
import type { Canvas } from './canvas.ts';
import type { GraphicsState } from './graphics-state.ts';
import { four, number, six } from './operands.ts';
import { paintPath } from './paint-object.ts';
import { transformPath } from './paint-path.ts';

/** Path construction, painting and clipping (ISO 32000-1 8.5). One instance per page. */
export class PathOperators {
  readonly #canvas: Canvas;
  // the path being built, in user space, and the clip that takes effect with the next painting operator
  #segments: PathSegment[] = [];
  #point: readonly [number, number] = [0, 0];
  #start: readonly [number, number] = [0, 0];
  #pendingClip: 'nonzero' | 'evenodd' | undefined;

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
  }

  /** Drops a path left unpainted: each content stream begins without one. */
  reset(): void {
    this.#segments = [];
    this.#pendingClip = undefined;
  }

  /** Executes a path operator; false when it is none. */
  execute(state: GraphicsState, operator: string, operands: readonly PdfObject[]): boolean {
    switch (operator) {
      case 'm':
        this.#moveTo(number(operands, 0), number(operands, 1));
        return true;
      case 'l':
        this.#point = [number(operands, 0), number(operands, 1)];
        this.#append(['L', ...this.#point]);
        return true;
      case 'c':
        this.#curve(...six(operands));
        return true;
      case 'v':
        this.#curve(...this.#point, ...four(operands));
        return true;
      case 'y': {
        const [x1, y1, x3, y3] = four(operands);
        this.#curve(x1, y1, x3, y3, x3, y3);
        return true;
      }
      case 'h':
        this.#close();
        return true;
      case 're': {
        const [x, y, width, height] = four(operands);
        this.#moveTo(x, y);
        this.#append(['L', x + width, y], ['L', x + width, y + height], ['L', x, y + height], ['C']);
        return true;
      }
      case 'W':
        this.#pendingClip = 'nonzero';
        return true;
      case 'W*':
        this.#pendingClip = 'evenodd';
        return true;
      default:
        return this.#paintOperator(state, operator);
    }
  }

  #paintOperator(state: GraphicsState, operator: string): boolean {
    switch (operator) {
      case 'n':
        this.#paint(state, false, false, false);
        return true;
      case 'S':
        this.#paint(state, false, true, false);
        return true;
      case 's':
        this.#close();
        this.#paint(state, false, true, false);
        return true;
      case 'f':
      case 'F':
        this.#paint(state, true, false, false);
        return true;
      case 'f*':
        this.#paint(state, true, false, true);
        return true;
      case 'B':
        this.#paint(state, true, true, false);
        return true;
      case 'B*':
        this.#paint(state, true, true, true);
        return true;
      case 'b':
        this.#close();
        this.#paint(state, true, true, false);
        return true;
      case 'b*':
        this.#close();
        this.#paint(state, true, true, true);
        return true;
      default:
        return false;
    }
  }

  #append(...segments: PathSegment[]): void {
    this.#segments.push(...segments);
  }

  #moveTo(x: number, y: number): void {
    this.#point = [x, y];
    this.#start = this.#point;
    this.#append(['M', x, y]);
  }

  #curve(x1: number, y1: number, x2: number, y2: number, x3: number, y3: number): void {
    this.#point = [x3, y3];
    this.#append(['B', x1, y1, x2, y2, x3, y3]);
  }

  #close(): void {
    if (this.#segments.length > 0) {
      this.#append(['C']);
      this.#point = this.#start;
    }
  }

  #paint(state: GraphicsState, fill: boolean, stroke: boolean, evenOdd: boolean): void {
    paintPath(this.#canvas, state, this.#segments, { fill, stroke, evenOdd });
    if (this.#pendingClip !== undefined && this.#segments.length > 0) {
      this.#canvas.clip(state, transformPath(this.#segments, state.ctm), this.#pendingClip === 'evenodd');
    }
    this.#pendingClip = undefined;
    this.#segments = [];
  }
}
