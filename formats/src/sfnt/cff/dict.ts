/** DICT data: operands, then the operator they belong to (Adobe Technical Note 5176, 4). */

/** Operator → operands; operators of two bytes are 1200 + the second one. */
export type CffDict = ReadonlyMap<number, readonly number[]>;

const maxOperands = 513;

/** Reads as far as the data makes sense; what is cut off at the end counts as zero. */
export function readDict(bytes: Uint8Array): CffDict {
  const dict = new Map<number, readonly number[]>();
  const byte = (i: number): number => bytes[i] ?? 0;
  let operands: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const b = byte(i);
    if (b <= 21) {
      const operator = b === 12 ? 1200 + byte(i + 1) : b;
      i += b === 12 ? 2 : 1;
      if (!dict.has(operator)) {
        dict.set(operator, operands);
      }
      operands = [];
      continue;
    }
    if (b === 28) {
      operands.push(((byte(i + 1) << 24) | (byte(i + 2) << 16)) >> 16);
      i += 3;
    } else if (b === 29) {
      operands.push((byte(i + 1) << 24) | (byte(i + 2) << 16) | (byte(i + 3) << 8) | byte(i + 4));
      i += 5;
    } else if (b === 30) {
      const real = readReal(bytes, i + 1);
      operands.push(real.value);
      i = real.end;
    } else if (b >= 32 && b <= 246) {
      operands.push(b - 139);
      i += 1;
    } else if (b >= 247 && b <= 254) {
      const next = byte(i + 1);
      operands.push(b <= 250 ? (b - 247) * 256 + next + 108 : -(b - 251) * 256 - next - 108);
      i += 2;
    } else {
      i += 1;
    }
    if (operands.length > maxOperands) {
      operands = [];
    }
  }
  return dict;
}

/** A decimal number in half bytes: digits, `.`, `E`, `E-`, `-`, end. */
function readReal(bytes: Uint8Array, start: number): { value: number; end: number } {
  const marks = ['.', 'E', 'E-', '', '-'];
  let text = '';
  for (let i = start; i < bytes.length; i++) {
    for (const half of [bytes[i]! >> 4, bytes[i]! & 15]) {
      if (half === 15) {
        const value = Number(text);
        return { value: Number.isFinite(value) ? value : 0, end: i + 1 };
      }
      text += half < 10 ? String(half) : marks[half - 10];
    }
  }
  return { value: 0, end: bytes.length };
}
