import type { Finding } from '../finding.ts';
import { ContainerError } from './container-error.ts';
import { crc32 } from './crc32.ts';
import { decodeName, nameFault } from './entry-name.ts';
import { assembleZip, type PackedEntry, packEntry, type ZipEntry } from './write-zip.ts';
import { findEndRecord, readCentralHeader, readLocalHeader } from './zip-records.ts';

/** What changes in an archive; everything else stays. */
export type ZipPatch = {
  /** New uncompressed bytes by name, for entries that are there. */
  readonly replaced: ReadonlyMap<string, Uint8Array>;
  /** New entries behind the old ones. */
  readonly added: readonly ZipEntry[];
};

/**
 * An archive with some entries replaced and some added. The others keep their order and their compressed bytes
 * exactly as they lie in `archive`, whoever compressed them; only the headers around them are written anew.
 * Throws `ContainerError` for an archive whose entries cannot all be taken over (encrypted, repeated, unknown
 * method, unsafe names): changing it would lose something.
 */
export function patchZip(archive: Uint8Array, patch: ZipPatch): Uint8Array {
  const entries: PackedEntry[] = [];
  const seen = new Set<string>();
  const replace = new Map(patch.replaced);
  for (const entry of packedEntries(archive)) {
    if (seen.has(entry.name)) {
      throw refusal('repeated entry', entry.name);
    }
    seen.add(entry.name);
    const bytes = replace.get(entry.name);
    replace.delete(entry.name);
    entries.push(bytes ? packed({ name: entry.name, bytes }) : entry);
  }
  for (const name of replace.keys()) {
    throw new RangeError(`no such entry: ${name}`);
  }
  for (const entry of patch.added) {
    if (seen.has(entry.name)) {
      throw new RangeError(`entry is there already: ${entry.name}`);
    }
    seen.add(entry.name);
    entries.push(packed(entry));
  }
  return assembleZip(entries);
}

function packed({ name, bytes }: ZipEntry): PackedEntry {
  return { name, ...packEntry(bytes), size: bytes.length, crc: crc32(bytes) };
}

/** The entries as they lie in the archive, in the directory's order, without folders. */
function* packedEntries(archive: Uint8Array): Generator<PackedEntry> {
  const end = findEndRecord(archive);
  if (!end || end.zip64) {
    throw refusal('no directory', '');
  }
  let at = end.centralOffset + end.base;
  while (at < end.offset) {
    const read = readCentralHeader(archive, at, end.offset);
    if (!read) {
      throw refusal('damaged directory', `offset ${at}`);
    }
    at = read.next;
    const { rawName, flags, method, crc, compressedBytes, inflatedBytes, localOffset } = read.header;
    const name = decodeName(rawName, (flags & 0x0800) !== 0).name.replaceAll('\\', '/');
    if (name.endsWith('/') && inflatedBytes === 0) {
      continue;
    }
    const local = readLocalHeader(archive, localOffset + end.base, archive.length);
    const dataEnd = (local?.dataOffset ?? 0) + compressedBytes;
    const encrypted = (flags & 0x2041) !== 0;
    if (nameFault(name)) {
      throw refusal('unsafe name', JSON.stringify(name.slice(0, 200)));
    }
    if (!local || dataEnd > archive.length || encrypted || (method !== 0 && method !== 8)) {
      throw refusal(encrypted ? 'encrypted entry' : 'entry cannot be opened', name);
    }
    yield { name, method, data: archive.subarray(local.dataOffset, dataEnd), size: inflatedBytes, crc };
  }
}

function refusal(evidence: string, place: string): ContainerError {
  const finding: Finding = {
    code: 'archive-not-editable',
    severity: 'error',
    ...(place ? { place } : {}),
    message: '压缩包中有无法照原样保留的内容，不能修改',
    evidence,
  };
  return new ContainerError(finding);
}
