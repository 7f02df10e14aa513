/** The bytes of an XML part as a string of units, and back without loss. */

/** How the bytes of the part are taken apart: one unit is a byte, or 16 bits in UTF-16. */
export type Encoding = 'utf-8' | 'bytes' | 'utf-16le' | 'utf-16be';

/** By byte-order mark, then by declaration; `label` is what a TextDecoder calls it. */
export function encodingOf(bytes: Uint8Array): { encoding: Encoding; label: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { encoding: 'utf-16le', label: 'utf-16le' };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { encoding: 'utf-16be', label: 'utf-16be' };
  }
  const declared = /<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)/.exec(
    byteString(bytes.subarray(0, 200)),
  );
  const label = (declared?.[1] ?? 'utf-8').toLowerCase();
  return label === 'utf-8' || label === 'utf8' || label.startsWith('utf-16')
    ? { encoding: 'utf-8', label: 'utf-8' }
    : { encoding: 'bytes', label };
}

/** One character for each byte. */
export function byteString(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return parts.join('');
}

/** The units of a part. */
export function toUnits(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'utf-8' || encoding === 'bytes') {
    return byteString(bytes);
  }
  const low = encoding === 'utf-16le' ? 0 : 1;
  const units: string[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    units.push(String.fromCharCode(bytes[at + low]! | (bytes[at + 1 - low]! << 8)));
  }
  return units.join('');
}

/** The bytes again. */
export function fromUnits(units: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8' || encoding === 'bytes') {
    return Uint8Array.from({ length: units.length }, (_, at) => units.charCodeAt(at));
  }
  const low = encoding === 'utf-16le' ? 0 : 1;
  const bytes = new Uint8Array(units.length * 2);
  for (let at = 0; at < units.length; at++) {
    const unit = units.charCodeAt(at);
    bytes[2 * at + low] = unit & 0xff;
    bytes[2 * at + 1 - low] = unit >> 8;
  }
  return bytes;
}
