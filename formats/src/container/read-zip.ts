/**
 * Reads a ZIP from outside. The central directory alone says what is inside; every local header is compared
 * with it, because a reader that streams local headers would otherwise see another package. Everything odd is
 * a finding naming the entry; what can be opened safely is opened all the same, so that a damaged document can
 * still be shown next to the list of what is wrong with it.
 */
import type { Finding } from '../finding.ts';
import { departures, equalBytes, type ReadEntry } from './canonical-form.ts';
import { ContainerError } from './container-error.ts';
import { crc32 } from './crc32.ts';
import { decodeName, foldedName, nameFault } from './entry-name.ts';
import { entryInflater } from './inflate-entry.ts';
import { defaultZipLimits, type ZipLimits } from './limits.ts';
import {
  type CentralHeader,
  dataDescriptorBytes,
  type EndRecord,
  findEndRecord,
  type LocalHeader,
  readCentralHeader,
  readLocalHeader,
} from './zip-records.ts';

/** What came out of an archive. */
export type ZipContent = {
  /** Uncompressed bytes by name; of a repeated name the first listed one (with an error finding). */
  entries: Map<string, Uint8Array>;
  /** Names in central directory order. */
  order: string[];
  /** What is odd about the archive; comparing it with our own writing costs time and waits until asked for. */
  readonly findings: Finding[];
  /** True only when `writeZip` over these entries in this order gives exactly these bytes. */
  readonly canonical: boolean;
};

type Listed = {
  name: string;
  /** False for folders and unsafe names: they take up room in the archive but are not opened. */
  openable: boolean;
  central: CentralHeader;
  local: LocalHeader;
  start: number;
  end: number;
};

/** Throws `ContainerError` only when nothing can be opened (no central directory, archive over the limit). */
export function readZip(bytes: Uint8Array, limits: Partial<ZipLimits> = {}): ZipContent {
  const cap = { ...defaultZipLimits, ...limits };
  const findings: Finding[] = [];
  if (bytes.length > cap.archiveBytes) {
    throw new ContainerError(
      error('archive-too-large', '', '文件超过允许的大小', `${bytes.length} > ${cap.archiveBytes}`),
    );
  }
  const end = findEndRecord(bytes);
  if (!end || end.zip64) {
    const code = end ? 'zip64-unsupported' : 'not-a-zip';
    throw new ContainerError(error(code, '', end ? '不支持 ZIP64 格式' : '不是完整的压缩包，找不到目录'));
  }
  judgeEndRecord(bytes, end, findings);
  const listed = listEntries(bytes, end, cap, findings);
  const overlapping = judgeLayout(bytes, listed, end, findings);
  const opened = openEntries(bytes, listed, overlapping, cap, findings);
  const entries = new Map<string, Uint8Array>();
  for (const entry of opened) {
    if (!entries.has(entry.name)) {
      entries.set(entry.name, entry.bytes);
    }
  }
  let judged = false;
  let canonical = false;
  const judge = (): void => {
    if (!judged) {
      judged = true;
      const wholeList = opened.length === end.count && !findings.some((f) => f.severity !== 'info');
      const inflated = opened.reduce((sum, entry) => sum + entry.bytes.length, 0);
      const headersOnly = inflated > cap.comparedBytes;
      findings.push(...departures(bytes, opened, end, { headersOnly }));
      canonical = wholeList && findings.length === 0 && !headersOnly;
    }
  };
  return {
    entries,
    order: [...entries.keys()],
    get findings() {
      judge();
      return findings;
    },
    get canonical() {
      judge();
      return canonical;
    },
  };
}

/**
 * Bytes the directory does not list are odd; with records of an archive in them they are a second package, and a
 * reader that goes by local headers or takes another end record shows that one.
 */
function judgeHidden(bytes: Uint8Array, from: number, to: number, findings: Finding[]): void {
  for (let at = from; at + 4 <= to; at++) {
    if (bytes[at] !== 0x50 || bytes[at + 1] !== 0x4b) {
      continue;
    }
    const kind = `${bytes[at + 2]} ${bytes[at + 3]}`;
    if (kind === '3 4' || kind === '1 2' || kind === '5 6') {
      findings.push(
        error('hidden-archive', '', '压缩包里藏着另一个压缩包，不同软件会看到不同内容', `offset ${at}`),
      );
      return;
    }
  }
}

function judgeEndRecord(bytes: Uint8Array, end: EndRecord, findings: Finding[]): void {
  judgeHidden(bytes, 0, end.base, findings);
  judgeHidden(bytes, end.offset + 22, bytes.length, findings);
  if (end.base > 0) {
    findings.push(
      warning('bytes-before-archive', '', '压缩包前面有多余的字节，不属于文件内容', `${end.base}`),
    );
  }
  if (end.trailingBytes > 0) {
    findings.push(
      warning('bytes-after-archive', '', '压缩包后面有多余的字节，不属于文件内容', `${end.trailingBytes}`),
    );
  }
  if (end.commentBytes > 0) {
    findings.push(warning('archive-comment', '', '压缩包带有注释，不属于文件内容', `${end.commentBytes}`));
  }
  if (end.multiDisk) {
    findings.push(error('multi-disk', '', '分卷压缩包不受支持'));
  }
}

function listEntries(bytes: Uint8Array, end: EndRecord, cap: ZipLimits, findings: Finding[]): Listed[] {
  const listed: Listed[] = [];
  let listedCount = 0;
  let at = end.centralOffset + end.base;
  for (let index = 0; at < end.offset; index++) {
    if (index >= cap.entries) {
      findings.push(error('too-many-entries', '', '压缩包内文件过多，其余未打开', `> ${cap.entries}`));
      break;
    }
    const read = readCentralHeader(bytes, at, end.offset);
    if (!read) {
      findings.push(error('directory-damaged', '', '压缩包目录损坏，其后的文件未打开', `offset ${at}`));
      break;
    }
    at = read.next;
    listedCount += 1;
    const { name, openable } = admitName(read.header, cap, findings);
    const start = read.header.localOffset + end.base;
    const local = readLocalHeader(bytes, start, bytes.length);
    const dataEnd = (local?.dataOffset ?? 0) + read.header.compressedBytes;
    if (!local || dataEnd > end.centralOffset + end.base) {
      findings.push(error('entry-out-of-bounds', name, '目录所指的位置没有这个文件'));
      continue;
    }
    compareHeaders(name, read.header, local, findings);
    listed.push({ name, openable, central: read.header, local, start, end: dataEnd });
  }
  if (listedCount !== end.count) {
    findings.push(
      warning('entry-count-differs', '', '压缩包目录的文件数与实际不符', `${end.count} / ${listedCount}`),
    );
  }
  return listed;
}

/** The name of an entry and whether it may be opened under it; findings say why not. */
function admitName(
  header: CentralHeader,
  cap: ZipLimits,
  findings: Finding[],
): { name: string; openable: boolean } {
  const { name: decoded, encoding } = decodeName(header.rawName, (header.flags & 0x0800) !== 0);
  if (encoding !== 'utf-8') {
    findings.push(warning('name-encoding', decoded, '文件名未按 UTF-8 标明编码', encoding));
  }
  const name = decoded.replaceAll('\\', '/');
  if (name !== decoded) {
    findings.push(warning('backslash-name', decoded, '文件名使用了反斜杠'));
  }
  const isFolder = name.endsWith('/');
  const fault = nameFault(isFolder ? name.slice(0, -1) : name);
  if (fault || header.rawName.length > cap.nameBytes) {
    const code = fault ?? 'too-long';
    findings.push(error('unsafe-name', JSON.stringify(decoded.slice(0, 200)), '文件名不安全，未打开', code));
    return { name: JSON.stringify(decoded.slice(0, 200)), openable: false };
  }
  if (isFolder) {
    const severity = header.inflatedBytes > 0 ? 'error' : 'info';
    findings.push({ code: 'folder-entry', severity, place: name, message: '压缩包内有目录项' });
    return { name, openable: false };
  }
  return { name, openable: true };
}

function compareHeaders(name: string, central: CentralHeader, local: LocalHeader, findings: Finding[]): void {
  if (!equalBytes(central.rawName, local.rawName)) {
    const localName = decodeName(local.rawName, true).name;
    findings.push(
      error(
        'local-name-differs',
        name,
        '同一文件在两处目录中的名字不同',
        JSON.stringify(localName.slice(0, 200)),
      ),
    );
  }
  const streamed = (local.flags & 0x0008) !== 0 && local.crc === 0;
  const later = (value: number): boolean => (streamed && value === 0) || value === 0xffffffff;
  const fields: [string, number, number, boolean][] = [
    ['flags', local.flags, central.flags, ((local.flags ^ central.flags) & ~0x0800) === 0],
    ['method', local.method, central.method, false],
    ['crc', local.crc, central.crc, later(local.crc)],
    ['compressed-size', local.compressedBytes, central.compressedBytes, later(local.compressedBytes)],
    ['size', local.inflatedBytes, central.inflatedBytes, later(local.inflatedBytes)],
  ];
  const different = fields.filter(([, a, b]) => a !== b && !(streamed && a === 0));
  if (different.length > 0) {
    const evidence = different.map(([field, a, b]) => `${field}: ${a} / ${b}`).join('; ');
    const finding = warning('local-header-differs', name, '文件头与目录记录不一致，以目录为准', evidence);
    findings.push({
      ...finding,
      severity: different.every(([, , , harmless]) => harmless) ? 'info' : 'warning',
    });
  }
}

/** Entries whose bytes another entry also claims; gaps between entries are reported as hidden bytes. */
function judgeLayout(
  bytes: Uint8Array,
  listed: readonly Listed[],
  end: EndRecord,
  findings: Finding[],
): Set<Listed> {
  const overlapping = new Set<Listed>();
  const byStart = [...listed].sort((a, b) => a.start - b.start);
  let furthest: Listed | undefined;
  let covered = end.base;
  for (const entry of byStart) {
    if (furthest && entry.start < furthest.end) {
      overlapping.add(entry).add(furthest);
    } else if (entry.start > covered) {
      findings.push(
        warning('unlisted-bytes', entry.name, '该文件之前有目录未列出的字节', `${entry.start - covered}`),
      );
      judgeHidden(bytes, covered, entry.start, findings);
    }
    if (!furthest || entry.end > furthest.end) {
      furthest = entry;
      const streamed = (entry.local.flags & 0x0008) !== 0;
      covered = entry.end + (streamed ? dataDescriptorBytes(bytes, entry.end, entry.central) : 0);
    }
  }
  const centralStart = end.centralOffset + end.base;
  if (centralStart > covered && listed.length > 0) {
    findings.push(warning('unlisted-bytes', '', '目录之前有未列出的字节', `${centralStart - covered}`));
    judgeHidden(bytes, covered, centralStart, findings);
  }
  judgeSecondFormat(bytes, listed, findings);
  for (const entry of overlapping) {
    findings.push(error('overlapping-entries', entry.name, '与另一个文件占用同一段字节，未打开'));
  }
  return overlapping;
}

/** PDF readers take a header anywhere in here (ISO 32000-1 implementation note 13). */
const PDF_HEADER_WITHIN = 1024;

/** A PDF header in bytes that belong to no entry (a header's extra field, a gap): a PDF reader shows another file. */
function judgeSecondFormat(bytes: Uint8Array, listed: readonly Listed[], findings: Finding[]): void {
  const last = Math.min(PDF_HEADER_WITHIN, bytes.length - 4);
  for (let at = 0; at < last; at++) {
    const isHeader =
      bytes[at] === 0x25 &&
      bytes[at + 1] === 0x50 &&
      bytes[at + 2] === 0x44 &&
      bytes[at + 3] === 0x46 &&
      bytes[at + 4] === 0x2d;
    if (isHeader && !listed.some(({ local, end }) => at >= local.dataOffset && at < end)) {
      const message = '压缩包的文件内容之外藏着 PDF，不同软件会看到不同内容';
      findings.push(error('two-formats', '', message, `offset ${at}`));
      return;
    }
  }
}

function openEntries(
  bytes: Uint8Array,
  listed: readonly Listed[],
  overlapping: ReadonlySet<Listed>,
  cap: ZipLimits,
  findings: Finding[],
): ReadEntry[] {
  const opened: ReadEntry[] = [];
  const inflate = entryInflater();
  const names = new Map<string, string>();
  let total = 0;
  for (const entry of listed) {
    const { name, central, openable } = entry;
    if (!openable) {
      continue;
    }
    const folded = foldedName(name);
    const twin = names.get(folded);
    if (twin !== undefined) {
      const same = twin === name;
      const message = same ? '同名文件出现多次，不同软件会看到不同内容' : '文件名只有大小写或字符写法不同';
      const finding = {
        code: same ? 'duplicate-name' : 'similar-name',
        place: name,
        message,
        evidence: twin,
      };
      findings.push({ ...finding, severity: same ? 'error' : 'warning' });
    }
    names.set(folded, twin ?? name);
    if (overlapping.has(entry)) {
      continue;
    }
    const refusal = refuseEntry(central, total, cap);
    if (refusal) {
      findings.push(error(refusal.code, name, refusal.message, refusal.evidence));
      continue;
    }
    const data = bytes.subarray(entry.local.dataOffset, entry.end);
    const content = central.method === 0 ? data.slice() : inflate(data, central.inflatedBytes);
    if (content?.length !== central.inflatedBytes) {
      findings.push(
        error('entry-damaged', name, '文件数据损坏，无法解压', `expected ${central.inflatedBytes} bytes`),
      );
      continue;
    }
    total += content.length;
    if (crc32(content) !== central.crc) {
      findings.push(error('crc-mismatch', name, '文件数据与校验值不符'));
    }
    opened.push({ name, central, local: entry.local, data, bytes: content });
  }
  return opened;
}

function refuseEntry(
  central: CentralHeader,
  total: number,
  cap: ZipLimits,
): { code: string; message: string; evidence: string } | undefined {
  const { method, inflatedBytes, compressedBytes } = central;
  if (central.flags & 0x2041) {
    return { code: 'encrypted-entry', message: '文件已加密，未打开', evidence: `flags ${central.flags}` };
  }
  if (method !== 0 && method !== 8) {
    return { code: 'unsupported-method', message: '不支持的压缩方法', evidence: `method ${method}` };
  }
  if (inflatedBytes > cap.entryBytes || total + inflatedBytes > cap.totalBytes) {
    return {
      code: 'inflated-too-large',
      message: '解压后超过允许的大小，未打开',
      evidence: `${inflatedBytes}`,
    };
  }
  if (inflatedBytes > 1024 * 1024 && inflatedBytes > compressedBytes * cap.ratio) {
    return {
      code: 'ratio-too-large',
      message: '压缩比异常，未打开',
      evidence: `${inflatedBytes} : ${compressedBytes}`,
    };
  }
  return undefined;
}

function error(code: string, place: string, message: string, evidence?: string): Finding {
  return { code, severity: 'error', ...(place ? { place } : {}), message, ...(evidence ? { evidence } : {}) };
}

function warning(code: string, place: string, message: string, evidence?: string): Finding {
  return { ...error(code, place, message, evidence), severity: 'warning' };
}
