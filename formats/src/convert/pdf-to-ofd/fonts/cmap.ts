import {
  isDict,
  isName,
  isStream,
  isString,
  type PdfFile,
  type PdfObject,
  parseContent,
} from '../../../pdf/index.ts';
import { predefinedCMap } from './predefined-cmaps.ts';

/** One code taken off a string: how many bytes, which CID, and its text where the CMap itself tells. */
export type CMapCode = {
  readonly code: number;
  readonly length: number;
  readonly cid: number;
  readonly text: string | undefined;
};

/** Takes strings apart (ISO 32000-1 9.7.5). */
export type CMap = {
  readonly vertical: boolean;
  decode(bytes: Uint8Array): CMapCode[];
};

const maxRanges = 100_000;
const maxDepth = 4;

type CidRange = { readonly first: number; readonly last: number; readonly cid: number };
type CodeSpace = { readonly length: number; readonly low: number; readonly high: number };

/** The CMap a Type0 font names or brings; undefined when it is unknown or broken. */
export function readCMap(file: PdfFile, value: PdfObject | undefined, depth = 0): CMap | undefined {
  const object = file.resolve(value);
  if (isName(object)) {
    return predefinedCMap(object.name);
  }
  return isStream(object) && depth < maxDepth ? embeddedCMap(file, object, depth) : undefined;
}

function embeddedCMap(
  file: PdfFile,
  stream: Extract<PdfObject, { kind: 'stream' }>,
  depth: number,
): CMap | undefined {
  const base = stream.dict.has('UseCMap') ? readCMap(file, stream.dict.get('UseCMap'), depth + 1) : undefined;
  const spaces: CodeSpace[] = [];
  // by length of the code
  const ranges: CidRange[][] = [[], [], [], [], []];
  let count = 0;
  for (const { operator, operands } of parseContent(file.decode(stream).bytes)) {
    const list = operands.filter((item) => isString(item) || typeof item === 'number');
    if (operator === 'endcodespacerange') {
      for (let i = 0; i + 1 < list.length && spaces.length < 200; i += 2) {
        const low = codeOf(list[i]);
        const high = codeOf(list[i + 1]);
        if (low !== undefined && high !== undefined) {
          spaces.push({ length: low.length, low: low.code, high: high.code });
        }
      }
    } else if (operator === 'endcidrange' || operator === 'endcidchar') {
      const step = operator === 'endcidrange' ? 3 : 2;
      for (let i = 0; i + step - 1 < list.length && count < maxRanges; i += step) {
        const low = codeOf(list[i]);
        const high = step === 3 ? codeOf(list[i + 1]) : low;
        const cid = list[i + step - 1];
        if (low !== undefined && high !== undefined && typeof cid === 'number') {
          count += 1;
          ranges[low.length]?.push({ first: low.code, last: high.code, cid });
        }
      }
    }
  }
  const wmode = file.number(stream.dict, 'WMode');
  const vertical = wmode === undefined ? (base?.vertical ?? false) : wmode === 1;
  if (spaces.length === 0 && base !== undefined && count === 0) {
    return { ...base, vertical };
  }
  const sorted = ranges.map((list) => list.sort((a, b) => a.first - b.first));
  return {
    vertical,
    decode: (bytes) => {
      const out: CMapCode[] = [];
      let at = 0;
      while (at < bytes.length) {
        const taken = takeCode(bytes, at, spaces);
        const cid = cidOf(sorted[taken.length] as readonly CidRange[], taken.code);
        const inherited =
          cid === undefined ? base?.decode(bytes.subarray(at, at + taken.length))[0] : undefined;
        out.push({ ...taken, cid: cid ?? inherited?.cid ?? 0, text: inherited?.text });
        at += taken.length;
      }
      return out;
    },
  };
}

/** The shortest code that lies in a code space with all its bytes; else as many bytes as the shortest space has. */
function takeCode(
  bytes: Uint8Array,
  at: number,
  spaces: readonly CodeSpace[],
): { code: number; length: number } {
  let code = 0;
  const left = bytes.length - at;
  for (let length = 1; length <= Math.min(4, left); length++) {
    code = code * 256 + (bytes[at + length - 1] as number);
    if (spaces.some((space) => space.length === length && inSpace(code, space))) {
      return { code, length };
    }
  }
  const shortest = spaces.length === 0 ? 2 : Math.min(...spaces.map((space) => space.length));
  const length = Math.max(1, Math.min(shortest, left));
  return { code: bytes.subarray(at, at + length).reduce((sum, byte) => sum * 256 + byte, 0), length };
}

function inSpace(code: number, { length, low, high }: CodeSpace): boolean {
  for (let i = 0; i < length; i++) {
    const shift = 256 ** i;
    const byte = Math.floor(code / shift) % 256;
    if (byte < Math.floor(low / shift) % 256 || byte > Math.floor(high / shift) % 256) {
      return false;
    }
  }
  return true;
}

function cidOf(ranges: readonly CidRange[], code: number): number | undefined {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle] as CidRange;
    if (code < range.first) {
      high = middle - 1;
    } else if (code > range.last) {
      low = middle + 1;
    } else {
      return range.cid + code - range.first;
    }
  }
  return undefined;
}

function codeOf(value: PdfObject | undefined): { code: number; length: number } | undefined {
  return isString(value) && value.bytes.length > 0 && value.bytes.length <= 4
    ? {
        code: value.bytes.reduce((code, byte) => code * 256 + byte, 0),
        length: value.bytes.length,
      }
    : undefined;
}

/** The character collection of a CIDFont, e.g. `Adobe-GB1`. */
export function orderingOf(file: PdfFile, descendant: Map<string, PdfObject>): string | undefined {
  const info = file.resolve(descendant.get('CIDSystemInfo'));
  const ordering = isDict(info) ? file.resolve(info.get('Ordering')) : null;
  return isString(ordering) ? String.fromCharCode(...ordering.bytes) : undefined;
}
