import { viewOf } from './bytes.ts';
import type { TrueTypeFont } from './font.ts';
import type { SubsetNames } from './subset-names.ts';
import type { Tables } from './tables.ts';

// rights and origin statements stay with the font: copyright, version, trademark … licence and its address
const keptIds = [0, 5, 7, 8, 9, 10, 11, 12, 13, 14];
const maxNameBytes = 8192;

/** A `name` table (5.2.6): Windows, Unicode, English; own names plus the rights statements of the old table. */
export function writeNames(old: Uint8Array | undefined, names: SubsetNames): Uint8Array {
  const style = names.bold ? (names.italic ? 'Bold Italic' : 'Bold') : names.italic ? 'Italic' : 'Regular';
  const byId = new Map<number, Uint8Array>(old === undefined ? [] : readRecords(old, keptIds));
  byId.set(1, utf16(names.family));
  byId.set(2, utf16(style));
  byId.set(3, utf16(`${names.postScript};subset`));
  byId.set(4, utf16(style === 'Regular' ? names.family : `${names.family} ${style}`));
  byId.set(6, utf16(names.postScript.replace(/[^\x21-\x7e]|[[\](){}<>/%]/g, '').slice(0, 63)));
  const records = [...byId].sort(([a], [b]) => a - b);
  const storage = 6 + 12 * records.length;
  const out = new Uint8Array(storage + records.reduce((sum, [, text]) => sum + text.length, 0));
  const view = viewOf(out);
  view.setUint16(2, records.length);
  view.setUint16(4, storage);
  let offset = 0;
  for (const [i, [id, text]] of records.entries()) {
    const at = 6 + 12 * i;
    view.setUint16(at, 3);
    view.setUint16(at + 2, 1);
    view.setUint16(at + 4, 0x409);
    view.setUint16(at + 6, id);
    view.setUint16(at + 8, text.length);
    view.setUint16(at + 10, offset);
    out.set(text, storage + offset);
    offset += text.length;
  }
  return out;
}

/** The family name a font gives itself (Windows, Unicode; typographic family first); undefined when it has none. */
export function familyNameOf(tables: Tables): string | undefined {
  const records = new Map(readRecords(tables.get('name') ?? new Uint8Array(0), [1, 16]));
  const bytes = records.get(16) ?? records.get(1);
  return bytes === undefined ? undefined : new TextDecoder('utf-16be').decode(bytes);
}

/** As `familyNameOf`, of an opened TrueType font. */
export function familyName(font: TrueTypeFont): string | undefined {
  return familyNameOf(font.tables);
}

/** Windows-Unicode-English records with these ids; a broken table gives none. */
function readRecords(table: Uint8Array, ids: readonly number[]): [number, Uint8Array][] {
  const found: [number, Uint8Array][] = [];
  if (table.length < 6) {
    return found;
  }
  const view = viewOf(table);
  const count = Math.min(view.getUint16(2), Math.floor((table.length - 6) / 12));
  const storage = view.getUint16(4);
  for (let i = 0; i < count; i++) {
    const at = 6 + 12 * i;
    const id = view.getUint16(at + 6);
    const length = view.getUint16(at + 8);
    const start = storage + view.getUint16(at + 10);
    const windows =
      view.getUint16(at) === 3 && view.getUint16(at + 2) === 1 && view.getUint16(at + 4) === 0x409;
    if (windows && ids.includes(id) && length <= maxNameBytes && start + length <= table.length) {
      found.push([id, table.subarray(start, start + length)]);
    }
  }
  return found;
}

function utf16(text: string): Uint8Array {
  const out = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    viewOf(out).setUint16(2 * i, text.charCodeAt(i));
  }
  return out;
}
