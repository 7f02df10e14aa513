/** The two halves of a Type 1 font file: PostScript in clear, and the encrypted part (Adobe Type 1 Font Format, 7). */
import { SfntError } from '../errors.ts';
import { load } from '../sparse-file.ts';

const maxFileBytes = 16 * 1024 * 1024;
const eexecKey = 55_665;
const charstringKey = 4_330;

/** Undoes the encryption of `eexec` and of charstrings; the first `skip` bytes of the result say nothing. */
function decrypted(bytes: Uint8Array, key: number, skip: number): Uint8Array {
  const out = new Uint8Array(Math.max(0, bytes.length - skip));
  let r = key;
  for (let i = 0; i < bytes.length; i++) {
    const cipher = bytes[i]!;
    if (i >= skip) {
      out[i - skip] = cipher ^ (r >> 8);
    }
    r = ((cipher + r) * 52_845 + 22_719) & 0xffff;
  }
  return out;
}

/** A charstring or subroutine in clear; `lenIV` −1 means it was never encrypted. */
export function decryptedCharstring(bytes: Uint8Array, lenIV: number): Uint8Array {
  return lenIV < 0 ? bytes : decrypted(bytes, charstringKey, lenIV);
}

/** True when the bytes start like a Type 1 font, as text (PFA) or in segments (PFB). */
export function isType1(bytes: Uint8Array): boolean {
  const at = bytes[0] === 0x80 && bytes[1] === 1 ? 6 : 0;
  return bytes[at] === 0x25 && bytes[at + 1] === 0x21; // %!
}

/** Takes the segment headers of a PFB file out; other files stay as they are. */
function withoutSegments(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x80) {
    return bytes;
  }
  const parts: Uint8Array[] = [];
  for (let at = 0; bytes[at] === 0x80 && (bytes[at + 1] === 1 || bytes[at + 1] === 2); ) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at + 2, at + 6);
    const length = a + b * 0x100 + c * 0x10000 + d * 0x1000000;
    parts.push(bytes.subarray(at + 6, at + 6 + length));
    at += 6 + length;
  }
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** What stands before and behind `eexec`, the latter decrypted. */
export function type1Parts(file: Uint8Array): { clear: Uint8Array; secret: Uint8Array } {
  if (file.length > maxFileBytes) {
    throw new SfntError('字体文件过大');
  }
  load(file, 0, file.length);
  const bytes = withoutSegments(file);
  const mark = [...'eexec'].map((letter) => letter.charCodeAt(0));
  let at = bytes.indexOf(mark[0]!);
  while (at >= 0 && !mark.every((code, i) => bytes[at + i] === code)) {
    at = bytes.indexOf(mark[0]!, at + 1);
  }
  if (at < 0) {
    throw new SfntError('Type 1 字体没有加密部分');
  }
  let start = at + mark.length;
  while ([0x20, 0x09, 0x0a, 0x0d].includes(bytes[start] ?? 0)) {
    start += 1;
  }
  const rest = bytes.subarray(start);
  const asText = rest.length >= 4 && rest.subarray(0, 4).every((byte) => hexValue(byte) >= 0);
  return {
    clear: bytes.subarray(0, at),
    secret: decrypted(asText ? fromHex(rest) : rest, eexecKey, 4),
  };
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) {
    return byte - 0x30;
  }
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function fromHex(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length >> 1);
  let count = 0;
  let high = -1;
  for (const byte of bytes) {
    const value = hexValue(byte);
    if (value < 0) {
      continue;
    }
    if (high < 0) {
      high = value;
    } else {
      out[count++] = high * 16 + value;
      high = -1;
    }
  }
  return out.subarray(0, count);
}
