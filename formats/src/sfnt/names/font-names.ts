/** What a font calls itself: reading `name` (ISO/IEC 14496-22, 5.2.6). */
import { viewOf } from '../bytes.ts';
import { readTables, type Tables } from '../tables.ts';

export type NameRecord = {
  readonly platform: number;
  readonly language: number;
  readonly id: number;
  /** UTF-16, most significant byte first; for platform 1 (Macintosh) bytes of its own. */
  readonly bytes: Uint8Array;
};

const maxNameBytes = 8192;
const maxRecords = 4096;

const windows = 3;
const macintosh = 1;
const chinese = 0x0804;
const english = 0x0409;

/** The records that lie inside the table; none of an absent or broken one. */
export function readNames(table: Uint8Array | undefined): NameRecord[] {
  if (table === undefined || table.length < 6) {
    return [];
  }
  const view = viewOf(table);
  const count = Math.min(view.getUint16(2), Math.floor((table.length - 6) / 12), maxRecords);
  const storage = view.getUint16(4);
  const records: NameRecord[] = [];
  for (let i = 0; i < count; i++) {
    const at = 6 + 12 * i;
    const length = view.getUint16(at + 8);
    const start = storage + view.getUint16(at + 10);
    if (length <= maxNameBytes && start + length <= table.length) {
      records.push({
        platform: view.getUint16(at),
        language: view.getUint16(at + 4),
        id: view.getUint16(at + 6),
        bytes: table.subarray(start, start + length),
      });
    }
  }
  return records;
}

export function isWindowsEnglish({ platform, language }: NameRecord): boolean {
  return platform === windows && language === english;
}

function textOf({ platform, bytes }: NameRecord): string {
  return platform === macintosh
    ? String.fromCharCode(...bytes.subarray(0, 256))
    : new TextDecoder('utf-16be').decode(bytes);
}

/** The first of the wanted names there is: [name id, language or any], of Windows records, then of any. */
function firstOf(
  records: readonly NameRecord[],
  wanted: readonly (readonly [id: number, language?: number])[],
): string | undefined {
  for (const [id, language] of wanted) {
    const found = records.find(
      (r) => r.id === id && r.platform === windows && (language === undefined || r.language === language),
    );
    if (found !== undefined) {
      return textOf(found);
    }
  }
  const ids = wanted.map(([id]) => id);
  const other = records.find(({ id }) => ids.includes(id));
  return other === undefined ? undefined : textOf(other);
}

/** The family name a font gives itself, the English one first; undefined when it has none. */
export function familyNameOf(tables: Tables): string | undefined {
  return firstOf(readNames(tables.get('name')), [[16, english], [1, english], [16], [1]]);
}

/** The PostScript name; undefined when the font has none. */
export function postScriptNameOf(tables: Tables): string | undefined {
  return firstOf(readNames(tables.get('name')), [[6, english], [6]]);
}

/** The name a Chinese office knows a font by: its Chinese family name, else its full name. @throws SfntError */
export function fontDisplayName(bytes: Uint8Array): string | undefined {
  return firstOf(readNames(readTables(bytes).get('name')), [[1, chinese], [4, english], [4], [1]]);
}
