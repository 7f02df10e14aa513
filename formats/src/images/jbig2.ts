/** JBIG2 (ITU-T T.88), as a file and as the bare segments OFD and PDF embed: segments sorted here, pixels by pdf.js. */
import { imageDecoders } from './decoders.ts';
import {
  broken,
  checkSize,
  emptyRaster,
  ImageError,
  type Raster,
  type RasterInfo,
  type RasterLimits,
  unsupported,
} from './raster.ts';

type Segment = {
  readonly type: number;
  readonly page: number;
  readonly header: Uint8Array;
  data: Uint8Array;
};

const fileHead = [0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a];
const unknownLength = 0xffffffff;
const maxSegments = 10_000;
const symbolDictionary = 0;
const maxSymbols = 20_000;
const pageInformation = 48;
const endOfStripe = 50;
/** Segments that lead nowhere in a single picture: end of page, end of file, profiles, extensions. */
const leftOut = new Set([49, 50, 51, 52, 62]);
/** Their data begin with the size of a region. */
const regions = new Set([4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43]);
const segmentTypes = new Set([
  0, 4, 6, 7, 16, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48, 49, 50, 51, 52, 53, 62,
]);

/** Whether the bytes are bare segments: the first ones make sense and the page's size is among them. */
export function isBareJbig2(bytes: Uint8Array): boolean {
  // the first segment is numbered 0 to 255 by everyone, which tells most other files apart at once
  if (bytes.length < 30 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 0) {
    return false;
  }
  try {
    return readSegments(bytes).some(({ type }) => type === pageInformation);
  } catch {
    return false;
  }
}

function readSegments(bytes: Uint8Array): Segment[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFile = fileHead.every((byte, index) => bytes[index] === byte);
  const flags = isFile ? (bytes[8] ?? 0) : 1;
  const randomAccess = (flags & 1) === 0;
  let at = isFile ? ((flags & 2) === 0 ? 13 : 9) : 0;
  const segments: Segment[] = [];
  const lengths: number[] = [];
  while (at + 11 <= bytes.length && segments.length < maxSegments) {
    const { type, page, length, end } = readSegmentHeader(bytes, view, at);
    if (!segmentTypes.has(type)) {
      throw broken('JBIG2 段类型');
    }
    const header = bytes.subarray(at, end);
    at = end;
    const segment: Segment = { type, page, header, data: bytes.subarray(at, at) };
    segments.push(segment);
    lengths.push(length);
    if (!randomAccess) {
      segment.data = bytes.subarray(at, length === unknownLength ? bytes.length : at + length);
      at += segment.data.length;
    } else if (type === 51) {
      break;
    }
  }
  if (randomAccess) {
    segments.forEach((segment, index) => {
      segment.data = bytes.subarray(at, at + (lengths[index] as number));
      at += segment.data.length;
    });
  }
  return segments;
}

/** 7.2: number, flags, referred-to segments, page, length. */
function readSegmentHeader(
  bytes: Uint8Array,
  view: DataView,
  start: number,
): { type: number; page: number; length: number; end: number } {
  const number = view.getUint32(start);
  const flags = bytes[start + 4] as number;
  let at = start + 5;
  let referred = (bytes[at] as number) >> 5;
  if (referred === 7) {
    referred = view.getUint32(at) & 0x1fffffff;
    at += 4 + ((referred + 8) >> 3);
  } else {
    at += 1;
  }
  at += referred * (number <= 256 ? 1 : number <= 65536 ? 2 : 4);
  const pageBytes = (flags & 0x40) !== 0 ? 4 : 1;
  if (at + pageBytes + 4 > bytes.length) {
    throw broken('JBIG2 段头');
  }
  const page = pageBytes === 4 ? view.getUint32(at) : (bytes[at] as number);
  return { type: flags & 0x3f, page, length: view.getUint32(at + pageBytes), end: at + pageBytes + 4 };
}

/** The segments of the first page, and its size. */
function firstPage(bytes: Uint8Array): {
  segments: Segment[];
  information: Segment;
  widthPx: number;
  heightPx: number;
} {
  const all = readSegments(bytes);
  const information = all.find(({ type, data }) => type === pageInformation && data.length >= 19);
  if (!information) {
    throw broken('JBIG2 没有页面信息');
  }
  const segments = all.filter(({ page }) => page === 0 || page === information.page);
  const size = viewOf(information.data);
  let heightPx = size.getUint32(4);
  if (heightPx === unknownLength) {
    // 7.4.8.2: the height of a striped page is known where the last stripe ends
    const stripes = segments.filter(({ type, data }) => type === endOfStripe && data.length >= 4);
    heightPx = Math.max(0, ...stripes.map(({ data }) => viewOf(data).getUint32(0) + 1));
  }
  return { segments, information, widthPx: size.getUint32(0), heightPx };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Size of the first page. */
export function jbig2Info(bytes: Uint8Array): RasterInfo {
  const { widthPx, heightPx, information } = firstPage(bytes);
  const [across, down] = [viewOf(information.data).getUint32(8), viewOf(information.data).getUint32(12)];
  return {
    mediaType: 'image/jbig2',
    widthPx,
    heightPx,
    bitsPerSample: 1,
    color: 'grey',
    hasAlpha: false,
    frames: 1,
    ...(across > 0 && down > 0 && { pixelsPerMm: [across / 1000, down / 1000] }),
  };
}

/** Decodes the first page. */
export async function readJbig2(bytes: Uint8Array, limits: RasterLimits): Promise<Raster> {
  const { segments, information, widthPx, heightPx } = firstPage(bytes);
  checkSize(widthPx, heightPx, limits);
  let area = 0;
  for (const { type, data } of segments) {
    if (type === symbolDictionary) {
      checkSymbols(data);
    }
    if (regions.has(type) && data.length >= 17) {
      const [width, height] = [viewOf(data).getUint32(0), viewOf(data).getUint32(4)];
      area += width * height;
      if (width > 65_535 || height > 65_535 || area > 4 * widthPx * heightPx + 1_000_000) {
        throw new ImageError('image-limit', 'JBIG2 区域过大，超出限额');
      }
    }
  }
  const stream = joined(segments, information, heightPx);
  const { Jbig2Image } = await imageDecoders();
  let packed: Uint8ClampedArray;
  try {
    packed = new Jbig2Image().parseChunks([{ data: counted(stream), start: 0, end: stream.length }]);
  } catch (error) {
    if (error instanceof ImageError) {
      throw error;
    }
    const message = error instanceof Error ? error.message : '';
    throw /not (?:implemented|supported)|unsupported/i.test(message)
      ? unsupported('JBIG2（少用的编码方式）')
      : broken('JBIG2 解码失败');
  }
  const out = emptyRaster(widthPx, heightPx);
  const rowBytes = Math.ceil(widthPx / 8);
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, to += 4) {
      const black = ((packed[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
      out.data.fill(black ? 0 : 255, to, to + 3);
      out.data[to + 3] = 255;
    }
  }
  return out;
}

/**
 * The segments of the first page as PDF embeds them (ISO 32000-1 7.4.7); undefined where readers of PDF may differ: a
 * page of another number than 1, or of unknown height. Throws `ImageError` for broken data.
 */
export function embeddableJbig2(bytes: Uint8Array): Uint8Array | undefined {
  const { segments, information, heightPx } = firstPage(bytes);
  const known = viewOf(information.data).getUint32(4) === heightPx;
  return information.page === 1 && known ? joined(segments, information, heightPx) : undefined;
}

/** 7.4.2: behind flags and adaptive pixels stand the numbers of exported and of new symbols. */
function checkSymbols(data: Uint8Array): void {
  const flags = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
  const adaptive = (flags & 1) === 1 ? 0 : ((flags >> 10) & 3) === 0 ? 8 : 2;
  const refined = (flags & 2) !== 0 && ((flags >> 12) & 1) === 0 ? 4 : 0;
  const at = 2 + adaptive + refined;
  if (
    data.length < at + 8 ||
    viewOf(data).getUint32(at) > maxSymbols ||
    viewOf(data).getUint32(at + 4) > maxSymbols
  ) {
    throw broken('JBIG2 符号表');
  }
}

/** Header and data of each segment one behind the other, the page's height filled in. */
function joined(segments: readonly Segment[], information: Segment, heightPx: number): Uint8Array {
  const kept = segments.filter(({ type }) => !leftOut.has(type));
  const out = new Uint8Array(kept.reduce((sum, { header, data }) => sum + header.length + data.length, 0));
  let at = 0;
  for (const segment of kept) {
    out.set(segment.header, at);
    out.set(segment.data, at + segment.header.length);
    if (segment === information) {
      viewOf(out).setUint32(at + segment.header.length + 4, heightPx);
    }
    at += segment.header.length + segment.data.length;
  }
  return out;
}

/**
 * The decoder has no limits of its own and goes on with made-up bits behind the end: this view of the data stops it
 * there, and when it has read everything several times over.
 */
function counted(bytes: Uint8Array): Uint8Array {
  let left = bytes.length * 8 + 4096;
  let behind = 64;
  return new Proxy(bytes, {
    get(target, key) {
      if (typeof key === 'string' && /^\d/.test(key)) {
        left -= 1;
        const index = Number(key);
        behind -= Number(index >= target.length);
        if (left < 0 || behind < 0) {
          throw broken('JBIG2 数据不足');
        }
        return target[index];
      }
      const value = Reflect.get(target, key, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
