/**
 * Antialiased filling: exact signed area coverage per pixel, accumulated along each row (the method of font-rs).
 * Non-zero winding for contours that do not overlap in opposite directions, which is what glyphs and our own
 * shapes are.
 */

/** A pixel grid that collects the coverage of filled contours; values 0–1 after `finish`. */
export class Coverage {
  readonly widthPx: number;
  readonly heightPx: number;
  private readonly area: Float32Array;
  private readonly stride: number;

  constructor(widthPx: number, heightPx: number) {
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.stride = widthPx + 2;
    this.area = new Float32Array(this.stride * heightPx);
  }

  /** Adds a closed polygon; points in pixels, y down. Points outside the grid are moved to its edge. */
  addPolygon(points: readonly (readonly [number, number])[]): void {
    const snapped = points.map(([x, y]): [number, number] => [
      this.snap(x, this.widthPx),
      this.snap(y, this.heightPx),
    ]);
    snapped.forEach((point, i) => {
      this.addLine(point, snapped[(i + 1) % snapped.length]!);
    });
  }

  /** 1/256 pixel: the last bits of sine and cosine differ between engines, the picture must not. */
  private snap(value: number, limit: number): number {
    return Math.min(Math.max(Math.round(value * 256) / 256, 0), limit);
  }

  private addLine(from: readonly [number, number], to: readonly [number, number]): void {
    if (from[1] === to[1]) {
      return;
    }
    const direction = from[1] < to[1] ? 1 : -1;
    const [top, bottom] = direction === 1 ? [from, to] : [to, from];
    const slope = (bottom[0] - top[0]) / (bottom[1] - top[1]);
    let x = top[0];
    for (let y = Math.floor(top[1]); y < Math.min(this.heightPx, Math.ceil(bottom[1])); y++) {
      const height = Math.min(y + 1, bottom[1]) - Math.max(y, top[1]);
      const next = x + slope * height;
      this.addSpan(y * this.stride, Math.min(x, next), Math.max(x, next), height * direction);
      x = next;
    }
  }

  /** Spreads the signed area `d` of an edge piece that crosses one row between `left` and `right`. */
  private addSpan(row: number, left: number, right: number, d: number): void {
    const { area } = this;
    const first = Math.floor(left);
    const last = Math.ceil(right);
    if (last <= first + 1) {
      const middle = 0.5 * (left + right) - first;
      area[row + first]! += d - d * middle;
      area[row + first + 1]! += d * middle;
      return;
    }
    const s = 1 / (right - left);
    const startFraction = left - first;
    const endFraction = right - last + 1;
    const a0 = 0.5 * s * (1 - startFraction) ** 2;
    const am = 0.5 * s * endFraction ** 2;
    area[row + first]! += d * a0;
    if (last === first + 2) {
      area[row + first + 1]! += d * (1 - a0 - am);
    } else {
      const a1 = s * (1.5 - startFraction);
      area[row + first + 1]! += d * (a1 - a0);
      for (let x = first + 2; x < last - 1; x++) {
        area[row + x]! += d * s;
      }
      const a2 = a1 + (last - first - 3) * s;
      area[row + last - 1]! += d * (1 - a2 - am);
    }
    area[row + last]! += d * am;
  }

  /** Coverage of every pixel as 0–255, row by row from the top. */
  finish(): Uint8Array {
    const out = new Uint8Array(this.widthPx * this.heightPx);
    for (let y = 0; y < this.heightPx; y++) {
      let sum = 0;
      for (let x = 0; x < this.widthPx; x++) {
        sum += this.area[y * this.stride + x]!;
        out[y * this.widthPx + x] = Math.round(Math.min(Math.abs(sum), 1) * 255);
      }
    }
    return out;
  }
}
