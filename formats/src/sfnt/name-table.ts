/** Writing `name` (ISO/IEC 14496-22, 5.2.6). */
import { viewOf } from './bytes.ts';
import { isWindowsEnglish, readNames } from './names/font-names.ts';
import type { SubsetNames } from './subset-names.ts';

// rights and origin statements stay with the font: copyright, version, trademark … licence and its address
const keptIds = [0, 5, 7, 8, 9, 10, 11, 12, 13, 14];

/** A `name` table (5.2.6): Windows, Unicode, English; own names plus the rights statements of the old table. */
export function writeNames(old: Uint8Array | undefined, names: SubsetNames): Uint8Array {
  const style = names.bold ? (names.italic ? 'Bold Italic' : 'Bold') : names.italic ? 'Italic' : 'Regular';
  const byId = new Map<number, Uint8Array>();
  for (const record of readNames(old)) {
    if (isWindowsEnglish(record) && keptIds.includes(record.id)) {
      byId.set(record.id, record.bytes);
    }
  }
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

function utf16(text: string): Uint8Array {
  const out = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    viewOf(out).setUint16(2 * i, text.charCodeAt(i));
  }
  return out;
}
