/** Colours of TIFF samples (sections 3–6, 16, 18, 21). */
import { broken, type Raster, unsupported } from '../raster.ts';
import { cmykToRgba, sampleScale, unpackSamples } from '../samples.ts';

export type SampleLayout = {
  readonly bits: number;
  /** In one plane. */
  readonly samples: number;
  /** 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr. */
  readonly photometric: number;
  readonly palette: readonly number[];
  readonly extraSamples: readonly number[];
  readonly subsampling: readonly number[];
  readonly littleEndian: boolean;
};

/** Where a strip or tile lies: `width` is that of its rows, which may reach over the page's edge. */
export type TilePlace = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly rows: number;
  readonly plane: number;
};

/** Samples the colour itself takes. */
const colorSamples: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3 };

/** Paints unpacked rows of samples. */
export function paintSamples(layout: SampleLayout, data: Uint8Array, out: Raster, place: TilePlace): void {
  const { bits, samples, photometric } = layout;
  const rowBytes = Math.ceil((place.width * samples * bits) / 8);
  const columns = Math.min(place.width, out.widthPx - place.x);
  const rows = Math.min(place.rows, Math.ceil(data.length / rowBytes));
  const whole = samples >= (colorSamples[photometric] ?? 1);
  if (!whole && photometric !== 2) {
    throw unsupported('TIFF（分平面的颜色）');
  }
  if (photometric === 6 && (layout.subsampling[0] !== 1 || layout.subsampling[1] !== 1)) {
    throw unsupported('TIFF（未经 JPEG 压缩的色度抽样）');
  }
  for (let row = 0; row < rows; row++) {
    const line = data.subarray(row * rowBytes, (row + 1) * rowBytes);
    const values = unpackSamples(line, columns * samples, bits, layout.littleEndian);
    const to = ((place.y + row) * out.widthPx + place.x) * 4;
    const pixels = out.data.subarray(to, to + columns * 4);
    if (whole) {
      paintRow(layout, values, pixels);
    } else {
      paintPlane(layout, values, pixels, place.plane);
    }
  }
}

/** One plane of RGB or RGBA; the first one makes the row opaque. */
function paintPlane(layout: SampleLayout, values: Uint8Array, out: Uint8Array, plane: number): void {
  const scale = sampleScale(layout.bits);
  for (let i = 0; i < values.length && plane < 4; i++) {
    if (plane < 3) {
      out[4 * i + plane] = Math.round((values[i] as number) * scale);
    }
    if (plane === 0) {
      out[4 * i + 3] = 255;
    } else if (plane === 3 && layout.extraSamples[0] === 2) {
      out[4 * i + 3] = values[i] as number;
    }
  }
}

function paintRow(layout: SampleLayout, values: Uint8Array, out: Uint8Array): void {
  const { bits, samples, photometric, palette, extraSamples } = layout;
  const scale = sampleScale(bits);
  const pixels = values.length / samples;
  const own = colorSamples[photometric] as number;
  const alphaKind = samples > own ? (extraSamples[0] ?? 0) : 0;
  const third = palette.length / 3;
  if (photometric === 3 && third < 1) {
    throw broken('TIFF 缺少调色板');
  }
  if (photometric === 5) {
    const cmyk = new Uint8Array(pixels * 4);
    for (let i = 0; i < pixels * 4; i++) {
      cmyk[i] = Math.round((values[Math.floor(i / 4) * samples + (i % 4)] as number) * scale);
    }
    cmykToRgba(cmyk, out, pixels);
    return;
  }
  for (let i = 0; i < pixels; i++) {
    const at = i * samples;
    const first = values[at] as number;
    const to = 4 * i;
    if (photometric <= 1) {
      const level = Math.round(first * scale);
      out.fill(photometric === 0 ? 255 - level : level, to, to + 3);
    } else if (photometric === 3) {
      // 16-bit entries, all reds first
      out[to] = (palette[first] ?? 0) >> 8;
      out[to + 1] = (palette[third + first] ?? 0) >> 8;
      out[to + 2] = (palette[2 * third + first] ?? 0) >> 8;
    } else {
      const [second, last] = [values[at + 1] as number, values[at + 2] as number];
      if (photometric === 2) {
        out[to] = Math.round(first * scale);
        out[to + 1] = Math.round(second * scale);
        out[to + 2] = Math.round(last * scale);
      } else {
        out[to] = clamp(first + 1.402 * (last - 128));
        out[to + 1] = clamp(first - 0.344136 * (second - 128) - 0.714136 * (last - 128));
        out[to + 2] = clamp(first + 1.772 * (second - 128));
      }
    }
    out[to + 3] = 255;
    if (alphaKind === 1 || alphaKind === 2) {
      const alpha = Math.round((values[at + own] as number) * scale);
      out[to + 3] = alpha;
      for (let c = 0; c < 3 && alphaKind === 1 && alpha > 0; c++) {
        // colours were stored multiplied by alpha
        out[to + c] = clamp(((out[to + c] as number) * 255) / alpha);
      }
    }
  }
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
