/**
 * A JPEG without its Exif segments: browsers turn pictures by the orientation in them, and an OFD's matrix already
 * says how a picture lies. The same array when there are none.
 */
export function withoutExif(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (bytes[at] === 0xff && bytes[at + 1] !== 0xda && at + 4 <= bytes.length) {
    const end = at + 2 + (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
    const exif =
      bytes[at + 1] === 0xe1 &&
      [0x45, 0x78, 0x69, 0x66, 0].every((byte, index) => bytes[at + 4 + index] === byte);
    if (!exif) {
      kept.push(bytes.subarray(at, end));
    }
    at = end;
  }
  if (kept.reduce((sum, part) => sum + part.length, 0) >= Math.min(at, bytes.length)) {
    return bytes;
  }
  kept.push(bytes.subarray(at));
  const out = new Uint8Array(kept.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of kept) {
    out.set(part, to);
    to += part.length;
  }
  return out;
}
