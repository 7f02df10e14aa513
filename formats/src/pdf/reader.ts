import type { Finding } from '../finding.ts';
import { isDigit, isWhitespace, matchesAt } from './characters.ts';
import { PdfError } from './errors.ts';
import { Budget, defaultPdfLimits, type PdfLimits } from './limits.ts';
import {
  isDict,
  isName,
  isRef,
  isStream,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  type PdfStream,
  pdfRef,
} from './objects.ts';
import { type PdfPage, readPages } from './pages.ts';
import { PdfParser } from './parser.ts';
import { buildRevisions, type PdfRevision } from './revisions.ts';
import { type DecodedStream, decodeStream } from './streams.ts';
import { readXrefChain, type XrefEntry, type XrefSection } from './xref.ts';

/** Byte range of an indirect object in the file, `num gen obj` and `endobj` included. */
export type PdfExtent = { readonly start: number; readonly end: number };

type ReadObject = { num: number; gen: number; value: PdfObject; start: number; end: number };

const maxReferenceHops = 16;
// an object being read may need another one (its length, its container): that chain is short in honest files
const maxPendingObjects = 24;

/**
 * An opened PDF (ISO 32000-1, -2). All indirect objects have been read once when `readPdf` returns, so
 * `findings` is complete for the structure; decoding streams and walking pages may add more.
 */
export class PdfFile {
  readonly bytes: Uint8Array;
  /** e.g. `1.7`, from the header. */
  readonly headerVersion: string;
  /** The newest trailer. */
  readonly trailer: PdfDict;
  readonly catalog: PdfDict;
  /** All cross-reference sections, newest first. */
  readonly sections: readonly XrefSection[];
  /** Oldest first; the last one is the file as it is shown. */
  readonly revisions: readonly PdfRevision[];
  /** Everything odd about the file. Grows while it is used. */
  readonly findings: Finding[];
  readonly #budget: Budget;
  readonly #xref: Map<number, XrefEntry>;
  readonly #objects = new Map<number, PdfObject>();
  readonly #extents = new Map<number, PdfExtent>();
  readonly #containers = new Map<number, Map<number, { index: number; value: PdfObject }> | null>();
  readonly #loading = new Set<number>();
  #pages: readonly PdfPage[] | undefined;

  /** Use `readPdf`. */
  constructor(bytes: Uint8Array, limits: PdfLimits) {
    this.bytes = bytes;
    this.findings = [];
    this.#budget = new Budget(limits);
    this.#xref = new Map();
    if (bytes.length > limits.fileBytes) {
      throw new PdfError('pdf-limit', 'PDF 文件过大，超出限额');
    }
    this.headerVersion = this.#readHeader();
    const startxref = this.#findStart();
    this.sections = readXrefChain(
      {
        bytes,
        budget: this.#budget,
        report: (finding) => this.#report(finding),
        objectAt: (offset) => this.#objectAt(offset),
      },
      startxref,
    );
    this.trailer = (this.sections[0] as XrefSection).trailer;
    if (this.sections.some((section) => section.trailer.has('Encrypt'))) {
      throw new PdfError('pdf-encrypted', 'PDF 已加密，不予读取');
    }
    this.#mergeEntries();
    this.revisions = buildRevisions(this.sections, bytes, (finding) => this.#report(finding));
    this.#readAllObjects();
    const root = this.trailer.get('Root');
    const catalog = this.resolve(root);
    if (!isRef(root) || !isDict(catalog)) {
      throw new PdfError('pdf-trailer-broken', 'PDF 没有文档目录（Root）');
    }
    this.catalog = catalog;
    if (!isName(catalog.get('Type'), 'Catalog')) {
      this.#report({ code: 'pdf-catalog-type', severity: 'warning', message: 'PDF 文档目录缺少类型标记' });
    }
  }

  /** Numbers of all objects in use, ascending. */
  objectNumbers(): number[] {
    return [...this.#xref.keys()].filter((num) => this.#xref.get(num)?.type !== 'free').sort((a, b) => a - b);
  }

  /** Where the cross-reference says an object is, as the newest revision sees it. */
  entry(num: number): XrefEntry | undefined {
    return this.#xref.get(num);
  }

  /** The object a reference names; null when it is free, unknown, of another generation or unreadable (7.3.10). */
  get(ref: PdfRef): PdfObject {
    const entry = this.#xref.get(ref.num);
    if (entry === undefined || entry.type === 'free') {
      return null;
    }
    if ((entry.type === 'offset' ? entry.gen : 0) !== ref.gen) {
      return null;
    }
    const known = this.#objects.get(ref.num);
    if (known !== undefined) {
      return known;
    }
    if (this.#loading.has(ref.num)) {
      throw new PdfError('pdf-syntax', 'PDF 对象循环引用自身的长度或容器');
    }
    if (this.#loading.size >= maxPendingObjects) {
      throw new PdfError('pdf-limit', 'PDF 对象之间的依赖链过长，超出限额');
    }
    this.#loading.add(ref.num);
    let value: PdfObject = null;
    try {
      value = this.#load(ref.num, entry);
    } catch (error) {
      if (!(error instanceof PdfError) || error.code === 'pdf-limit') {
        throw error;
      }
      this.#report({ ...error.toFinding(), evidence: `${ref.num} ${ref.gen} R` });
    } finally {
      this.#loading.delete(ref.num);
    }
    this.#objects.set(ref.num, value);
    return value;
  }

  /** Follows references until something else; undefined counts as null. */
  resolve(value: PdfObject | undefined): PdfObject {
    let current: PdfObject = value ?? null;
    for (let hops = 0; isRef(current); hops++) {
      if (hops > maxReferenceHops) {
        throw new PdfError('pdf-syntax', 'PDF 引用链过长');
      }
      current = this.get(current);
    }
    return current;
  }

  /** `resolve(dict.get(key))` when that is a dictionary; a stream's dictionary counts. */
  dict(dict: PdfDict, key: string): PdfDict | undefined {
    const value = this.resolve(dict.get(key));
    return isDict(value) ? value : isStream(value) ? value.dict : undefined;
  }

  /** `resolve(dict.get(key))` when that is an array. */
  array(dict: PdfDict, key: string): PdfObject[] | undefined {
    const value = this.resolve(dict.get(key));
    return Array.isArray(value) ? value : undefined;
  }

  /** `resolve(dict.get(key))` when that is a number. */
  number(dict: PdfDict, key: string): number | undefined {
    const value = this.resolve(dict.get(key));
    return typeof value === 'number' ? value : undefined;
  }

  /** Byte extent of an object of the file body; undefined for objects inside object streams. */
  extent(num: number): PdfExtent | undefined {
    return this.#extents.get(num);
  }

  /** Undoes a stream's filters as far as this reader goes. Throws PdfError (broken data, limits). */
  decode(stream: PdfStream): DecodedStream {
    return decodeStream(stream, (value) => this.resolve(value), this.#budget);
  }

  /** All pages in order. Throws PdfError when the page tree is broken. */
  pages(): readonly PdfPage[] {
    this.#pages ??= readPages(this, this.#budget.limits, (finding) => this.#report(finding));
    return this.#pages;
  }

  /**
   * The file as it was after revision `index` (0 = the first): its bytes up to that revision's end, opened anew.
   * Shares nothing with this file.
   */
  revision(index: number): PdfFile {
    const revision = this.revisions[index];
    if (revision === undefined) {
      throw new PdfError('pdf-syntax', 'PDF 没有这一修订版本');
    }
    return new PdfFile(this.bytes.subarray(0, revision.endOffset), this.#budget.limits);
  }

  #report(finding: Finding): void {
    // a hostile file can hold one oddity a million times
    if (this.findings.length < 1000) {
      this.findings.push(finding);
    }
  }

  #parser(offset: number, bytes = this.bytes, positions = true): PdfParser {
    return new PdfParser(bytes, offset, {
      budget: this.#budget,
      references: true,
      positions,
      report: (finding) => this.#report(finding),
    });
  }

  #readHeader(): string {
    const { bytes } = this;
    if (!matchesAt(bytes, 0, '%PDF-')) {
      throw new PdfError('pdf-not-a-pdf', '文件开头不是 PDF 标记', 0);
    }
    const version = String.fromCharCode(...bytes.subarray(5, 8));
    if (!/^[12]\.\d$/.test(version)) {
      this.#report({
        code: 'pdf-version',
        severity: 'warning',
        place: '@5',
        message: 'PDF 版本号不规范',
        evidence: version.replace(/[^\x20-\x7e]/g, '?'),
      });
    }
    return version;
  }

  /** The last `startxref` (7.5.5); what follows its `%%EOF` is reported. */
  #findStart(): number {
    const { bytes } = this;
    let eof = bytes.length - 5;
    while (eof >= 0 && !matchesAt(bytes, eof, '%%EOF')) {
      eof -= 1;
    }
    if (eof < 0) {
      throw new PdfError('pdf-no-startxref', 'PDF 没有结束标记（%%EOF）');
    }
    let after = eof + 5;
    while (after < bytes.length && isWhitespace(bytes[after])) {
      after += 1;
    }
    if (after < bytes.length) {
      this.#report({
        code: 'pdf-bytes-after-end',
        severity: 'error',
        place: `@${after}`,
        message: 'PDF 结束标记之后还有数据',
        evidence: `${bytes.length - after}`,
      });
    }
    let at = eof - 1;
    while (at >= 0 && isWhitespace(bytes[at])) {
      at -= 1;
    }
    let value = 0;
    let scale = 1;
    const digits = at;
    while (at >= 0 && isDigit(bytes[at]) && digits - at < 12) {
      value += ((bytes[at] as number) - 0x30) * scale;
      scale *= 10;
      at -= 1;
    }
    const hasDigits = at < digits;
    while (at >= 0 && isWhitespace(bytes[at])) {
      at -= 1;
    }
    if (!hasDigits || !matchesAt(bytes, at - 8, 'startxref')) {
      throw new PdfError('pdf-no-startxref', 'PDF 结束标记前没有 startxref', eof);
    }
    return value;
  }

  #mergeEntries(): void {
    const size = this.trailer.get('Size');
    for (const section of this.sections) {
      for (const [num, entry] of section.entries) {
        const known = this.#xref.get(num);
        // 7.5.8.4: what a classic table hides as free may be in use in the stream its /XRefStm names
        const unhides = section.hybrid && known?.type === 'free' && known.section === entry.section - 1;
        if (known === undefined || unhides) {
          this.#xref.set(num, entry);
        }
        if (typeof size === 'number' && num >= size && entry.type !== 'free') {
          this.#report({
            code: 'pdf-object-beyond-size',
            severity: 'warning',
            place: `@${section.offset}`,
            message: 'PDF 对象编号超出尾部声明的数量',
            evidence: `${num}`,
          });
        }
      }
    }
  }

  #readAllObjects(): void {
    for (const num of this.objectNumbers()) {
      const entry = this.#xref.get(num) as XrefEntry;
      this.get(pdfRef(num, entry.type === 'offset' ? entry.gen : 0));
    }
  }

  #load(num: number, entry: XrefEntry): PdfObject {
    if (entry.type === 'compressed') {
      return this.#loadCompressed(num, entry.container, entry.index);
    }
    if (entry.type === 'free') {
      return null;
    }
    const object = this.#objectAt(entry.offset);
    if (object.num !== num || object.gen !== entry.gen) {
      throw new PdfError('pdf-xref-broken', 'PDF 交叉引用表指向了另一个对象', entry.offset);
    }
    this.#extents.set(num, { start: object.start, end: object.end });
    return object.value;
  }

  /** `num gen obj … endobj` at an offset (7.3.10). */
  #objectAt(offset: number): ReadObject {
    if (offset >= this.bytes.length) {
      throw new PdfError('pdf-xref-broken', 'PDF 对象的位置超出文件', offset);
    }
    const parser = this.#parser(offset);
    const num = parser.tryUnsigned();
    const gen = parser.tryUnsigned(5);
    if (num === undefined || gen === undefined || !parser.tryWord('obj')) {
      throw new PdfError('pdf-xref-broken', 'PDF 对象不在所指位置', offset);
    }
    let value = parser.readObject();
    if (isDict(value) && parser.tryWord('stream')) {
      value = this.#readStreamBody(parser, value);
    }
    if (!parser.tryWord('endobj')) {
      this.#report({
        code: 'pdf-endobj-missing',
        severity: 'warning',
        place: `@${parser.pos}`,
        message: 'PDF 对象没有规范的结尾',
        evidence: `${num} ${gen}`,
      });
    }
    return { num, gen, value, start: offset, end: parser.pos };
  }

  /** `parser` is just past the keyword `stream` (7.3.8.1). */
  #readStreamBody(parser: PdfParser, dict: PdfDict): PdfStream {
    const { bytes } = this;
    let start = parser.pos;
    if (bytes[start] === 0x0d && bytes[start + 1] === 0x0a) {
      start += 2;
    } else if (bytes[start] === 0x0a) {
      start += 1;
    } else {
      throw new PdfError('pdf-stream-broken', 'PDF 流的开头不规范', start);
    }
    const length = this.resolve(dict.get('Length'));
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
      throw new PdfError('pdf-stream-broken', 'PDF 流没有有效的长度', start);
    }
    const end = start + length;
    if (end > bytes.length) {
      throw new PdfError('pdf-stream-broken', 'PDF 流的长度超出文件', start);
    }
    let at = end;
    while (at - end < 3 && isWhitespace(bytes[at])) {
      at += 1;
    }
    if (!matchesAt(bytes, at, 'endstream')) {
      throw new PdfError('pdf-stream-broken', 'PDF 流的实际长度与声明不符', start);
    }
    parser.pos = at + 9;
    if (dict.has('F')) {
      this.#report({
        code: 'pdf-external-stream',
        severity: 'warning',
        place: `@${start}`,
        message: 'PDF 流引用外部文件，不予读取',
      });
    }
    return { kind: 'stream', dict, raw: bytes.subarray(start, end), offset: start };
  }

  #loadCompressed(num: number, container: number, index: number): PdfObject {
    let objects = this.#containers.get(container);
    if (objects === undefined) {
      this.#containers.set(container, null);
      objects = this.#readContainer(container);
      this.#containers.set(container, objects);
    }
    const found = objects?.get(num);
    if (found === undefined) {
      throw new PdfError('pdf-xref-broken', 'PDF 对象流中没有所指的对象');
    }
    if (found.index !== index) {
      this.#report({
        code: 'pdf-object-stream-index',
        severity: 'warning',
        message: 'PDF 对象流中的序号与交叉引用表不符',
        evidence: `${num}`,
      });
    }
    return found.value;
  }

  /** All objects of one object stream (7.5.7). */
  #readContainer(container: number): Map<number, { index: number; value: PdfObject }> {
    const entry = this.#xref.get(container);
    const stream = entry?.type === 'offset' ? this.get(pdfRef(container, entry.gen)) : null;
    const broken = (): PdfError =>
      new PdfError('pdf-stream-broken', 'PDF 对象流格式错误', isStream(stream) ? stream.offset : undefined);
    if (!isStream(stream) || !isName(stream.dict.get('Type'), 'ObjStm')) {
      throw broken();
    }
    const count = this.number(stream.dict, 'N');
    const first = this.number(stream.dict, 'First');
    const { bytes, remaining } = this.decode(stream);
    if (count === undefined || first === undefined || remaining.length > 0 || count > bytes.length) {
      throw broken();
    }
    const objects = new Map<number, { index: number; value: PdfObject }>();
    const header = this.#parser(0, bytes, false);
    for (let index = 0; index < count; index++) {
      const num = header.tryUnsigned();
      const place = header.tryUnsigned();
      if (num === undefined || place === undefined || first + place > bytes.length) {
        throw broken();
      }
      const value = this.#parser(first + place, bytes, false).readObject();
      if (objects.has(num)) {
        this.#report({
          code: 'pdf-object-stream-duplicate',
          severity: 'warning',
          message: 'PDF 对象流中同一对象出现两次',
          evidence: `${num}`,
        });
      } else {
        objects.set(num, { index, value });
      }
    }
    return objects;
  }
}

/**
 * Opens a PDF strictly: header at byte 0, the cross-reference chain followed exactly, no recovery by scanning.
 * Throws `PdfError` when the file as a whole cannot be read; everything else odd is in `findings`. Foreign files
 * are hostile: run it in a worker when the process must not be slowed down.
 */
export function readPdf(bytes: Uint8Array, limits: Partial<PdfLimits> = {}): PdfFile {
  return new PdfFile(bytes, { ...defaultPdfLimits, ...limits });
}
