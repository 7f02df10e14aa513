/**
 * The one way this product writes a ZIP (APPNOTE 6.3): the same entries always give the same bytes, in every
 * browser and on every server, because the compressor is JavaScript at a fixed level and every header field is
 * a constant. `readZip` calls a package canonical exactly when this function would have written it.
 */
import { deflateSync } from 'fflate';
import { crc32 } from './crc32.ts';
import { nameFault } from './entry-name.ts';

/** One file of a package, uncompressed. */
export type ZipEntry = { readonly name: string; readonly bytes: Uint8Array };

/** Header constants: version 2.0, UTF-8 names, 1980-01-01 00:00, no attributes. */
export const zipConstants = { version: 20, flags: 0x0800, time: 0, date: 0x0021 } as const;

const localHeaderBytes = 30;
const centralHeaderBytes = 46;
const endRecordBytes = 22;

/** The stored form of an entry's bytes: deflated at the fixed level, or plain when that is not smaller. */
export function packEntry(bytes: Uint8Array): { method: 0 | 8; data: Uint8Array } {
  const deflated = deflateSync(bytes, { level: 6, mem: 8 });
  return deflated.length < bytes.length ? { method: 8, data: deflated } : { method: 0, data: bytes };
}

/**
 * Writes entries in the order given. Our own callers choose the names, so an unsafe or repeated one is a fault
 * of ours and throws `RangeError`.
 */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const seen = new Set<string>();
  for (const { name } of entries) {
    const fault = nameFault(name);
    if (fault || name.includes('\\') || seen.has(name)) {
      throw new RangeError(`zip entry name ${JSON.stringify(name)}: ${fault ?? 'repeated or backslash'}`);
    }
    seen.add(name);
  }
  return assembleZip(
    entries.map((entry) => ({
      name: entry.name,
      ...packEntry(entry.bytes),
      size: entry.bytes.length,
      crc: crc32(entry.bytes),
    })),
  );
}

/** An entry ready to be laid down: `data` as stored, `size` and `crc` of the uncompressed bytes. */
export type PackedEntry = { name: string; method: 0 | 8; data: Uint8Array; size: number; crc: number };

/** Lays packed entries down in the one canonical form; names are not checked here. */
export function assembleZip(entries: readonly PackedEntry[]): Uint8Array {
  const encoder = new TextEncoder();
  const packed = entries.map((entry) => ({ ...entry, name: encoder.encode(entry.name) }));
  const bodyBytes = packed.reduce((sum, e) => sum + localHeaderBytes + e.name.length + e.data.length, 0);
  const centralBytes = packed.reduce((sum, e) => sum + centralHeaderBytes + e.name.length, 0);
  if (packed.length >= 0xffff || bodyBytes + centralBytes >= 0xffffffff) {
    throw new RangeError('zip too large for the classic format');
  }
  const out = new Uint8Array(bodyBytes + centralBytes + endRecordBytes);
  const view = new DataView(out.buffer);
  let offset = 0;
  let central = bodyBytes;
  for (const entry of packed) {
    view.setUint32(offset, 0x04034b50, true);
    writeShared(view, offset + 4, entry);
    out.set(entry.name, offset + localHeaderBytes);
    out.set(entry.data, offset + localHeaderBytes + entry.name.length);
    view.setUint32(central, 0x02014b50, true);
    view.setUint16(central + 4, zipConstants.version, true);
    writeShared(view, central + 6, entry);
    view.setUint32(central + 42, offset, true);
    out.set(entry.name, central + centralHeaderBytes);
    offset += localHeaderBytes + entry.name.length + entry.data.length;
    central += centralHeaderBytes + entry.name.length;
  }
  view.setUint32(central, 0x06054b50, true);
  view.setUint16(central + 8, packed.length, true);
  view.setUint16(central + 10, packed.length, true);
  view.setUint32(central + 12, centralBytes, true);
  view.setUint32(central + 16, bodyBytes, true);
  return out;
}

/** The 26 bytes that local and central headers have in common, from "version needed" to the name length. */
function writeShared(
  view: DataView,
  at: number,
  entry: { name: Uint8Array; method: number; data: Uint8Array; size: number; crc: number },
): void {
  view.setUint16(at, zipConstants.version, true);
  view.setUint16(at + 2, zipConstants.flags, true);
  view.setUint16(at + 4, entry.method, true);
  view.setUint16(at + 6, zipConstants.time, true);
  view.setUint16(at + 8, zipConstants.date, true);
  view.setUint32(at + 10, entry.crc, true);
  view.setUint32(at + 14, entry.data.length, true);
  view.setUint32(at + 18, entry.size, true);
  view.setUint16(at + 22, entry.name.length, true);
}
