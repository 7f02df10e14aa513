import { writePng } from '../../images/index.ts';
import type { ImageSpec } from '../../ofd/index.ts';
import {
  type DecodedStream,
  isName,
  isStream,
  type PdfDict,
  type PdfFile,
  type PdfObject,
  type PdfStream,
} from '../../pdf/index.ts';
import { colorSpaceOf, componentCount, toRgb } from './colors.ts';
import type { Rgb } from './graphics-state.ts';
import type { Notes } from './notes.ts';

const maxPixels = 32_000_000;

type Raster = { widthPx: number; heightPx: number; channels: 1 | 3; data: Uint8Array };

/**
 * Turns an image XObject (ISO 32000-1 8.9.5) into PNG or JPEG. JPEG data passes through unchanged; everything else
 * becomes an 8-bit PNG, with alpha when there is a soft mask. `stencil` is the colour an image mask is painted with.
 * Undefined when the image cannot be shown; the reason is noted.
 */
export function convertImage(
  file: PdfFile,
  stream: PdfStream,
  resources: PdfDict,
  stencil: Rgb,
  notes: Notes,
): Omit<ImageSpec, 'key'> | undefined {
  const widthPx = file.number(stream.dict, 'Width') ?? 0;
  const heightPx = file.number(stream.dict, 'Height') ?? 0;
  if (!(widthPx >= 1 && heightPx >= 1 && widthPx * heightPx <= maxPixels)) {
    notes.add('convert-image-size', 'error', '图片尺寸无效或过大，未转换');
    return undefined;
  }
  const decoded = file.decode(stream);
  if (file.resolve(stream.dict.get('ImageMask')) === true) {
    return convertStencil(file, stream, decoded, widthPx, heightPx, stencil, notes);
  }
  const alpha = alphaOf(file, stream, notes);
  const filter = decoded.remaining[0]?.name;
  if (filter === 'DCTDecode' && decoded.remaining.length === 1) {
    if (alpha !== undefined) {
      notes.add('convert-image-jpeg-mask', 'warning', 'JPEG 图片带有透明遮罩，遮罩未转换');
    }
    if (componentCount(colorSpaceOf(file, stream.dict.get('ColorSpace'), resources)) === 4) {
      notes.add('convert-image-cmyk', 'warning', 'JPEG 图片为 CMYK 颜色，部分软件显示会有色差');
    }
    return { format: 'JPEG', bytes: decoded.bytes };
  }
  if (filter !== undefined) {
    notes.add('convert-image-filter', 'error', '图片的压缩方式不支持，未转换', filter);
    return undefined;
  }
  const raster = readRaster(file, stream.dict, decoded.bytes, widthPx, heightPx, resources);
  if (raster === undefined) {
    notes.add('convert-image-color', 'error', '图片的颜色格式不支持或数据不完整，未转换');
    return undefined;
  }
  return { format: 'PNG', bytes: writePng(alpha === undefined ? raster : withAlpha(raster, alpha)) };
}

/** Samples of `bits` each, rows padded to bytes, as numbers 0…2^bits−1 (16 bits: the high byte). */
function unpack(bytes: Uint8Array, bits: number, perRow: number, rows: number): Uint8Array | undefined {
  const rowBytes = Math.ceil((perRow * bits) / 8);
  if (![1, 2, 4, 8, 16].includes(bits) || bytes.length < rowBytes * rows) {
    return undefined;
  }
  if (bits === 8) {
    return bytes.subarray(0, perRow * rows);
  }
  const out = new Uint8Array(perRow * rows);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < perRow; i++) {
      const bit = i * bits;
      const byte = bytes[row * rowBytes + (bit >> 3)] as number;
      out[row * perRow + i] = bits === 16 ? byte : (byte >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
    }
  }
  return out;
}

/** Decode array as [first, last] per component, when it is given and well formed. */
function decodeArray(file: PdfFile, dict: PdfDict): number[] | undefined {
  const list = (file.array(dict, 'Decode') ?? []).map((item) => file.resolve(item));
  return list.length > 0 && list.every((item) => typeof item === 'number') ? (list as number[]) : undefined;
}

function readRaster(
  file: PdfFile,
  dict: PdfDict,
  bytes: Uint8Array,
  widthPx: number,
  heightPx: number,
  resources: PdfDict,
): Raster | undefined {
  const bits = file.number(dict, 'BitsPerComponent') ?? 8;
  const palette = paletteOf(file, dict.get('ColorSpace'), resources);
  const space = palette === undefined ? colorSpaceOf(file, dict.get('ColorSpace'), resources) : 'gray';
  const components = componentCount(space);
  const samples = components === 0 ? undefined : unpack(bytes, bits, widthPx * components, heightPx);
  if (samples === undefined) {
    return undefined;
  }
  const pixels = widthPx * heightPx;
  const decode = decodeArray(file, dict);
  if (palette !== undefined) {
    const data = new Uint8Array(pixels * 3);
    for (let i = 0; i < pixels; i++) {
      data.set(palette.subarray((samples[i] as number) * 3, (samples[i] as number) * 3 + 3), i * 3);
    }
    return { widthPx, heightPx, channels: 3, data };
  }
  const top = bits === 16 ? 255 : 2 ** bits - 1;
  const value = (i: number, component: number): number => {
    const share = (samples[i] as number) / top;
    const low = decode?.[2 * component] ?? 0;
    return low + share * ((decode?.[2 * component + 1] ?? 1) - low);
  };
  const channels = space === 'gray' ? 1 : 3;
  const plain = bits === 8 && decode === undefined && space !== 'cmyk';
  const data = plain ? samples.slice() : new Uint8Array(pixels * channels);
  for (let i = 0; i < pixels && !plain; i++) {
    const parts = Array.from({ length: components }, (_, c) => value(i * components + c, c));
    const rgb = toRgb(space, parts) ?? [0, 0, 0];
    data.set(channels === 1 ? [rgb[0]] : rgb, i * channels);
  }
  return { widthPx, heightPx, channels, data };
}

/** The 256 RGB entries of an Indexed space (8.6.6.3); undefined when it is no such space. */
function paletteOf(file: PdfFile, value: PdfObject | undefined, resources: PdfDict): Uint8Array | undefined {
  let space = file.resolve(value);
  if (isName(space)) {
    space = file.resolve(file.dict(resources, 'ColorSpace')?.get(space.name));
  }
  if (!Array.isArray(space) || !isName(file.resolve(space[0]), 'Indexed')) {
    return undefined;
  }
  const base = colorSpaceOf(file, space[1], resources);
  const components = componentCount(base);
  const table = file.resolve(space[3]);
  const bytes = isStream(table)
    ? file.decode(table).bytes
    : typeof table === 'object' && table !== null && 'kind' in table && table.kind === 'string'
      ? table.bytes
      : new Uint8Array(0);
  const palette = new Uint8Array(256 * 3);
  for (let i = 0; i < 256 && components > 0; i++) {
    const parts = Array.from({ length: components }, (_, c) => (bytes[i * components + c] ?? 0) / 255);
    palette.set(toRgb(base, parts) ?? [0, 0, 0], i * 3);
  }
  return palette;
}

/** Opacity from /SMask, or from /Mask when that is a stencil; undefined = opaque. */
function alphaOf(file: PdfFile, stream: PdfStream, notes: Notes): Raster | undefined {
  const soft = file.resolve(stream.dict.get('SMask'));
  const hard = file.resolve(stream.dict.get('Mask'));
  const mask = isStream(soft) ? soft : isStream(hard) ? hard : undefined;
  if (Array.isArray(hard)) {
    notes.add('convert-image-color-key', 'warning', '图片使用颜色键透明，未转换');
  }
  if (mask === undefined) {
    return undefined;
  }
  const { bytes, remaining } = file.decode(mask);
  const widthPx = file.number(mask.dict, 'Width') ?? 0;
  const heightPx = file.number(mask.dict, 'Height') ?? 0;
  const sane = widthPx >= 1 && heightPx >= 1 && widthPx * heightPx <= maxPixels && remaining.length === 0;
  const gray = new Map([...mask.dict, ['ColorSpace', { kind: 'name', name: 'DeviceGray' }] as const]);
  if (mask === hard) {
    gray.set('BitsPerComponent', 1);
  }
  const raster = sane ? readRaster(file, gray, bytes, widthPx, heightPx, new Map()) : undefined;
  if (raster === undefined) {
    notes.add('convert-image-mask', 'warning', '图片的透明遮罩不支持，未转换');
    return undefined;
  }
  if (mask.dict.has('Matte')) {
    notes.add('convert-image-matte', 'warning', '图片的遮罩带有预混底色，边缘可能有色差');
  }
  // in a stencil 1 means "leave out", in a soft mask full means "show"
  return mask === hard ? { ...raster, data: raster.data.map((byte) => 255 - byte) } : raster;
}

/** Joins colour and opacity at the finer of the two resolutions. */
function withAlpha(color: Raster, alpha: Raster) {
  const widthPx = Math.max(color.widthPx, alpha.widthPx);
  const heightPx = Math.max(color.heightPx, alpha.heightPx);
  const { channels } = color;
  const data = new Uint8Array(widthPx * heightPx * (channels + 1));
  let at = 0;
  for (let y = 0; y < heightPx; y++) {
    const colorRow = Math.floor((y * color.heightPx) / heightPx) * color.widthPx;
    const alphaRow = Math.floor((y * alpha.heightPx) / heightPx) * alpha.widthPx;
    for (let x = 0; x < widthPx; x++) {
      const from = (colorRow + Math.floor((x * color.widthPx) / widthPx)) * channels;
      for (let c = 0; c < channels; c++) {
        data[at + c] = color.data[from + c] as number;
      }
      data[at + channels] = alpha.data[alphaRow + Math.floor((x * alpha.widthPx) / widthPx)] as number;
      at += channels + 1;
    }
  }
  return { widthPx, heightPx, channels: channels === 1 ? (2 as const) : (4 as const), data };
}

/** An image mask (8.9.6.2): 0 paints, 1 leaves out; /Decode [1 0] the other way round. */
function convertStencil(
  file: PdfFile,
  stream: PdfStream,
  decoded: DecodedStream,
  widthPx: number,
  heightPx: number,
  stencil: Rgb,
  notes: Notes,
): Omit<ImageSpec, 'key'> | undefined {
  const bits = decoded.remaining.length === 0 ? unpack(decoded.bytes, 1, widthPx, heightPx) : undefined;
  if (bits === undefined || stencil === undefined) {
    notes.add('convert-image-mask', 'error', '图片蒙版不支持，未转换');
    return undefined;
  }
  const paints = decodeArray(file, stream.dict)?.[0] === 1 ? 1 : 0;
  const data = new Uint8Array(widthPx * heightPx * 4);
  for (let i = 0; i < bits.length; i++) {
    data.set([...stencil, bits[i] === paints ? 255 : 0], i * 4);
  }
  return { format: 'PNG', bytes: writePng({ widthPx, heightPx, channels: 4, data }) };
}
