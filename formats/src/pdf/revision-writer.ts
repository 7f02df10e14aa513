import { PdfError } from './errors.ts';
import { type PdfDict, type PdfObject, pdfName, pdfStream } from './objects.ts';
import type { PdfFile } from './reader.ts';
import { byteRangeText, hexString, PdfWriter, type PlacedPlaceholder } from './serializer.ts';

/** What a new revision says. */
export type PdfChanges = {
  /** New or replaced objects; `gen` 0 when left out. Written in ascending order of number. */
  readonly objects: readonly { readonly num: number; readonly gen?: number; readonly value: PdfObject }[];
  /** Entries to set in the trailer (Root, Info, ID …); Size and Prev are the writer's. */
  readonly trailer?: PdfDict;
};

/** The file with one revision more. `placeholders` = where each placeholder stands in `bytes`. */
export type AppendedRevision = {
  readonly bytes: Uint8Array;
  readonly placeholders: ReadonlyMap<string, PlacedPlaceholder>;
};

const kept = ['Root', 'Info', 'ID'];

/** The lowest object number no revision of the file uses. */
export function nextObjectNumber(file: PdfFile): number {
  let next = 1;
  const size = file.trailer.get('Size');
  if (typeof size === 'number' && Number.isInteger(size) && size > next) {
    next = size;
  }
  for (const section of file.sections) {
    for (const num of section.entries.keys()) {
      next = Math.max(next, num + 1);
    }
  }
  return next;
}

/**
 * Appends a revision (incremental update, 7.5.6): the old bytes stay as they are, the cross-reference takes the
 * form the file already uses, and equal input gives equal bytes.
 *
 * Example: a signature dictionary with `{kind:'placeholder', form:'hex', key:'contents', byteLength:8192}` as its
 * /Contents and `{kind:'placeholder', form:'byte-range', key:'range'}` as its /ByteRange; then `fillByteRange`,
 * digest of the two ranges, `fillContents`.
 */
export function appendRevision(file: PdfFile, changes: PdfChanges): AppendedRevision {
  const writer = new PdfWriter(file.bytes);
  const last = file.bytes.at(-1);
  if (last !== 0x0a && last !== 0x0d) {
    writer.text('\n');
  }
  const offsets = new Map<number, { offset: number; gen: number }>();
  const objects = [...changes.objects].sort((a, b) => a.num - b.num);
  for (const { num, gen = 0, value } of objects) {
    if (offsets.has(num) || num < 1) {
      throw new PdfError('pdf-syntax', 'PDF 新修订版本中对象编号重复或无效');
    }
    offsets.set(num, { offset: writer.indirect(num, gen, value), gen });
  }
  const previous = file.revisions.at(-1);
  if (previous === undefined) {
    throw new PdfError('pdf-xref-broken', 'PDF 没有可以续写的修订版本');
  }
  const top = Math.max(nextObjectNumber(file), ...objects.map((object) => object.num + 1));
  const trailer: PdfDict = new Map();
  for (const key of kept) {
    const value = file.trailer.get(key);
    if (value !== undefined) {
      trailer.set(key, value);
    }
  }
  for (const [key, value] of changes.trailer ?? []) {
    trailer.set(key, value);
  }
  trailer.set('Prev', previous.startxref);
  const startxref = writer.length;
  if (file.sections[0]?.form === 'stream') {
    writeXrefStream(writer, offsets, top, trailer);
  } else {
    writeXrefTable(writer, offsets, top, trailer);
  }
  writer.text(`startxref\n${startxref}\n%%EOF\n`);
  return { bytes: writer.take(), placeholders: writer.placeholders };
}

type Offsets = ReadonlyMap<number, { offset: number; gen: number }>;

/** Runs of consecutive numbers. */
function runsOf(numbers: readonly number[]): { first: number; count: number }[] {
  const runs: { first: number; count: number }[] = [];
  for (const num of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run.first + run.count === num) {
      run.count += 1;
    } else {
      runs.push({ first: num, count: 1 });
    }
  }
  return runs;
}

function writeXrefTable(writer: PdfWriter, offsets: Offsets, size: number, trailer: PdfDict): void {
  writer.text('xref\n');
  for (const { first, count } of runsOf([...offsets.keys()])) {
    writer.text(`${first} ${count}\n`);
    for (let num = first; num < first + count; num++) {
      const { offset, gen } = offsets.get(num) as { offset: number; gen: number };
      writer.text(`${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} n \n`);
    }
  }
  writer.text('trailer\n');
  writer.object(new Map([['Size', size], ...trailer]));
  writer.text('\n');
}

function writeXrefStream(writer: PdfWriter, offsets: Offsets, num: number, trailer: PdfDict): void {
  const all = new Map(offsets);
  all.set(num, { offset: writer.length, gen: 0 });
  const runs = runsOf([...all.keys()]);
  const data = new Uint8Array(all.size * 8);
  const view = new DataView(data.buffer);
  for (const [i, { offset, gen }] of [...all.values()].entries()) {
    view.setUint8(i * 8, 1);
    view.setUint8(i * 8 + 1, Math.floor(offset / 0x100000000));
    view.setUint32(i * 8 + 2, offset % 0x100000000);
    view.setUint16(i * 8 + 6, gen);
  }
  const dict: PdfDict = new Map<string, PdfObject>([
    ['Type', pdfName('XRef')],
    ['Size', num + 1],
    ['Index', runs.flatMap((run) => [run.first, run.count])],
    ['W', [1, 5, 2]],
    ...trailer,
  ]);
  writer.indirect(num, 0, pdfStream(dict, data));
}

/**
 * Writes the byte range that leaves out exactly the `contents` placeholder into the `range` placeholder, in place,
 * and returns the two ranges to digest.
 */
export function fillByteRange(
  bytes: Uint8Array,
  range: PlacedPlaceholder,
  contents: PlacedPlaceholder,
): [number, number, number, number] {
  const values: [number, number, number, number] = [
    0,
    contents.start,
    contents.end,
    bytes.length - contents.end,
  ];
  const text = byteRangeText(...values);
  if (text.length !== range.end - range.start) {
    throw new PdfError('pdf-placeholder', 'PDF 签名范围放不进预留的位置', range.start);
  }
  for (let i = 0; i < text.length; i++) {
    bytes[range.start + i] = text.charCodeAt(i);
  }
  return values;
}

/** Writes `value` into a `hex` placeholder, in place, padded with zero bytes. Never grows: too large is a PdfError. */
export function fillContents(bytes: Uint8Array, contents: PlacedPlaceholder, value: Uint8Array): void {
  const room = (contents.end - contents.start - 2) / 2;
  if (value.length > room) {
    throw new PdfError('pdf-placeholder', 'PDF 签名值超出预留的空间', contents.start);
  }
  const padded = new Uint8Array(room);
  padded.set(value);
  bytes.set(hexString(padded), contents.start);
}
