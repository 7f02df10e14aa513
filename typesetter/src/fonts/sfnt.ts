/**
 * Reads and edits the few sfnt tables the typesetter needs: which characters a font has, how wide
 * their glyphs are, and its names. Font files may be uploaded by administrators, so every offset is
 * checked before it is read.
 */

/** A font file that cannot be used, with the reason in words for the administrator. */
export class FontFileError extends Error {
  override name = 'FontFileError';
}

/** The parts of a font the typesetter looks at. */
export type FontTables = {
  /** Family name for display. */
  displayName: string;
  /** True when outlines are TrueType (`glyf`), the form every OFD reader can draw. */
  trueType: boolean;
  unitsPerEm: number;
  /** Glyph of a code point, 0 when the font has none. */
  glyphOf(codePoint: number): number;
  /** Advance width of a glyph in font units. */
  advanceOf(glyph: number): number;
};

type TableRecord = { tag: string; offset: number; length: number };

function tableRecords(view: DataView): TableRecord[] {
  const version = view.byteLength >= 12 ? view.getUint32(0) : 0;
  if (version !== 0x00010000 && version !== 0x4f54544f && version !== 0x74727565) {
    throw new FontFileError('不是单个 TrueType 或 OpenType 字体文件');
  }
  const count = view.getUint16(4);
  if (count > 64 || 12 + count * 16 > view.byteLength) {
    throw new FontFileError('字体文件的表目录损坏');
  }
  const records: TableRecord[] = [];
  for (let i = 0; i < count; i++) {
    const at = 12 + i * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));
    const offset = view.getUint32(at + 8);
    const length = view.getUint32(at + 12);
    if (offset + length > view.byteLength) {
      throw new FontFileError(`字体文件的 ${tag} 表越界`);
    }
    records.push({ tag, offset, length });
  }
  return records;
}

function tableView(bytes: Uint8Array, records: TableRecord[], tag: string): DataView {
  const record = records.find((r) => r.tag === tag);
  if (!record) {
    throw new FontFileError(`字体文件缺少 ${tag} 表`);
  }
  return new DataView(bytes.buffer, bytes.byteOffset + record.offset, record.length);
}

/** Segments `[first, last, glyph of first or -1, …]` are expanded to a map once: 30 000 entries, 5 ms. */
function readCmap(view: DataView): Map<number, number> {
  const count = view.getUint16(2);
  let best = -1;
  let bestRank = -1;
  for (let i = 0; i < count; i++) {
    const platform = view.getUint16(4 + i * 8);
    const encoding = view.getUint16(6 + i * 8);
    const offset = view.getUint32(8 + i * 8);
    const format = view.getUint16(offset);
    const unicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
    const rank = unicode ? [4, 12].indexOf(format) : -1;
    if (rank > bestRank) {
      bestRank = rank;
      best = offset;
    }
  }
  if (best < 0) {
    throw new FontFileError('字体文件没有可用的 Unicode 字符表');
  }
  const map = new Map<number, number>();
  if (view.getUint16(best) === 12) {
    const groups = view.getUint32(best + 12);
    for (let i = 0; i < groups; i++) {
      const at = best + 16 + i * 12;
      const first = view.getUint32(at);
      const last = view.getUint32(at + 4);
      const glyph = view.getUint32(at + 8);
      if (last > 0x10ffff || last < first) {
        throw new FontFileError('字体文件的字符表损坏');
      }
      for (let c = first; c <= last; c++) {
        map.set(c, glyph + c - first);
      }
    }
    return map;
  }
  const segments = view.getUint16(best + 6) / 2;
  const ends = best + 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const ranges = deltas + segments * 2;
  for (let i = 0; i < segments; i++) {
    const first = view.getUint16(starts + i * 2);
    const last = view.getUint16(ends + i * 2);
    const delta = view.getUint16(deltas + i * 2);
    const range = view.getUint16(ranges + i * 2);
    for (let c = first; c <= last && c !== 0xffff; c++) {
      if (range === 0) {
        map.set(c, (c + delta) & 0xffff);
      } else {
        const glyph = view.getUint16(ranges + i * 2 + range + (c - first) * 2);
        if (glyph !== 0) {
          map.set(c, (glyph + delta) & 0xffff);
        }
      }
    }
  }
  return map;
}

type NameRecord = { platform: number; encoding: number; language: number; id: number; value: string };

function readNames(view: DataView): NameRecord[] {
  const count = view.getUint16(2);
  const storage = view.getUint16(4);
  const records: NameRecord[] = [];
  for (let i = 0; i < count; i++) {
    const at = 6 + i * 12;
    const platform = view.getUint16(at);
    const length = view.getUint16(at + 8);
    const offset = storage + view.getUint16(at + 10);
    let value = '';
    if (platform !== 1) {
      for (let k = 0; k + 1 < length; k += 2) {
        value += String.fromCharCode(view.getUint16(offset + k));
      }
    } else {
      for (let k = 0; k < length; k++) {
        value += String.fromCharCode(view.getUint8(offset + k));
      }
    }
    records.push({
      platform,
      encoding: view.getUint16(at + 2),
      language: view.getUint16(at + 4),
      id: view.getUint16(at + 6),
      value,
    });
  }
  return records;
}

function familyName(names: NameRecord[]): string {
  // A Chinese family name (language 0x0804) is what the office knows the font by.
  const pick = (id: number, language?: number) =>
    names.find((n) => n.id === id && n.platform === 3 && (language === undefined || n.language === language))
      ?.value;
  return (
    pick(1, 0x0804) ??
    pick(4, 0x0409) ??
    pick(4) ??
    pick(1) ??
    names.find((n) => n.id === 4)?.value ??
    '未命名字体'
  );
}

/**
 * Reads a font file.
 * @throws FontFileError when it is not a single, complete sfnt file with a Unicode character table.
 */
export function readFont(bytes: Uint8Array): FontTables {
  try {
    const records = tableRecords(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const head = tableView(bytes, records, 'head');
    const hhea = tableView(bytes, records, 'hhea');
    const hmtx = tableView(bytes, records, 'hmtx');
    const metrics = hhea.getUint16(34);
    const cmap = readCmap(tableView(bytes, records, 'cmap'));
    const names = readNames(tableView(bytes, records, 'name'));
    return {
      displayName: familyName(names),
      trueType: records.some((r) => r.tag === 'glyf'),
      unitsPerEm: head.getUint16(18),
      glyphOf: (codePoint) => cmap.get(codePoint) ?? 0,
      advanceOf: (glyph) => hmtx.getUint16(Math.min(glyph, metrics - 1) * 4),
    };
  } catch (error) {
    if (error instanceof RangeError) {
      throw new FontFileError('字体文件损坏：表内偏移越界');
    }
    throw error;
  }
}

function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  let i = 0;
  for (; i + 4 <= bytes.length; i += 4) {
    sum = (sum + view.getUint32(i)) | 0;
  }
  for (let shift = 24; i < bytes.length; i++, shift -= 8) {
    sum = (sum + (bytes[i]! << shift)) | 0;
  }
  return sum >>> 0;
}

function nameTable(names: readonly NameRecord[]): Uint8Array {
  const texts = names.map((n) => {
    const out = new Uint8Array(n.value.length * 2);
    for (let i = 0; i < n.value.length; i++) {
      out[i * 2] = n.value.charCodeAt(i) >> 8;
      out[i * 2 + 1] = n.value.charCodeAt(i) & 0xff;
    }
    return out;
  });
  const storage = 6 + names.length * 12;
  const table = new Uint8Array(storage + texts.reduce((n, t) => n + t.length, 0));
  const view = new DataView(table.buffer);
  view.setUint16(2, names.length);
  view.setUint16(4, storage);
  let offset = 0;
  names.forEach((n, i) => {
    const text = texts[i]!;
    [n.platform, n.encoding, n.language, n.id, text.length, offset].forEach((v, k) => {
      view.setUint16(6 + i * 12 + k * 2, v);
    });
    table.set(text, storage + offset);
    offset += text.length;
  });
  return table;
}

/** The tables of a font file by tag, views into it. @throws FontFileError */
export function sfntTables(bytes: Uint8Array): Map<string, Uint8Array> {
  const records = tableRecords(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return new Map(records.map((r) => [r.tag, bytes.subarray(r.offset, r.offset + r.length)]));
}

/** Writes a font file from its tables, with checksums; TrueType unless there is a `CFF ` table. */
export function writeSfnt(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const pad = (n: number) => (n + 3) & ~3;
  const start = 12 + sorted.length * 16;
  const out = new Uint8Array(start + sorted.reduce((n, [, data]) => n + pad(data.length), 0));
  const view = new DataView(out.buffer);
  const log = Math.floor(Math.log2(sorted.length));
  view.setUint32(0, tables.has('CFF ') ? 0x4f54544f : 0x00010000);
  [sorted.length, 2 ** log * 16, log, sorted.length * 16 - 2 ** log * 16].forEach((n, i) => {
    view.setUint16(4 + i * 2, n);
  });
  let offset = start;
  let headAt = 0;
  sorted.forEach(([tag, data], i) => {
    out.set(data, offset);
    if (tag === 'head') {
      headAt = offset;
      view.setUint32(offset + 8, 0);
    }
    const at = 12 + i * 16;
    for (let k = 0; k < 4; k++) {
      out[at + k] = tag.charCodeAt(k);
    }
    view.setUint32(at + 4, checksum(out.subarray(offset, offset + data.length)));
    view.setUint32(at + 8, offset);
    view.setUint32(at + 12, data.length);
    offset += pad(data.length);
  });
  if (headAt > 0) {
    // checkSumAdjustment: the whole file then sums up to this constant.
    view.setUint32(headAt + 8, (0xb1b0afba - checksum(out)) >>> 0);
  }
  return out;
}

/**
 * Returns the font under a family name of our own, its PostScript name kept. The engine chooses
 * fonts by family and would otherwise mix our files with a machine's fonts of the same name.
 */
export function renameFamily(bytes: Uint8Array, family: string): Uint8Array {
  const tables = sfntTables(bytes);
  const old = tables.get('name');
  if (!old) {
    throw new FontFileError('字体文件缺少 name 表');
  }
  const names = readNames(new DataView(old.buffer, old.byteOffset, old.byteLength));
  const postScript = names.find((n) => n.id === 6)?.value ?? family;
  const record = (id: number, value: string) => ({ platform: 3, encoding: 1, language: 0x0409, id, value });
  tables.set(
    'name',
    nameTable([
      record(1, family),
      record(2, 'Regular'),
      record(3, family),
      record(4, family),
      record(6, postScript),
    ]),
  );
  return writeSfnt(tables);
}
