/** JPEG 2000 (ITU-T T.800), as JP2 file and bare codestream: the header read here, the pixels by OpenJPEG. */
import { type OpenJpeg, openJpeg } from './decoders.ts';
import {
  broken,
  checkSize,
  emptyRaster,
  type Raster,
  type RasterInfo,
  type RasterLimits,
  unsupported,
} from './raster.ts';
import { cmykToRgba } from './samples.ts';

type Jp2Header = {
  widthPx: number;
  heightPx: number;
  components: number;
  bits: number;
  tiles: number;
  /** Enumerated colour space of the file's colr box: 12 CMYK, 16 sRGB, 17 grey, 18 sYCC. */
  colorSpace: number | undefined;
  hasPalette: boolean;
};

const maxTiles = 65_535;
/** OpenJPEG takes a dozen bytes for each sample; a few bytes that claim to be a huge picture get none of that. */
const freeSamples = 3_000_000;
const samplesPerByte = 2000;

function readHeader(bytes: Uint8Array): Jp2Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = { colorSpace: undefined as number | undefined, hasPalette: false };
  const stream = bytes[0] === 0xff ? 0 : findCodestream(view, 0, bytes.length, found, 0);
  // SOC, then SIZ (A.5.1)
  if (stream === undefined || stream + 42 > bytes.length || view.getUint32(stream) !== 0xff4fff51) {
    throw broken('JPEG 2000 没有码流头');
  }
  const at = (offset: number): number => view.getUint32(stream + offset);
  const [widthPx, heightPx] = [at(8) - at(16), at(12) - at(20)];
  const tiles = Math.ceil(widthPx / at(24)) * Math.ceil(heightPx / at(28));
  return {
    widthPx,
    heightPx,
    components: view.getUint16(stream + 40),
    bits: ((bytes[stream + 42] ?? 0) & 0x7f) + 1,
    tiles,
    ...found,
  };
}

/** Walks the boxes (Annex I); the codestream is in jp2c, what it means in jp2h. */
function findCodestream(
  view: DataView,
  start: number,
  end: number,
  found: { colorSpace: number | undefined; hasPalette: boolean },
  depth: number,
): number | undefined {
  let stream: number | undefined;
  for (let at = start; at + 8 <= end; ) {
    const short = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const head = short === 1 ? 16 : 8;
    const length = short === 0 ? end - at : short === 1 ? view.getUint32(Math.min(at + 12, end - 4)) : short;
    if (length < head) {
      break;
    }
    if (type === 0x6a703263) {
      stream ??= at + head;
    } else if (type === 0x6a703268 && depth === 0) {
      findCodestream(view, at + head, Math.min(end, at + length), found, depth + 1);
    } else if (type === 0x636f6c72 && at + head + 7 <= end && view.getUint8(at + head) === 1) {
      found.colorSpace ??= view.getUint32(at + head + 3);
    } else if (type === 0x70636c72) {
      found.hasPalette = true;
    }
    at += length;
  }
  return stream;
}

/** Header of a JPEG 2000 picture. */
export function jpeg2000Info(bytes: Uint8Array): RasterInfo {
  const { widthPx, heightPx, components, bits, colorSpace, hasPalette } = readHeader(bytes);
  return {
    mediaType: 'image/jp2',
    widthPx,
    heightPx,
    bitsPerSample: bits,
    color: hasPalette ? 'palette' : colorSpace === 12 ? 'cmyk' : components >= 3 ? 'rgb' : 'grey',
    hasAlpha: colorSpace !== 12 && (components === 2 || components === 4),
    frames: 1,
  };
}

/** Decodes a JPEG 2000 picture. Each gets an OpenJPEG of its own: a broken one would leave its traces. */
export async function readJpeg2000(bytes: Uint8Array, limits: RasterLimits): Promise<Raster> {
  const header = readHeader(bytes);
  const { widthPx, heightPx, colorSpace } = header;
  checkSize(widthPx, heightPx, limits);
  if (!(header.tiles >= 1 && header.tiles <= maxTiles) || header.components < 1) {
    throw broken('JPEG 2000 分块');
  }
  if (header.components > 4) {
    throw unsupported(`JPEG 2000（${header.components} 个分量）`);
  }
  const samples = widthPx * heightPx * header.components;
  if (samples > freeSamples && samples > bytes.length * samplesPerByte) {
    throw broken('JPEG 2000 数据不足');
  }
  const cmyk = colorSpace === 12 && header.components === 4;
  const data = decode(await openJpeg(), bytes);
  const pixels = widthPx * heightPx;
  const channels = data.length / pixels;
  const out = emptyRaster(widthPx, heightPx);
  if (cmyk && channels === 4) {
    cmykToRgba(data, out.data, pixels);
    return out;
  }
  if (![1, 2, 3, 4].includes(channels)) {
    throw broken('JPEG 2000 像素数');
  }
  const colors = channels >= 3 ? 3 : 1;
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) {
      out.data[4 * i + c] = data[channels * i + (colors === 3 ? c : 0)] as number;
    }
    out.data[4 * i + 3] = channels > colors ? (data[channels * i + colors] as number) : 255;
  }
  return out;
}

function decode(module: OpenJpeg, bytes: Uint8Array): Uint8ClampedArray {
  try {
    const pointer = module._malloc(bytes.length);
    module.writeArrayToMemory(bytes, pointer);
    // 0 components: as many as there are; alpha is kept
    if (module._jp2_decode(pointer, bytes.length, 0, false, true, 0) === 0 && module.imageData) {
      return module.imageData;
    }
  } catch {
    // wasm faults come out as exceptions of every kind
  }
  throw broken('JPEG 2000 解码失败');
}
