import { isStream, type PdfDict, type PdfFile, type RemainingFilter } from '../../../pdf/index.ts';

/** Fax data (CCITTFaxDecode, ISO 32000-1 7.4.6) as a TIFF of one strip. `inverted` swaps black and white. */
export function faxTiff(
  file: PdfFile,
  data: Uint8Array,
  parameters: PdfDict,
  size: { widthPx: number; heightPx: number },
  inverted: boolean,
): Uint8Array | undefined {
  const k = file.number(parameters, 'K') ?? 0;
  const columns = file.number(parameters, 'Columns') ?? 1728;
  const rows = file.number(parameters, 'Rows') || size.heightPx;
  const aligned = file.resolve(parameters.get('EncodedByteAlign')) === true;
  const blackIsOne = file.resolve(parameters.get('BlackIs1')) === true;
  if (columns !== size.widthPx || (aligned && k !== 0)) {
    return undefined;
  }
  // 2 = rows that begin at bytes, 3 = Group 3, 4 = Group 4
  const compression = k < 0 ? 4 : aligned ? 2 : 3;
  const entries: [tag: number, type: 3 | 4, value: number][] = [
    [256, 4, columns],
    [257, 4, Math.max(1, Math.min(rows, size.heightPx))],
    [258, 3, 1],
    [259, 3, compression],
    // 0: what the fax calls white is white
    [262, 3, blackIsOne !== inverted ? 1 : 0],
    [266, 3, 1],
    [273, 4, 0],
    [277, 3, 1],
    [278, 4, Math.max(1, Math.min(rows, size.heightPx))],
    [279, 4, data.length],
    ...(compression === 3 ? [[292, 4, k > 0 ? 1 : 0] as [number, 4, number]] : []),
  ];
  const start = 8 + 2 + 12 * entries.length + 4;
  const out = new Uint8Array(start + data.length);
  const view = new DataView(out.buffer);
  out.set([0x49, 0x49, 0x2a, 0x00]);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  for (const [i, [tag, type, value]] of entries.entries()) {
    const at = 10 + 12 * i;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, 1, true);
    view.setUint32(at + 8, tag === 273 ? start : value, true);
  }
  out.set(data, start);
  return out;
}

/** The bare segments of JBIG2Decode (7.4.7) as a file: header, global segments, the page's own. */
export function jbig2File(file: PdfFile, data: Uint8Array, parameters: PdfDict): Uint8Array {
  const globals = file.resolve(parameters.get('JBIG2Globals'));
  const shared = isStream(globals) ? file.decode(globals).bytes : new Uint8Array(0);
  const head = Uint8Array.of(0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a, 1, 0, 0, 0, 1);
  const out = new Uint8Array(head.length + shared.length + data.length);
  out.set(head);
  out.set(shared, head.length);
  out.set(data, head.length + shared.length);
  return out;
}

/** A JPEG without Adobe's marker, when that one says only that colours are not transformed; else unchanged. */
export function withoutAdobeMarker(jpeg: Uint8Array): Uint8Array {
  for (let at = 2; at + 4 < jpeg.length && jpeg[at] === 0xff; ) {
    const marker = jpeg[at + 1] as number;
    const length = ((jpeg[at + 2] as number) << 8) | (jpeg[at + 3] as number);
    const isAdobe = marker === 0xee && String.fromCharCode(...jpeg.subarray(at + 4, at + 9)) === 'Adobe';
    if (isAdobe) {
      if (jpeg[at + 15] !== 0) {
        return jpeg;
      }
      const out = new Uint8Array(jpeg.length - length - 2);
      out.set(jpeg.subarray(0, at));
      out.set(jpeg.subarray(at + 2 + length), at);
      return out;
    }
    if (marker === 0xda) {
      return jpeg;
    }
    at += 2 + length;
  }
  return jpeg;
}

/** The one filter an image file's data is left with; undefined when there are more or none. */
export function imageFilter(remaining: readonly RemainingFilter[]): RemainingFilter | undefined {
  return remaining.length === 1 ? remaining[0] : undefined;
}

/** Whether an image dictionary's Decode array swaps black and white. */
export function isInverted(file: PdfFile, dict: PdfDict): boolean {
  const list = file.array(dict, 'Decode');
  return list !== undefined && file.resolve(list[0]) === 1 && file.resolve(list[1]) === 0;
}
