/**
 * JBIG2 (ITU-T T.88), as a file and as the bare segments OFD and PDF embed: segments sorted here; pages of symbols by
 * `jbig2-text.ts`, the others by pdf.js.
 */
import { imageDecoders } from './decoders.ts';
import { readSymbolPage } from './jbig2-text.ts';
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
  readonly number: number;
  readonly refersTo: readonly number[];
  readonly type: number;
  readonly page: number;
  readonly header: Uint8Array;
  data: Uint8Array;
};

const fileHead = [0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a];
const unknownLength = 0xffffffff;
const maxSegments = 10_000;
/** Dictionaries of symbols and texts made of them. */
const symbolTypes = new Set([0, 4, 6, 7]);
const maxReferred = 1000;
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
    const { length, end, ...known } = readSegmentHeader(bytes, view, at);
    const { type } = known;
    if (!segmentTypes.has(type)) {
      throw broken('JBIG2 段类型');
    }
    const header = bytes.subarray(at, end);
    at = end;
    const segment: Segment = { ...known, header, data: bytes.subarray(at, at) };
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
function readSegmentHeader(bytes: Uint8Array, view: DataView, start: number) {
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
  const size = number <= 256 ? 1 : number <= 65536 ? 2 : 4;
  const pageBytes = (flags & 0x40) !== 0 ? 4 : 1;
  const end = at + referred * size + pageBytes + 4;
  if (end > bytes.length || referred > maxReferred) {
    throw broken('JBIG2 段头');
  }
  const refersTo = Array.from({ length: referred }, (_, i) => {
    const place = at + i * size;
    return size === 1 ? view.getUint8(place) : size === 2 ? view.getUint16(place) : view.getUint32(place);
  });
  at += referred * size;
  const page = pageBytes === 4 ? view.getUint32(at) : (bytes[at] as number);
  return { number, type: flags & 0x3f, page, refersTo, length: view.getUint32(at + pageBytes), end };
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
  const most = 4 * widthPx * heightPx + 1_000_000;
  let area = 0;
  for (const segment of segments) {
    area += areaOf(segment);
    if (!(area <= most)) {
      throw new ImageError('image-limit', 'JBIG2 区域过大，超出限额');
    }
  }
  const out = emptyRaster(widthPx, heightPx);
  const black = segments.some(({ type }) => symbolTypes.has(type))
    ? symbolPage(segments, information, [widthPx, heightPx])
    : await regionPage(joined(segments, information, heightPx), widthPx);
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, to += 4) {
      out.data.fill(black(x, y) ? 0 : 255, to, to + 3);
      out.data[to + 3] = 255;
    }
  }
  return out;
}

/** Pixels that decoding a segment takes by what its header says; `NaN` for sizes beyond all reason. */
function areaOf({ type, data }: Segment): number {
  const view = viewOf(data);
  const product = (width: number, height: number): number =>
    width > 65_535 || height > 65_535 ? Number.NaN : width * height;
  if (type === 16 && data.length >= 7) {
    // a dictionary of patterns is decoded as one row of them; patterns without any pixel take room as well
    return Math.max(1, product(view.getUint8(1), view.getUint8(2))) * (view.getUint32(3) + 1);
  }
  if (!regions.has(type) || data.length < 17) {
    return 0;
  }
  const own = product(view.getUint32(0), view.getUint32(4));
  const halftone = (type === 20 || type === 22 || type === 23) && data.length >= 26;
  return own + (halftone ? product(view.getUint32(18), view.getUint32(22)) : 0);
}

type IsBlack = (x: number, y: number) => boolean;

function symbolPage(
  segments: readonly Segment[],
  information: Segment,
  [widthPx, heightPx]: readonly [number, number],
): IsBlack {
  const kept = segments.filter(({ type }) => !leftOut.has(type));
  const defaultBlack = ((information.data[16] as number) & 4) !== 0;
  const pixels = readSymbolPage(kept, [widthPx, heightPx], defaultBlack);
  return (x, y) => pixels[y * widthPx + x] === 1;
}

async function regionPage(stream: Uint8Array, widthPx: number): Promise<IsBlack> {
  const { Jbig2Image } = await imageDecoders();
  try {
    const chunk = { data: counted(stream), start: 0, end: stream.length };
    const packed = new Jbig2Image().parseChunks([chunk]);
    const rowBytes = Math.ceil(widthPx / 8);
    return (x, y) => ((packed[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
  } catch (error) {
    if (error instanceof ImageError) {
      throw error;
    }
    const message = error instanceof Error ? error.message : '';
    throw /not (?:implemented|supported)|unsupported/i.test(message)
      ? unsupported('JBIG2（少用的编码方式）')
      : broken('JBIG2 解码失败');
  }
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
