/** Four bytes at a step: the table of a byte, and of that byte followed by one, two and three zero bytes. */
const tables = makeTables();

function makeTables(): readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const first = new Uint32Array(256).map((_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) {
      value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    }
    return value;
  });
  const after = (table: Uint32Array): Uint32Array =>
    table.map((value) => first[value & 0xff]! ^ (value >>> 8));
  const second = after(first);
  const third = after(second);
  return [first, second, third, after(third)];
}

/** CRC-32 as ZIP and PNG use it (ISO 3309), as an unsigned number. Guards against damage, not against malice. */
export function crc32(bytes: Uint8Array): number {
  const [one, two, three, four] = tables;
  const inFours = bytes.length - (bytes.length % 4);
  let crc = 0xffffffff;
  let at = 0;
  for (; at < inFours; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      four[crc & 0xff]! ^ three[(crc >>> 8) & 0xff]! ^ two[(crc >>> 16) & 0xff]! ^ one[(crc >>> 24) & 0xff]!;
  }
  for (; at < bytes.length; at++) {
    crc = one[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
