/** INDEX: the list of byte strings every part of a CFF font is kept in (Adobe Technical Note 5176, 5). */
import { viewOf } from '../bytes.ts';
import { SfntError } from '../errors.ts';
import { load } from '../sparse-file.ts';

/** A list that is read item by item, on demand. */
export type CffIndex = {
  readonly count: number;
  /** Item `i`; empty when its offsets make no sense. */
  at(i: number): Uint8Array;
  /** Where the bytes after the list begin. */
  readonly end: number;
};

/** The list that no one wrote. */
export const emptyIndex: CffIndex = { count: 0, at: () => new Uint8Array(0), end: 0 };

/** Reads the list at `start`. @throws SfntError or RangeError when it does not lie inside the bytes */
export function readIndex(bytes: Uint8Array, start: number): CffIndex {
  load(bytes, start, start + 3);
  const view = viewOf(bytes);
  const count = view.getUint16(start);
  if (count === 0) {
    return { ...emptyIndex, end: start + 2 };
  }
  const size = view.getUint8(start + 2);
  if (size < 1 || size > 4) {
    throw new SfntError('CFF 索引的偏移长度不对');
  }
  const offsets = start + 3;
  const data = offsets + (count + 1) * size - 1;
  load(bytes, offsets, data + 1);
  const offset = (i: number): number => {
    let value = 0;
    for (let k = 0; k < size; k++) {
      value = value * 256 + view.getUint8(offsets + i * size + k);
    }
    return value;
  };
  const end = data + offset(count);
  if (end > bytes.length + 1 || data + 1 > bytes.length) {
    throw new SfntError('CFF 索引越界');
  }
  return {
    count,
    at: (i) => {
      if (!(i >= 0 && i < count)) {
        return new Uint8Array(0);
      }
      const [from, to] = [offset(i), offset(i + 1)];
      if (from < 1 || to < from || data + to > bytes.length) {
        return new Uint8Array(0);
      }
      load(bytes, data + from, data + to);
      return bytes.subarray(data + from, data + to);
    },
    end,
  };
}
