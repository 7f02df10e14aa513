/**
 * SM4 block cipher (GB/T 32907-2016, ISO/IEC 18033-3/AMD1). Table look-ups depend on the data: not constant-time, so keys
 * belong on machines no stranger runs code on.
 */

const SBOX = Uint8Array.from(
  (
    'd690e9fecce13db716b614c228fb2c052b679a762abe04c3aa441326498606999c4250f491ef987a33540b43edcfac62' +
    'e4b31ca9c908e89580df94fa758f3fa64707a7fcf37317ba83593c19e6854fa8686b81b27164da8bf8eb0f4b70569d35' +
    '1e240e5e6358d1a225227c3b01217887d40046579fd327524c3602e7a0c4c89eeabf8ad240c738b5a3f7f2cef96115a1' +
    'e0ae5da49b341a55ad933230f58cb1e31df6e22e8266ca60c02923ab0d534e6fd5db3745defd8e2f03ff6a726d6c5b51' +
    '8d1baf92bbddbc7f11d95c411f105ad80ac13188a5cd7bbd2d74d012b8e5b4b08969974a0c96777e65b9f109c56ec684' +
    '18f07dec3adc4d2079ee5f3ed7cb3948'
  ).match(/../g)!,
  (pair) => Number.parseInt(pair, 16),
);
const FK = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc] as const;
const ROUNDS = 32;

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function substitute(value: number): number {
  return (
    (SBOX[value >>> 24]! << 24) |
    (SBOX[(value >>> 16) & 255]! << 16) |
    (SBOX[(value >>> 8) & 255]! << 8) |
    SBOX[value & 255]!
  );
}

/** T: substitution and the linear step of the rounds, one table per byte position. */
const TABLES = [24, 16, 8, 0].map((shift) =>
  Int32Array.from(SBOX, (byte) => {
    const b = byte << shift;
    return b ^ rotate(b, 2) ^ rotate(b, 10) ^ rotate(b, 18) ^ rotate(b, 24);
  }),
) as [Int32Array, Int32Array, Int32Array, Int32Array];

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

/** The 32 round keys of a 16-byte key. Throws RangeError on another length. */
export function sm4RoundKeys(key: Uint8Array): Int32Array {
  if (key.length !== 16) {
    throw new RangeError(`expected an SM4 key of 16 bytes, found ${key.length}`);
  }
  const words = FK.map((constant, i) => wordAt(key, 4 * i) ^ constant);
  const out = new Int32Array(ROUNDS);
  for (let round = 0; round < ROUNDS; round++) {
    let constant = 0;
    for (let j = 0; j < 4; j++) {
      constant = (constant << 8) | (((4 * round + j) * 7) & 255);
    }
    const mixed = substitute(words[1]! ^ words[2]! ^ words[3]! ^ constant);
    const next = words[0]! ^ mixed ^ rotate(mixed, 13) ^ rotate(mixed, 23);
    words.shift();
    words.push(next);
    out[round] = next;
  }
  return out;
}

/** Encrypts the 16 bytes of `input` at `from` into `output` at `to`; both may be the same array. */
export function sm4Block(
  roundKeys: Int32Array,
  input: Uint8Array,
  from: number,
  output: Uint8Array,
  to: number,
): void {
  const [t0, t1, t2, t3] = TABLES;
  let a = wordAt(input, from);
  let b = wordAt(input, from + 4);
  let c = wordAt(input, from + 8);
  let d = wordAt(input, from + 12);
  for (let round = 0; round < ROUNDS; round++) {
    const x = b ^ c ^ d ^ roundKeys[round]!;
    const next = a ^ t0[x >>> 24]! ^ t1[(x >>> 16) & 255]! ^ t2[(x >>> 8) & 255]! ^ t3[x & 255]!;
    a = b;
    b = c;
    c = d;
    d = next;
  }
  // R: the last four words in reverse order.
  writeWord(output, to, d);
  writeWord(output, to + 4, c);
  writeWord(output, to + 8, b);
  writeWord(output, to + 12, a);
}
