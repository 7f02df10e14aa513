/** A ZIP with everything stored: damaged packages are made by the thousand, and compressing them would take the time. */
import { crc32, type ZipEntry } from '../../container/index.ts';

export function storeZip(entries: readonly ZipEntry[]): Uint8Array {
  const names = entries.map(({ name }) => new TextEncoder().encode(name));
  const size = entries.reduce((sum, { bytes }, at) => sum + bytes.length + 76 + 2 * names[at]!.length, 22);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    out.set(bytes, at);
    at += bytes.length;
  };
  const fields = (index: number): void => {
    const { bytes } = entries[index]!;
    // Version 2.0, UTF-8 names, stored, a time of its own so that it is not taken for our writing.
    for (const value of [20, 0x0800, 0, 1, 0x21]) {
      view.setUint16(at, value, true);
      at += 2;
    }
    for (const value of [crc32(bytes), bytes.length, bytes.length]) {
      view.setUint32(at, value, true);
      at += 4;
    }
    view.setUint16(at, names[index]!.length, true);
    at += 4;
  };
  const offsets = entries.map(({ bytes }, index) => {
    const offset = at;
    view.setUint32(at, 0x04034b50, true);
    at += 4;
    fields(index);
    put(names[index]!);
    put(bytes);
    return offset;
  });
  const central = at;
  for (const [index, offset] of offsets.entries()) {
    view.setUint32(at, 0x02014b50, true);
    view.setUint16(at + 4, 20, true);
    at += 6;
    fields(index);
    view.setUint32(at + 10, offset, true);
    at += 14;
    put(names[index]!);
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, at - central, true);
  view.setUint32(at + 16, central, true);
  return out;
}
