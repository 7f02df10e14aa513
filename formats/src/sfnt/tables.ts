/** The table directory of an sfnt file, and the faces of a collection (ISO/IEC 14496-22, 4.5, 4.6.3). */
import { guarded, viewOf } from './bytes.ts';
import { SfntError } from './errors.ts';
import { load, partOf } from './sparse-file.ts';

const maxFontBytes = 128 * 1024 * 1024;
const maxTables = 64;
const maxFaces = 256;

const collection = 0x74746366; // 'ttcf'
const versions = [0x00010000, 0x74727565, 0x4f54544f, 0x00020000]; // 1.0, 'true', 'OTTO', 2.0

/** Table data by tag, views into the file. */
export type Tables = ReadonlyMap<string, Uint8Array>;

/** Tables that are read when they are asked for; those of the outlines are read glyph by glyph. */
class FileTables extends Map<string, Uint8Array> {
  override get(tag: string): Uint8Array | undefined {
    const table = super.get(tag);
    if (table !== undefined && tag !== 'glyf' && tag !== 'CFF ') {
      load(table, 0, table.length);
    }
    return table;
  }
}

/** Where the directory of each face starts: one for a single font, several for a collection (`.ttc`). */
function faceOffsets(bytes: Uint8Array): number[] {
  load(bytes, 0, 12 + 4 * maxFaces);
  const view = viewOf(bytes);
  if (view.getUint32(0) !== collection) {
    return [0];
  }
  const count = view.getUint32(8);
  if (count > maxFaces) {
    throw new SfntError('字体集合中的字体过多');
  }
  return Array.from({ length: count }, (_, i) => view.getUint32(12 + 4 * i));
}

/** True when the bytes start like an sfnt font or a collection. */
export function isSfnt(bytes: Uint8Array): boolean {
  if (bytes.length < 12) {
    return false;
  }
  load(bytes, 0, 4);
  const version = viewOf(bytes).getUint32(0);
  return version === collection || versions.includes(version);
}

/**
 * The tables of one face. A table that runs over the file's end is refused, or with `clip` cut there: fonts in
 * documents are often truncated by their producer and still good for the glyphs used.
 */
export function readTables(
  bytes: Uint8Array,
  { face = 0, clip = false }: { face?: number | undefined; clip?: boolean } = {},
): Tables {
  if (bytes.length > maxFontBytes) {
    throw new SfntError('字体文件过大');
  }
  return guarded(() => {
    if (!isSfnt(bytes)) {
      throw new SfntError('不是 TrueType 或 OpenType 字体');
    }
    const view = viewOf(bytes);
    const start = faceOffsets(bytes)[face];
    if (start === undefined) {
      throw new SfntError('字体集合中没有此字体');
    }
    load(bytes, start, start + 12 + 16 * maxTables);
    const count = view.getUint16(start + 4);
    if (count > maxTables) {
      throw new SfntError('字体表过多');
    }
    const tables = new FileTables();
    for (let i = 0; i < count; i++) {
      const at = start + 12 + 16 * i;
      const tag = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));
      const offset = view.getUint32(at + 8);
      const end = offset + view.getUint32(at + 12);
      if (end > bytes.length && !clip) {
        throw new SfntError(`字体的 ${tag} 表超出文件`);
      }
      if (offset < bytes.length && !tables.has(tag)) {
        tables.set(tag, partOf(bytes, offset, Math.min(end, bytes.length)));
      }
    }
    return tables;
  });
}
