import type { Finding } from '../finding.ts';
import { type Decryption, openDecryption } from './decryption.ts';
import { PdfError } from './errors.ts';
import { findStartxref, readHeader } from './file-ends.ts';
import { type ObjectContext, readIndirectObject } from './indirect-object.ts';
import { Budget, defaultPdfLimits, type PdfLimits } from './limits.ts';
import { type ObjectStreamContent, readObjectStream } from './object-stream.ts';
import {
  isDict,
  isName,
  isRef,
  isStream,
  isString,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  type PdfStream,
  pdfRef,
} from './objects.ts';
import { type PdfPage, readPages } from './pages.ts';
import { loneRevision, looseVersion, rebuildSection } from './rebuilt-xref.ts';
import { buildRevisions, type PdfRevision } from './revisions.ts';
import { type DecodedStream, decodeStream } from './streams.ts';
import { readXrefChain, type XrefEntry, type XrefSection } from './xref.ts';

/**
 * How a file is opened. `strict`: nothing is repaired. `tolerant`: the cross-reference is followed, streams are
 * read as far as they go and the empty password is tried. `rebuilt`: likewise, and the objects are found by
 * looking for them.
 */
export type PdfOpening = 'strict' | 'tolerant' | 'rebuilt';

/** Byte range of an indirect object in the file, `num gen obj` and `endobj` included. */
export type PdfExtent = { readonly start: number; readonly end: number };

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
  readonly #context: ObjectContext;
  readonly #xref: Map<number, XrefEntry>;
  readonly #objects = new Map<number, PdfObject>();
  readonly #extents = new Map<number, PdfExtent>();
  readonly #containers = new Map<number, ObjectStreamContent | null>();
  readonly #loading = new Set<number>();
  /** Whether damage is passed over: never for signatures. */
  readonly tolerant: boolean;
  #decryption: Decryption | undefined;
  #pages: readonly PdfPage[] | undefined;

  /** Use `readPdf` or `readPdfForConverting`. */
  constructor(bytes: Uint8Array, limits: PdfLimits, opening: PdfOpening = 'strict') {
    this.bytes = bytes;
    this.findings = [];
    this.#budget = new Budget(limits);
    this.#xref = new Map();
    if (bytes.length > limits.fileBytes) {
      throw new PdfError('pdf-limit', 'PDF 文件过大，超出限额');
    }
    const report = (finding: Finding): void => this.#report(finding);
    this.tolerant = opening !== 'strict';
    this.#context = {
      bytes,
      budget: this.#budget,
      report,
      resolve: (value) => this.resolve(value),
      tolerant: this.tolerant,
    };
    if (opening === 'rebuilt') {
      this.headerVersion = looseVersion(bytes);
      this.sections = [rebuildSection(this.#context)];
    } else {
      this.headerVersion = readHeader(bytes, report);
      this.sections = readXrefChain(
        {
          bytes,
          budget: this.#budget,
          report,
          objectAt: (offset) => readIndirectObject(this.#context, offset),
        },
        findStartxref(bytes, report),
      );
    }
    this.trailer = (this.sections[0] as XrefSection).trailer;
    this.#mergeEntries();
    if (this.sections.some((section) => section.trailer.has('Encrypt'))) {
      if (!this.tolerant) {
        throw new PdfError('pdf-encrypted', 'PDF 已加密，不予读取');
      }
      this.#openEncryption();
    }
    this.revisions = this.tolerant
      ? [loneRevision(this.sections, bytes)]
      : buildRevisions(this.sections, bytes, report);
    if (opening === 'rebuilt') {
      this.#addCompressedObjects();
    }
    this.#readAllObjects();
    this.catalog = this.#findCatalog();
    if (!isName(this.catalog.get('Type'), 'Catalog')) {
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
    return decodeStream(stream, (value) => this.resolve(value), this.#budget, this.tolerant);
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
    let end = 0;
    for (const extent of [...this.#extents.values()].sort((a, b) => a.start - b.start)) {
      if (extent.start < end) {
        // one object hidden inside another one's stream shows different things to different readers
        this.#report({
          code: 'pdf-objects-overlap',
          severity: 'error',
          place: `@${extent.start}`,
          message: 'PDF 对象相互重叠',
        });
      }
      end = Math.max(end, extent.end);
    }
  }

  #load(num: number, entry: XrefEntry): PdfObject {
    if (entry.type === 'compressed') {
      return this.#loadCompressed(num, entry.container, entry.index);
    }
    if (entry.type === 'free') {
      return null;
    }
    const object = readIndirectObject(this.#context, entry.offset);
    if (object.num !== num || object.gen !== entry.gen) {
      throw new PdfError('pdf-xref-broken', 'PDF 交叉引用表指向了另一个对象', entry.offset);
    }
    this.#extents.set(num, { start: object.start, end: object.end });
    return this.#decryption === undefined ? object.value : this.#decryption(object.value, num, entry.gen);
  }

  /** ISO 32000-1 7.6: only the empty user password is tried. */
  #openEncryption(): void {
    const given =
      this.trailer.get('Encrypt') ??
      this.sections.find((s) => s.trailer.has('Encrypt'))?.trailer.get('Encrypt');
    const settings = this.resolve(given);
    const ids = this.resolve(this.trailer.get('ID'));
    const first = Array.isArray(ids) ? this.resolve(ids[0]) : null;
    if (!isDict(settings)) {
      throw new PdfError('pdf-encrypted', 'PDF 的加密设置无法读取');
    }
    const plain = new Map([...settings].map(([key, value]) => [key, this.resolve(value)] as const));
    this.#decryption = openDecryption(
      plain,
      isString(first) ? first.bytes : new Uint8Array(0),
      isRef(given) ? given.num : -1,
      (value) => this.resolve(value),
    );
    // what was read on the way here was read without the key
    this.#objects.clear();
    if (isRef(given)) {
      this.#objects.set(given.num, plain);
    }
    this.#report({ code: 'pdf-decrypted', severity: 'warning', message: 'PDF 已加密（空密码），解密后读取' });
  }

  /** The objects inside object streams of a file whose cross-reference was rebuilt. */
  #addCompressedObjects(): void {
    for (const num of this.objectNumbers()) {
      const entry = this.#xref.get(num) as XrefEntry;
      const value = this.get(pdfRef(num, entry.type === 'offset' ? entry.gen : 0));
      if (!isStream(value) || !isName(value.dict.get('Type'), 'ObjStm') || entry.type !== 'offset') {
        continue;
      }
      try {
        const objects = readObjectStream(this.#context, value);
        this.#containers.set(num, objects);
        for (const [inner, { index }] of objects) {
          const known = this.#xref.get(inner);
          // what stands later in the file is newer
          const older =
            known?.type === 'compressed'
              ? this.#offsetOf(known.container) < entry.offset
              : known?.type === 'offset' && known.offset < entry.offset;
          if (known === undefined || known.type === 'free' || older) {
            this.#xref.set(inner, { type: 'compressed', container: num, index, section: 0 });
            this.#objects.delete(inner);
          }
        }
      } catch (error) {
        if (!(error instanceof PdfError) || error.code === 'pdf-limit') {
          throw error;
        }
        this.#report({ ...error.toFinding(), evidence: `${num}` });
      }
    }
  }

  #offsetOf(num: number): number {
    const entry = this.#xref.get(num);
    return entry?.type === 'offset' ? entry.offset : -1;
  }

  #findCatalog(): PdfDict {
    const root = this.trailer.get('Root');
    const catalog = this.resolve(root);
    if (isRef(root) && isDict(catalog)) {
      return catalog;
    }
    const found = this.tolerant ? this.#lostCatalog() : undefined;
    if (!isDict(found)) {
      throw new PdfError('pdf-trailer-broken', 'PDF 没有文档目录（Root）');
    }
    return found;
  }

  /** A catalog nothing leads to; without one, the root of the page tree or the pages alone make one. */
  #lostCatalog(): PdfDict | undefined {
    const typed = (name: string): [num: number, dict: PdfDict][] =>
      this.objectNumbers().flatMap((num): [number, PdfDict][] => {
        const value = this.#objects.get(num);
        return isDict(value) && isName(value.get('Type'), name) ? [[num, value]] : [];
      });
    const catalog = typed('Catalog').at(-1)?.[1];
    if (catalog !== undefined) {
      return catalog;
    }
    const root = typed('Pages').findLast(([, dict]) => !dict.has('Parent'));
    if (root === undefined && typed('Page').length === 0) {
      return undefined;
    }
    this.#report({ code: 'pdf-catalog-lost', severity: 'warning', message: 'PDF 文档目录丢失，只读出页面' });
    return new Map<string, PdfObject>(root === undefined ? [] : [['Pages', pdfRef(root[0])]]);
  }

  #loadCompressed(num: number, container: number, index: number): PdfObject {
    let objects = this.#containers.get(container);
    if (objects === undefined) {
      this.#containers.set(container, null);
      objects = readObjectStream(this.#context, this.#containerStream(container));
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

  #containerStream(num: number): PdfObject {
    const entry = this.#xref.get(num);
    return entry?.type === 'offset' ? this.get(pdfRef(num, entry.gen)) : null;
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

// oddities that mean something of the file was not read where the cross-reference says it is
const unreadable = new Set(['pdf-xref-broken', 'pdf-stream-broken', 'pdf-syntax']);

/**
 * Opens a PDF for showing or converting it, never for judging signatures: when the cross-reference is damaged the
 * objects are looked for in the bytes, streams are read as far as they go, and a file encrypted with an empty
 * password is opened. Each of these is a finding of severity warning or error. Throws `PdfError` when nothing helps.
 */
export function readPdfForConverting(bytes: Uint8Array, limits: Partial<PdfLimits> = {}): PdfFile {
  const all = { ...defaultPdfLimits, ...limits };
  let first: PdfFile | undefined;
  try {
    first = new PdfFile(bytes, all, 'tolerant');
    if (first.pages().length > 0 && !first.findings.some((finding) => unreadable.has(finding.code))) {
      return first;
    }
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'pdf-limit' || error.code === 'pdf-encrypted') {
      throw error;
    }
    first = undefined;
  }
  try {
    const rebuilt = new PdfFile(bytes, all, 'rebuilt');
    const pages = rebuilt.pages().length;
    if (pages > 0 && (first === undefined || pages >= first.pages().length)) {
      rebuilt.findings.unshift({
        code: 'pdf-rebuilt',
        severity: 'warning',
        message: 'PDF 的交叉引用表损坏，已按文件内容重建',
      });
      return rebuilt;
    }
  } catch (error) {
    if (!(error instanceof PdfError) || first === undefined) {
      throw error;
    }
  }
  if (first === undefined) {
    throw new PdfError('pdf-pages-broken', 'PDF 中没有找到页面');
  }
  return first;
}
