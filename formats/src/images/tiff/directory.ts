/** TIFF 6.0: directories and their fields. */
import { broken, unsupported } from '../raster.ts';

/** The fields of one page by tag number, as numbers; text and unknown types are left out. */
export type Directory = ReadonlyMap<number, readonly number[]>;

/** Bytes of a value by type: BYTE, ASCII, SHORT, LONG, RATIONAL, SBYTE, UNDEFINED, SSHORT, SLONG, SRATIONAL. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8];
const maxDirectories = 2000;
const maxFields = 1000;
/** Strip tables are the longest fields: one entry for each row of a tall scan. */
const maxValues = 1_000_000;

export type TiffFile = {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  /** One for each page. */
  readonly directories: readonly Directory[];
};

/** Reads all directories; a chain that runs in a ring or off the file ends where it does. */
export function readDirectories(bytes: Uint8Array): TiffFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) {
    throw broken('TIFF 文件头');
  }
  const littleEndian = bytes[0] === 0x49;
  const version = view.getUint16(2, littleEndian);
  if (version !== 42) {
    throw version === 43 ? unsupported('BigTIFF') : broken('TIFF 文件头');
  }
  const directories: Directory[] = [];
  const seen = new Set<number>();
  let at = view.getUint32(4, littleEndian);
  let values = 0;
  while (at > 0 && at + 2 <= bytes.length && !seen.has(at) && directories.length < maxDirectories) {
    seen.add(at);
    const count = view.getUint16(at, littleEndian);
    const directory = new Map<number, readonly number[]>();
    for (let i = 0; i < Math.min(count, maxFields) && at + 14 + 12 * i <= bytes.length; i++) {
      const field = at + 2 + 12 * i;
      const read = readField(view, field, littleEndian, maxValues - values);
      values += read.length;
      directory.set(view.getUint16(field, littleEndian), read);
    }
    directories.push(directory);
    const next = at + 2 + 12 * count;
    at = next + 4 <= bytes.length ? view.getUint32(next, littleEndian) : 0;
  }
  if (directories.length === 0) {
    throw broken('TIFF 没有目录');
  }
  return { bytes, littleEndian, directories };
}

function readField(view: DataView, field: number, littleEndian: boolean, most: number): number[] {
  const type = view.getUint16(field + 2, littleEndian);
  const size = typeBytes[type] ?? 0;
  const count = view.getUint32(field + 4, littleEndian);
  const start = size * count <= 4 ? field + 8 : view.getUint32(field + 8, littleEndian);
  const values: number[] = [];
  if (size === 0) {
    return values;
  }
  const fits = Math.min(count, most, Math.max(0, Math.floor((view.byteLength - start) / size)));
  for (let i = 0; i < fits; i++) {
    const at = start + i * size;
    if (type === 3) {
      values.push(view.getUint16(at, littleEndian));
    } else if (type === 8) {
      values.push(view.getInt16(at, littleEndian));
    } else if (type === 4) {
      values.push(view.getUint32(at, littleEndian));
    } else if (type === 9) {
      values.push(view.getInt32(at, littleEndian));
    } else if (type === 5 || type === 10) {
      values.push(view.getUint32(at, littleEndian) / (view.getUint32(at + 4, littleEndian) || 1));
    } else {
      values.push(view.getUint8(at));
    }
  }
  return values;
}
