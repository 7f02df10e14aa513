/**
 * The records of a ZIP as they lie in the bytes (APPNOTE 6.3): end record, central directory, local headers.
 * Nothing here decides; it only reads, and every offset is checked against the archive's length first.
 */

/** The end record and where the archive really starts inside the bytes. */
export type EndRecord = {
  offset: number;
  count: number;
  centralOffset: number;
  centralBytes: number;
  /** Added to every offset the archive states: more than 0 when bytes were put before it. */
  base: number;
  commentBytes: number;
  /** Bytes behind the end record and its comment. */
  trailingBytes: number;
  multiDisk: boolean;
  zip64: boolean;
};

/** Fields that a local and a central header share. */
export type SharedHeader = {
  version: number;
  flags: number;
  method: number;
  time: number;
  date: number;
  crc: number;
  compressedBytes: number;
  inflatedBytes: number;
  rawName: Uint8Array;
  extraBytes: number;
};

export type CentralHeader = SharedHeader & {
  madeBy: number;
  commentBytes: number;
  disk: number;
  internalAttributes: number;
  externalAttributes: number;
  localOffset: number;
};

export type LocalHeader = SharedHeader & { dataOffset: number };

const endSignature = 0x06054b50;

/**
 * The end record nearest to the end of the bytes whose central directory fits in front of it; undefined when
 * there is none. Works backwards, so an end record inside an entry's data is not taken for the real one.
 */
export function findEndRecord(bytes: Uint8Array): EndRecord | undefined {
  const view = viewOf(bytes);
  for (let at = bytes.length - 22; at >= 0; at--) {
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== endSignature) {
      continue;
    }
    const count = view.getUint16(at + 10, true);
    const centralBytes = view.getUint32(at + 12, true);
    const centralOffset = view.getUint32(at + 16, true);
    const commentBytes = Math.min(view.getUint16(at + 20, true), bytes.length - at - 22);
    const zip64 = count === 0xffff || centralBytes === 0xffffffff || centralOffset === 0xffffffff;
    const base = at - centralBytes - centralOffset;
    if (!zip64 && base < 0) {
      continue;
    }
    const multiDisk =
      view.getUint16(at + 4, true) !== 0 ||
      view.getUint16(at + 6, true) !== 0 ||
      view.getUint16(at + 8, true) !== count;
    const trailingBytes = bytes.length - at - 22 - commentBytes;
    return {
      offset: at,
      count,
      centralOffset,
      centralBytes,
      base,
      commentBytes,
      trailingBytes,
      multiDisk,
      zip64,
    };
  }
  return undefined;
}

/** The central header at `at` and the offset behind it, or undefined when it is cut or not one. */
export function readCentralHeader(
  bytes: Uint8Array,
  at: number,
  end: number,
): { header: CentralHeader; next: number } | undefined {
  const view = viewOf(bytes);
  if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) {
    return undefined;
  }
  const shared = readShared(view, at + 6);
  const commentBytes = view.getUint16(at + 32, true);
  const next = at + 46 + shared.nameBytes + shared.extraBytes + commentBytes;
  if (next > end) {
    return undefined;
  }
  const header = {
    ...shared.fields,
    rawName: bytes.subarray(at + 46, at + 46 + shared.nameBytes),
    extraBytes: shared.extraBytes,
    madeBy: view.getUint16(at + 4, true),
    commentBytes,
    disk: view.getUint16(at + 34, true),
    internalAttributes: view.getUint16(at + 36, true),
    externalAttributes: view.getUint32(at + 38, true),
    localOffset: view.getUint32(at + 42, true),
  };
  return { header, next };
}

/** The local header at `at`, or undefined when it is cut or not one. */
export function readLocalHeader(bytes: Uint8Array, at: number, end: number): LocalHeader | undefined {
  const view = viewOf(bytes);
  if (at < 0 || at + 30 > end || view.getUint32(at, true) !== 0x04034b50) {
    return undefined;
  }
  const shared = readShared(view, at + 4);
  const dataOffset = at + 30 + shared.nameBytes + shared.extraBytes;
  if (dataOffset > end) {
    return undefined;
  }
  const rawName = bytes.subarray(at + 30, at + 30 + shared.nameBytes);
  return { ...shared.fields, rawName, extraBytes: shared.extraBytes, dataOffset };
}

/** Length of the data descriptor right behind an entry's data: 12 or 16 bytes, 0 when there is none that fits. */
export function dataDescriptorBytes(bytes: Uint8Array, at: number, central: CentralHeader): number {
  const view = viewOf(bytes);
  const fits = (start: number): boolean =>
    start + 12 <= bytes.length &&
    view.getUint32(start, true) === central.crc &&
    view.getUint32(start + 4, true) === central.compressedBytes &&
    view.getUint32(start + 8, true) === central.inflatedBytes;
  if (at + 16 <= bytes.length && view.getUint32(at, true) === 0x08074b50 && fits(at + 4)) {
    return 16;
  }
  return fits(at) ? 12 : 0;
}

function readShared(view: DataView, at: number) {
  return {
    nameBytes: view.getUint16(at + 22, true),
    extraBytes: view.getUint16(at + 24, true),
    fields: {
      version: view.getUint16(at, true),
      flags: view.getUint16(at + 2, true),
      method: view.getUint16(at + 4, true),
      time: view.getUint16(at + 6, true),
      date: view.getUint16(at + 8, true),
      crc: view.getUint32(at + 10, true),
      compressedBytes: view.getUint32(at + 14, true),
      inflatedBytes: view.getUint32(at + 18, true),
    },
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
