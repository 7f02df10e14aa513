import { PdfError } from './errors.ts';
import {
  decodeAscii85,
  decodeAsciiHex,
  decodeFlate,
  decodeLzw,
  decodeRunLength,
  undoPredictor,
} from './filters.ts';
import type { Budget } from './limits.ts';
import { isDict, isName, type PdfDict, type PdfObject, type PdfStream } from './objects.ts';

/** One filter that was not undone here (images, Crypt) with its parameters. */
export type RemainingFilter = { name: string; parameters: PdfDict };

/** Decoded bytes; `remaining` lists, outermost first, the filters still to be undone (empty = plain data). */
export type DecodedStream = { bytes: Uint8Array; remaining: RemainingFilter[] };

const maxFilters = 8;

/**
 * Undoes a stream's filters (7.4) up to the first one this reader leaves alone (DCT, JPX, CCITT, JBIG2, Crypt).
 * `resolve` follows references. Throws PdfError when data is broken or over the limits; `tolerant` keeps what
 * could be decoded before the damage.
 */
export function decodeStream(
  stream: PdfStream,
  resolve: (value: PdfObject | undefined) => PdfObject,
  budget: Budget,
  tolerant = false,
): DecodedStream {
  const filters = listOf(resolve(stream.dict.get('Filter')), resolve).filter(
    // the standard handler's decryption has been done by then (7.4.10)
    (filter) => !tolerant || !isName(filter, 'Crypt'),
  );
  const parameters = listOf(resolve(stream.dict.get('DecodeParms')), resolve);
  if (filters.length > maxFilters) {
    throw new PdfError('pdf-limit', 'PDF 流的过滤器过多');
  }
  let bytes = stream.raw;
  for (let i = 0; i < filters.length; i++) {
    const filter = filters[i];
    if (!isName(filter)) {
      throw new PdfError('pdf-stream-broken', 'PDF 流的过滤器不是名称');
    }
    const given = parameters[i];
    const settings = isDict(given) ? given : new Map<string, PdfObject>();
    const decoded = applyFilter(filter.name, bytes, settings, resolve, budget, tolerant);
    if (decoded === undefined) {
      const remaining = filters.slice(i).map((rest, k): RemainingFilter => {
        const its = parameters[i + k];
        return { name: isName(rest) ? rest.name : '', parameters: isDict(its) ? its : new Map() };
      });
      return { bytes, remaining };
    }
    bytes = decoded;
  }
  return { bytes, remaining: [] };
}

function listOf(value: PdfObject, resolve: (value: PdfObject | undefined) => PdfObject): PdfObject[] {
  if (value === null) {
    return [];
  }
  return Array.isArray(value) ? value.map(resolve) : [value];
}

function applyFilter(
  name: string,
  bytes: Uint8Array,
  settings: PdfDict,
  resolve: (value: PdfObject | undefined) => PdfObject,
  budget: Budget,
  tolerant: boolean,
): Uint8Array | undefined {
  const setting = (key: string, fallback: number): number => {
    const value = resolve(settings.get(key));
    return typeof value === 'number' && Number.isInteger(value) ? value : fallback;
  };
  const predict = (decoded: Uint8Array): Uint8Array =>
    undoPredictor(decoded, {
      predictor: setting('Predictor', 1),
      colors: setting('Colors', 1),
      bitsPerComponent: setting('BitsPerComponent', 8),
      columns: setting('Columns', 1),
    });
  switch (name) {
    case 'FlateDecode':
    case 'Fl':
      return predict(decodeFlate(bytes, budget, tolerant));
    case 'LZWDecode':
    case 'LZW':
      return predict(decodeLzw(bytes, setting('EarlyChange', 1), budget, tolerant));
    case 'ASCIIHexDecode':
    case 'AHx':
      return decodeAsciiHex(bytes, budget, tolerant);
    case 'ASCII85Decode':
    case 'A85':
      return decodeAscii85(bytes, budget, tolerant);
    case 'RunLengthDecode':
    case 'RL':
      return decodeRunLength(bytes, budget);
    default:
      return undefined;
  }
}
