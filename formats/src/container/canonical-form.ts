import type { Finding } from '../finding.ts';
import { assembleZip, type PackedEntry, packEntry, zipConstants } from './write-zip.ts';
import type { CentralHeader, EndRecord, LocalHeader } from './zip-records.ts';

/** What a reader kept of one listed entry, enough to say whether `writeZip` would have written it so. */
export type ReadEntry = {
  name: string;
  central: CentralHeader;
  local: LocalHeader;
  data: Uint8Array;
  bytes: Uint8Array;
};

/**
 * Every departure from what `writeZip` would have written for the same entries in the same order, one finding
 * per kind of field, naming the first entry that has it. Headers are compared first; the data is compressed
 * again only when they all agree, because that is the costly part. An empty answer means: byte for byte equal, or, with
 * `headersOnly`, that no header tells otherwise.
 */
export function departures(
  bytes: Uint8Array,
  entries: readonly ReadEntry[],
  end: EndRecord,
  { headersOnly }: { headersOnly: boolean },
): Finding[] {
  const kinds = new Map<string, { place: string; count: number; evidence: string }>();
  const note = (kind: string, place: string, evidence: string): void => {
    const known = kinds.get(kind);
    kinds.set(kind, known ? { ...known, count: known.count + 1 } : { place, count: 1, evidence });
  };
  let offset = 0;
  for (const entry of entries) {
    for (const [field, found, expected] of headerFields(entry, offset)) {
      if (found !== expected) {
        note(field, entry.name, `${field}: ${found}, expected ${expected}`);
      }
    }
    offset = entry.local.dataOffset + entry.central.compressedBytes;
  }
  if (end.centralOffset !== offset || end.commentBytes !== 0) {
    note('end-record', '', `central directory at ${end.centralOffset}, expected ${offset}`);
  }
  if (kinds.size === 0 && !headersOnly) {
    const packed = entries.map((entry): PackedEntry => {
      const again = packEntry(entry.bytes);
      if (again.method !== entry.central.method || !equalBytes(again.data, entry.data)) {
        const { method } = entry.central;
        note(
          'compressed-data',
          entry.name,
          `method ${method}, ${entry.data.length} bytes, expected ${again.data.length}`,
        );
      }
      return { name: entry.name, ...again, size: entry.bytes.length, crc: entry.central.crc };
    });
    if (kinds.size === 0 && !equalBytes(assembleZip(packed), bytes)) {
      note('other-bytes', '', 'no header field tells, yet the bytes differ');
    }
  }
  return [...kinds].map(([kind, { place, count, evidence }]) => ({
    code: 'not-canonical',
    severity: 'info' as const,
    ...(place ? { place } : {}),
    message: `压缩包写法与本系统的规范写法不同（${kind}，共 ${count} 处）`,
    evidence,
  }));
}

function headerFields(entry: ReadEntry, offset: number): [string, number, number][] {
  const { central, local } = entry;
  return [
    ['local.version', local.version, zipConstants.version],
    ['local.flags', local.flags, zipConstants.flags],
    ['local.method', local.method, central.method],
    ['local.time', local.time, zipConstants.time],
    ['local.date', local.date, zipConstants.date],
    ['local.crc', local.crc, central.crc],
    ['local.compressed-size', local.compressedBytes, central.compressedBytes],
    ['local.size', local.inflatedBytes, central.inflatedBytes],
    ['local.extra', local.extraBytes, 0],
    ['central.made-by', central.madeBy, zipConstants.version],
    ['central.version', central.version, zipConstants.version],
    ['central.flags', central.flags, zipConstants.flags],
    ['central.time', central.time, zipConstants.time],
    ['central.date', central.date, zipConstants.date],
    ['central.extra', central.extraBytes, 0],
    ['central.comment', central.commentBytes, 0],
    ['central.disk', central.disk, 0],
    ['central.internal-attributes', central.internalAttributes, 0],
    ['central.external-attributes', central.externalAttributes, 0],
    ['central.offset', central.localOffset, offset],
  ];
}

/** Whether two byte strings are the same; not for secrets (it stops at the first difference). */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) {
    return false;
  }
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) {
      return false;
    }
  }
  return true;
}
