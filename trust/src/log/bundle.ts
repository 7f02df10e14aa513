/** Entry bundles (C2SP tlog-tiles): per entry a uint16 big-endian length, then the bytes. */

import { MAX_ENTRY_BYTES } from './commitment.ts';
import { LogError } from './log-error.ts';
import { TILE_WIDTH } from './tile-path.ts';

/** Bytes of a bundle of 1 to 256 entries. @throws LogError `bundle-malformed` for too many or too long ones */
export function writeBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length < 1 || entries.length > TILE_WIDTH || entries.some((e) => e.length > MAX_ENTRY_BYTES)) {
    throw new LogError('bundle-malformed', 'a bundle holds 1 to 256 entries of at most 65,535 bytes');
  }
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** Reads a bundle that must hold exactly `width` entries; they are views of its bytes. @throws LogError `bundle-malformed` */
export function readBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = at + 2 <= bytes.length ? (bytes[at]! << 8) | bytes[at + 1]! : Number.POSITIVE_INFINITY;
    if (at + 2 + length > bytes.length || entries.length === width) {
      throw new LogError('bundle-malformed', `expected ${width} entries, found a longer or a broken bundle`);
    }
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (entries.length !== width) {
    throw new LogError('bundle-malformed', `expected ${width} entries, found ${entries.length}`);
  }
  return entries;
}
