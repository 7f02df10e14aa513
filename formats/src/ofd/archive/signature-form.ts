/** Whether signature values have the shape national standards give them (GB/T 42133 6.13.1). Nothing is verified. */
import type { OfdSignature } from '../model/read-types.ts';

/** GB/T 35275 signedData, 1.2.156.10197.6.1.4.2.2. */
const signedData = [0x06, 0x0a, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x06, 0x01, 0x04, 0x02, 0x02];

/**
 * GB/T 38540 for seals (four or five elements; the two of GM/T 0031-2014 are another structure), GB/T 35275 for
 * signatures. Whether certificates can be checked in decades is for people to decide.
 */
export function hasNationalForm(type: OfdSignature['type'], value: Uint8Array | undefined): boolean {
  const content = value && sequence(value);
  if (!content) {
    return false;
  }
  if (type === 'Sign') {
    return signedData.every((byte, at) => content[at] === byte);
  }
  const elements = countElements(content);
  return content[0] === 0x30 && (elements === 4 || elements === 5);
}

/** The content of the one DER SEQUENCE the bytes are. */
function sequence(bytes: Uint8Array): Uint8Array | undefined {
  const head = header(bytes, 0);
  return bytes[0] === 0x30 && head && head.end === bytes.length ? bytes.subarray(head.start) : undefined;
}

function countElements(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    const head = header(bytes, at);
    if (!head || count > 16) {
      return 0;
    }
    at = head.end;
  }
  return count;
}

/** Where the content of the element at `at` starts and ends; definite lengths of up to four bytes. */
function header(bytes: Uint8Array, at: number): { start: number; end: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined) {
    return undefined;
  }
  const long = first > 0x80 ? first - 0x80 : 0;
  if (first === 0x80 || long > 4 || at + 2 + long > bytes.length) {
    return undefined;
  }
  let length = long === 0 ? first : 0;
  for (let index = 0; index < long; index++) {
    length = length * 256 + bytes[at + 2 + index]!;
  }
  const start = at + 2 + long;
  return start + length <= bytes.length ? { start, end: start + length } : undefined;
}
