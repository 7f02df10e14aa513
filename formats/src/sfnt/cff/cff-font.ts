/** CFF fonts, bare or in an OpenType file, by name or by CID (Adobe Technical Note 5176). */

import { attempt, guarded, viewOf } from '../bytes.ts';
import { Effort } from '../effort.ts';
import { SfntError } from '../errors.ts';
import { lazy } from '../lazy.ts';
import type { FontMatrix } from '../outline-pen.ts';
import type { OutlineSegment } from '../outline-segment.ts';
import { load, partOf } from '../sparse-file.ts';
import { type CharstringContext, type CharstringResult, runCharstring } from './charstring.ts';
import { type CffDict, readDict } from './dict.ts';
import { readCharset, readEncoding, readFontSelect } from './glyph-tables.ts';
import { type CffIndex, emptyIndex, readIndex } from './index-structure.ts';
import { standardEncodingName, standardStrings } from './standard-strings.ts';

/** A CFF font opened for its outlines. */
export type CffFont = {
  readonly glyphCount: number;
  readonly unitsPerEm: number;
  /** True when glyphs are called by CID instead of by name. */
  readonly byCid: boolean;
  readonly familyName: string | undefined;
  /** FontBBox in font units; zeros when the font states none. */
  readonly box: readonly [number, number, number, number];
  /** @throws SfntError for a broken program or a glyph that does not exist */
  outline(glyph: number): readonly OutlineSegment[];
  /** In em units. */
  advance(glyph: number): number;
  /** Undefined in fonts by CID. */
  nameOf(glyph: number): string | undefined;
  glyphNamed(name: string): number | undefined;
  /** Glyph of a CID; undefined in fonts by name. */
  glyphOfCid(cid: number): number | undefined;
  /** Glyph of a code in the font's own encoding. */
  glyphOfCode(code: number): number | undefined;
};

/** One font dictionary's part: its subroutines, widths and matrix. */
type Part = { local: CffIndex; defaultWidth: number; nominalWidth: number; matrix: FontMatrix };

const millesimal: FontMatrix = [0.001, 0, 0, 0.001, 0, 0];

function matrixOf(dict: CffDict): FontMatrix | undefined {
  const numbers = dict.get(1207);
  const usable = numbers?.length === 6 && numbers[0]! * numbers[3]! - numbers[1]! * numbers[2]! !== 0;
  return usable ? (numbers as unknown as FontMatrix) : undefined;
}

/** First `inner`, then `outer`. */
function product(inner: FontMatrix, outer: FontMatrix): FontMatrix {
  const [a, b, c, d, e, f] = inner;
  const [A, B, C, D, E, F] = outer;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

function readPart(bytes: Uint8Array, dict: CffDict, matrix: FontMatrix): Part {
  const [size = 0, offset = 0] = dict.get(18) ?? [];
  load(bytes, Math.max(0, offset), Math.max(0, offset + size));
  const own = readDict(bytes.subarray(Math.max(0, offset), Math.max(0, offset + size)));
  const subrs = own.get(19)?.[0];
  return {
    local: (subrs !== undefined ? attempt(() => readIndex(bytes, offset + subrs)) : undefined) ?? emptyIndex,
    defaultWidth: own.get(20)?.[0] ?? 0,
    nominalWidth: own.get(21)?.[0] ?? 0,
    matrix,
  };
}

/** Producers put bytes before the header; it begins with the version 1. */
function fromHeader(bytes: Uint8Array): Uint8Array {
  load(bytes, 0, 32);
  for (let i = 0; i < 16 && i + 4 < bytes.length; i++) {
    const offsetSize = bytes[i + 3]!;
    if (bytes[i] === 1 && bytes[i + 2]! >= 4 && offsetSize >= 1 && offsetSize <= 4) {
      return i === 0 ? bytes : partOf(bytes, i, bytes.length);
    }
  }
  throw new SfntError('不是 CFF 字体');
}

/** True when the bytes start like a bare CFF font. */
export function isCff(bytes: Uint8Array): boolean {
  return attempt(() => readIndex(bytes, fromHeader(bytes)[2]!)) !== undefined && bytes[0] === 1;
}

/**
 * Opens CFF data; `unitsPerEm` is that of the OpenType file around it.
 * @throws SfntError when there is no font, or one of the CFF2 kind
 */
export function openCff(data: Uint8Array, unitsPerEm?: number): CffFont {
  return guarded(() => {
    const bytes = fromHeader(data);
    const names = readIndex(bytes, viewOf(bytes).getUint8(2));
    const tops = readIndex(bytes, names.end);
    const strings = readIndex(bytes, tops.end);
    const global = readIndex(bytes, strings.end);
    const top = readDict(tops.at(0));
    const charStrings = readIndex(bytes, top.get(17)?.[0] ?? 0);
    const glyphCount = charStrings.count;
    if ((top.get(1206)?.[0] ?? 2) !== 2) {
      throw new SfntError('CFF 字体的字形程序不是第 2 型');
    }
    const text = (sid: number | undefined): string | undefined =>
      sid === undefined
        ? undefined
        : (standardStrings[sid] ??
          (sid - standardStrings.length < strings.count
            ? latin(strings.at(sid - standardStrings.length))
            : undefined));
    const byCid = top.has(1230);
    const topMatrix = matrixOf(top);
    const whole: FontMatrix =
      topMatrix ?? (unitsPerEm === undefined ? millesimal : [1 / unitsPerEm, 0, 0, 1 / unitsPerEm, 0, 0]);
    const partFor = partsOf(bytes, top, { byCid, topMatrix, whole, glyphCount });
    const effort = new Effort();
    const charset = lazy(() => readCharset(bytes, top.get(15)?.[0] ?? 0, glyphCount, byCid));
    const nameOf = (glyph: number): string | undefined => (byCid ? undefined : text(charset()[glyph]));
    const glyphsByName = lazy(() => {
      const map = new Map<string, number>();
      for (let glyph = 0; glyph < glyphCount; glyph++) {
        const name = nameOf(glyph);
        if (name !== undefined && !map.has(name)) {
          map.set(name, glyph);
        }
      }
      return map;
    });
    const glyphNamed = (name: string): number | undefined => (byCid ? undefined : glyphsByName().get(name));
    const glyphsByCid = lazy(() => new Map([...charset()].map((cid, glyph) => [cid, glyph] as const)));
    const encoding = lazy(() => readEncoding(bytes, top.get(16)?.[0] ?? 0, charset(), glyphNamed));
    const standardGlyph = (code: number): Uint8Array | undefined => {
      const glyph = glyphNamed(standardEncodingName(code) ?? '.notdef');
      return glyph === undefined ? undefined : charStrings.at(glyph);
    };
    const run = (glyph: number): CharstringResult => {
      if (!(Number.isInteger(glyph) && glyph >= 0 && glyph < glyphCount)) {
        throw new SfntError('字体中没有此字形');
      }
      const context: CharstringContext = { global, ...partFor(glyph), standardGlyph, effort };
      return runCharstring(charStrings.at(glyph), context);
    };
    const widths = new Map<number, number>();
    const box = top.get(5) ?? [];
    return {
      glyphCount,
      unitsPerEm: unitsPerEm ?? (Math.round(1 / Math.abs(partFor(0).matrix[0] || 0.001)) || 1000),
      byCid,
      familyName: text(top.get(3)?.[0]) ?? (names.count > 0 ? latin(names.at(0)) : undefined),
      box: [box[0] ?? 0, box[1] ?? 0, box[2] ?? 0, box[3] ?? 0],
      outline: (glyph) => run(glyph).segments,
      advance: (glyph) => {
        const width = widths.get(glyph) ?? run(glyph).width * Math.abs(partFor(glyph).matrix[0]);
        widths.set(glyph, width);
        return width;
      },
      nameOf,
      glyphNamed,
      glyphOfCid: (cid) => (byCid ? glyphsByCid().get(cid) : undefined),
      glyphOfCode: (code) => (byCid ? undefined : encoding().get(code)),
    };
  });
}

type Shape = { byCid: boolean; topMatrix: FontMatrix | undefined; whole: FontMatrix; glyphCount: number };

/** The part a glyph belongs to; a font by name has one for all. */
function partsOf(bytes: Uint8Array, top: CffDict, shape: Shape): (glyph: number) => Part {
  if (!shape.byCid) {
    const only = readPart(bytes, top, shape.whole);
    return () => only;
  }
  const dicts = readIndex(bytes, top.get(1236)?.[0] ?? 0);
  const known = new Map<number, Part>();
  const select = readFontSelect(bytes, top.get(1237)?.[0] ?? 0, shape.glyphCount);
  return (glyph) => {
    const number = select(glyph);
    let part = known.get(number);
    if (part === undefined) {
      const dict = readDict(dicts.at(number));
      const own = matrixOf(dict);
      // the two matrices multiply; a font that states only the inner one means it whole
      const matrix =
        own === undefined ? shape.whole : shape.topMatrix === undefined ? own : product(own, shape.topMatrix);
      part = readPart(bytes, dict, matrix);
      known.set(number, part);
    }
    return part;
  };
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 256));
}
