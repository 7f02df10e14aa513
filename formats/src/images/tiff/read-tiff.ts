/** TIFF 6.0: strips and tiles; none, PackBits, LZW, Deflate, Group 3 and 4, JPEG. */
import { inflateUpTo } from '../inflate-rows.ts';
import { readJpeg } from '../jpeg.ts';
import {
  broken,
  checkSize,
  emptyRaster,
  type Raster,
  type RasterInfo,
  type RasterLimits,
  unsupported,
} from '../raster.ts';
import { type Directory, readDirectories, type TiffFile } from './directory.ts';
import { readFax } from './fax.ts';
import { paintSamples, type SampleLayout } from './samples.ts';
import { unpackBits, unpackLzw } from './unpack.ts';

type Compression = 'none' | 'rows' | 'g3' | 'g4' | 'lzw' | 'jpeg' | 'deflate' | 'packbits';

const compressions: Readonly<Record<number, Compression>> = {
  1: 'none',
  2: 'rows',
  3: 'g3',
  4: 'g4',
  5: 'lzw',
  7: 'jpeg',
  8: 'deflate',
  32773: 'packbits',
  32946: 'deflate',
};

/** Most bytes that come out of one; 0 = no bound (a white row of Group 4 takes one bit). */
const greatestRatio: Readonly<Record<Compression, number>> = {
  none: 1,
  rows: 0,
  g3: 0,
  g4: 0,
  lzw: 2800,
  jpeg: 4096,
  deflate: 1032,
  packbits: 64,
};

type Page = SampleLayout & {
  compression: Compression;
  widthPx: number;
  heightPx: number;
  planes: number;
  /** A strip is a tile as wide as the page. */
  tileWidth: number;
  tileHeight: number;
  offsets: readonly number[];
  byteCounts: readonly number[];
  fillOrder: number;
  predictor: number;
  faxOptions: number;
  jpegTables: readonly number[];
};

const colors = ['grey', 'grey', 'rgb', 'palette', 'grey', 'cmyk', 'rgb'] as const;

function readPage(file: TiffFile, directory: Directory): Page {
  const first = (tag: number, otherwise: number): number => directory.get(tag)?.[0] ?? otherwise;
  const widthPx = first(256, 0);
  const heightPx = first(257, 0);
  const code = first(259, 1);
  const compression = compressions[code];
  const photometric = first(262, 0);
  const bits = first(258, 1);
  if (compression === undefined) {
    throw unsupported(`TIFF（压缩方式 ${code}）`);
  }
  if (![1, 2, 4, 8, 16].includes(bits) || first(339, 1) > 2) {
    throw unsupported(`TIFF（每样本 ${bits} 位）`);
  }
  if (photometric === 4 || photometric >= colors.length) {
    throw unsupported(`TIFF（颜色类型 ${photometric}）`);
  }
  const samples = Math.min(Math.max(first(277, 1), 1), 32);
  const separate = first(284, 1) === 2 && samples > 1;
  const tiled = directory.has(322);
  const tileWidth = tiled ? first(322, 0) : widthPx;
  const tileHeight = tiled ? first(323, 0) : Math.min(first(278, heightPx) || heightPx, heightPx);
  const offsets = directory.get(tiled ? 324 : 273) ?? [];
  return {
    compression,
    widthPx,
    heightPx,
    bits,
    photometric,
    samples: separate ? 1 : samples,
    planes: separate ? samples : 1,
    tileWidth,
    tileHeight,
    offsets,
    // a page of one strip may leave the length out
    byteCounts: directory.get(tiled ? 325 : 279) ?? offsets.map((at) => file.bytes.length - at),
    fillOrder: first(266, 1),
    predictor: first(317, 1),
    faxOptions: first(292, 0),
    jpegTables: directory.get(347) ?? [],
    palette: directory.get(320) ?? [],
    extraSamples: directory.get(338) ?? [],
    subsampling: directory.get(530) ?? [2, 2],
    littleEndian: file.littleEndian,
  };
}

function pageOf(file: TiffFile, frame: number): Directory {
  const directory = file.directories[frame];
  if (!directory) {
    throw broken(`TIFF 没有第 ${frame + 1} 页`);
  }
  return directory;
}

/** Header of one page. */
export function tiffInfo(bytes: Uint8Array, frame: number): RasterInfo {
  const file = readDirectories(bytes);
  const directory = pageOf(file, frame);
  const page = readPage(file, directory);
  const perUnit = { 2: 25.4, 3: 10 }[directory.get(296)?.[0] ?? 2];
  const [across, down] = [directory.get(282)?.[0] ?? 0, directory.get(283)?.[0] ?? 0];
  return {
    mediaType: 'image/tiff',
    widthPx: page.widthPx,
    heightPx: page.heightPx,
    bitsPerSample: page.bits,
    color: colors[page.photometric] ?? 'grey',
    hasAlpha: page.extraSamples.some((kind) => kind === 1 || kind === 2),
    frames: file.directories.length,
    ...(perUnit !== undefined &&
      across > 0 &&
      down > 0 && { pixelsPerMm: [across / perUnit, down / perUnit] }),
  };
}

/** Decodes one page of a TIFF. Strips that are missing stay transparent. */
export async function readTiff(bytes: Uint8Array, limits: RasterLimits, frame: number): Promise<Raster> {
  const file = readDirectories(bytes);
  const page = readPage(file, pageOf(file, frame));
  const { widthPx, heightPx, tileWidth, tileHeight } = page;
  checkSize(widthPx, heightPx, limits);
  checkSize(tileWidth, tileHeight, limits);
  const across = Math.ceil(widthPx / tileWidth);
  const down = Math.ceil(heightPx / tileHeight);
  const tiles = across * down;
  // Tiles reach over the edge, but not by far; and all their data together is not more than the file a few times over.
  const area = tiles * tileWidth * tileHeight;
  const data = page.byteCounts.reduce((sum, count) => sum + count, 0);
  if (area > 4 * limits.pixels || tiles > 1_000_000 || data > 4 * bytes.length) {
    throw broken('TIFF 分块');
  }
  const ratio = greatestRatio[page.compression];
  if (ratio > 0 && (widthPx * heightPx * page.bits) / 8 > data * ratio * 4) {
    throw broken('TIFF 数据不足');
  }
  const out = emptyRaster(widthPx, heightPx);
  for (let plane = 0; plane < page.planes; plane++) {
    for (let tile = 0; tile < tiles; tile++) {
      const index = plane * tiles + tile;
      const [offset, count] = [page.offsets[index], page.byteCounts[index]];
      if (offset === undefined || count === undefined || offset >= bytes.length) {
        continue;
      }
      const x = (tile % across) * tileWidth;
      const y = Math.floor(tile / across) * tileHeight;
      const packed = bytes.subarray(offset, offset + count);
      const rows = Math.min(tileHeight, heightPx - y);
      if (page.compression === 'jpeg') {
        copyTile(await readJpegTile(page, packed, limits), out, x, y, tileWidth, rows);
      } else {
        paintSamples(page, unpackTile(page, packed), out, { x, y, width: tileWidth, rows, plane });
      }
    }
  }
  return out;
}

function unpackTile(page: Page, packed: Uint8Array): Uint8Array {
  const { compression, tileWidth, tileHeight, samples, bits } = page;
  const ordered = page.fillOrder === 2 ? packed.map(reversed) : packed;
  const rowBytes = Math.ceil((tileWidth * samples * bits) / 8);
  const size = rowBytes * tileHeight;
  if (compression === 'rows' || compression === 'g3' || compression === 'g4') {
    if (samples * bits !== 1) {
      throw broken('TIFF 传真编码只用于黑白图片');
    }
    return readFax(ordered, {
      columns: tileWidth,
      rows: tileHeight,
      kind: compression,
      twoDimensional: (page.faxOptions & 1) === 1,
    });
  }
  const data =
    compression === 'lzw'
      ? unpackLzw(ordered, size)
      : compression === 'packbits'
        ? unpackBits(ordered, size)
        : compression === 'deflate'
          ? inflateUpTo([ordered], size).data
          : ordered.slice();
  if (page.predictor === 2) {
    undoDifferences(page, data, rowBytes);
  } else if (page.predictor !== 1) {
    throw unsupported(`TIFF（预测方式 ${page.predictor}）`);
  }
  return data;
}

/** The bits of a byte the other way round (FillOrder 2). */
function reversed(byte: number): number {
  let out = 0;
  for (let bit = 0; bit < 8; bit++) {
    out |= ((byte >> bit) & 1) << (7 - bit);
  }
  return out;
}

/** Section 14: each sample was stored as its difference to the one before. */
function undoDifferences(page: Page, data: Uint8Array, rowBytes: number): void {
  const { bits, samples, littleEndian } = page;
  if (bits !== 8 && bits !== 16) {
    throw unsupported(`TIFF（${bits} 位的差分预测）`);
  }
  const step = (samples * bits) / 8;
  const low = littleEndian ? 0 : 1;
  for (let row = 0; row + rowBytes <= data.length; row += rowBytes) {
    if (bits === 8) {
      for (let i = row + step; i < row + rowBytes; i++) {
        data[i] = (data[i] as number) + (data[i - step] as number);
      }
      continue;
    }
    for (let i = row + step; i + 1 < row + rowBytes; i += 2) {
      const word = (at: number): number => (data[at + low] as number) + 256 * (data[at + 1 - low] as number);
      const sum = word(i) + word(i - step);
      data[i + low] = sum;
      data[i + 1 - low] = sum >> 8;
    }
  }
}

/** A tile is a JPEG without the tables, which stand in a field of their own (TIFF Technical Note 2). */
async function readJpegTile(page: Page, packed: Uint8Array, limits: RasterLimits): Promise<Raster> {
  const { jpegTables, tileWidth, tileHeight, photometric } = page;
  if (page.planes > 1) {
    throw unsupported('TIFF（分平面的 JPEG）');
  }
  const tables = jpegTables.length > 4 ? jpegTables.slice(2, -2) : [];
  const whole = new Uint8Array(packed.length + tables.length);
  whole.set(packed.subarray(0, 2));
  whole.set(tables, 2);
  whole.set(packed.subarray(2), 2 + tables.length);
  const pixels = Math.min(limits.pixels, (tileWidth + 16) * (tileHeight + 16));
  return readJpeg(whole, { ...limits, pixels }, { transform: photometric === 6, inverted: false });
}

function copyTile(tile: Raster, out: Raster, x: number, y: number, width: number, rows: number): void {
  const columns = Math.min(width, tile.widthPx, out.widthPx - x);
  for (let row = 0; row < Math.min(rows, tile.heightPx); row++) {
    const from = row * tile.widthPx * 4;
    out.data.set(tile.data.subarray(from, from + columns * 4), ((y + row) * out.widthPx + x) * 4);
  }
}
