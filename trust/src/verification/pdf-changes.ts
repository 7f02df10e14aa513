/**
 * What changed in a PDF after a signature: the signed saved state and the file as shown are compared object by object
 * from the catalog. Allowed are only: further signatures and their fields, validation data (DSS), extensions, XMP and
 * the Info dictionary's dates. Filled form fields are told apart from everything else. A further signature may show a
 * picture the size of a seal; a field that holds no signature of its own may show nothing, for a reader draws it over
 * the page.
 *
 * A rule belongs to an object by what it is (catalog, form, page, field), never to the way it was reached, so an object
 * that two ways lead to is judged by the stricter one as well.
 */
import type { Finding } from '@yiwen/formats';
import {
  isDict,
  isName,
  isRef,
  isStream,
  isString,
  type PdfDict,
  type PdfFile,
  type PdfObject,
  type PdfRef,
  rectangleOf,
} from '@yiwen/formats/pdf';
import { equalBytes } from '@yiwen/trust/crypto';

/** The answer: `modified` outweighs `form-filled`. */
export type PdfChangesAfter = {
  kind: 'none' | 'form-filled' | 'modified';
  /** Somebody else signed afterwards (time-stamps of the document do not count). */
  signed: boolean;
  findings: Finding[];
};

const maxSteps = 400_000;
const catalogMayChange = new Set(['DSS', 'Extensions', 'Metadata', 'AcroForm', 'Pages', 'Version']);
const newSignatureFieldKeys = new Set([
  'Type',
  'Subtype',
  'FT',
  'T',
  'TU',
  'TM',
  'V',
  'P',
  'Rect',
  'F',
  'Ff',
  'AP',
  'MK',
  'DA',
  'Q',
  'BS',
  'Border',
  'Lock',
  'SV',
  'M',
  'NM',
  'Parent',
  'Kids',
  'Contents',
  'StructParent',
  'H',
  'DR',
]);
/** Entries of the Info dictionary that saving again changes by itself; nothing of a report is taken from them. */
const infoMayChange = new Set(['ModDate', 'CreationDate', 'Producer']);
/** No seal or signature picture is larger; 283 pt = 100 mm. A larger one would lie over the signed text. */
const largestStampPt = 283.5;
/**
 * Entries that point at a page, a field or the catalog as such: destinations, actions, annotations, the structure tree, threads.
 * None of them is drawn.
 */
const pointers = new Set([
  'P',
  'Parent',
  'Kids',
  'Annots',
  'Fields',
  'CO',
  'Pg',
  'Obj',
  'K',
  'D',
  'SD',
  'Dest',
  'Dests',
  'OpenAction',
  'Names',
  'Nums',
  'Popup',
  'IRT',
  'Prev',
  'Next',
  // A signature reference (12.8.1, table 253) points at the catalog as what it is about.
  'Data',
]);
const filledFieldKeys = new Set(['V', 'AP', 'AS', 'M', 'MK', 'I']);

class Comparison {
  readonly old: PdfFile;
  readonly now: PdfFile;
  readonly findings: Finding[] = [];
  formFilled = false;
  signed = false;
  modified = false;
  #steps = 0;
  readonly #equal = new Map<string, boolean>();
  readonly #newFields = new Set<number>();
  /** Object numbers of pages, fields, form and catalog: compared by their own rules wherever they are met. */
  readonly #special = new Set<number>();
  readonly #visited = new Set<string>();

  constructor(old: PdfFile, now: PdfFile) {
    this.old = old;
    this.now = now;
  }

  fault(code: string, message: string, place?: string): void {
    this.modified = true;
    this.findings.push({ code, severity: 'error', message, ...(place === undefined ? {} : { place }) });
  }

  run(): void {
    const oldPages = this.old.pages();
    const nowPages = this.now.pages();
    for (const [index, page] of oldPages.entries()) {
      // Only where both states have the page under one number: a page moved onto the number of something signed would
      // take that thing's place unseen.
      if (page.ref !== undefined && page.ref.num === nowPages[index]?.ref?.num) {
        this.#special.add(page.ref.num);
      }
    }
    const [oldRoot, nowRoot] = [this.old.trailer.get('Root'), this.now.trailer.get('Root')];
    if (oldRoot !== undefined && nowRoot !== undefined && isRef(oldRoot) && isRef(nowRoot)) {
      if (oldRoot.num === nowRoot.num) {
        this.#special.add(oldRoot.num);
      }
    }
    this.#compareForm();
    this.#compareInfo();
    for (const key of new Set([...this.old.catalog.keys(), ...this.now.catalog.keys()])) {
      if (
        !catalogMayChange.has(key) &&
        !this.same(this.old.catalog.get(key), this.now.catalog.get(key), key)
      ) {
        this.fault('pdf-catalog-changed', '签署之后文件的总目录被改动', `/${key}`);
      }
    }
    if (oldPages.length !== nowPages.length) {
      this.fault('pdf-pages-changed', `签署之后页数从 ${oldPages.length} 变为 ${nowPages.length}`);
    }
    for (const [index, page] of oldPages.entries()) {
      const other = nowPages[index];
      if (other !== undefined) {
        this.#comparePage(page.dict, other.dict, index);
        const inherited =
          this.same(page.resources, other.resources) &&
          page.mediaBox.every((v, i) => v === other.mediaBox[i]) &&
          page.cropBox.every((v, i) => v === other.cropBox[i]) &&
          page.rotate === other.rotate &&
          page.userUnit === other.userUnit;
        if (!inherited) {
          this.fault('pdf-page-changed', '签署之后页面的资源或尺寸被改动', `第 ${index + 1} 页`);
        }
      }
    }
  }

  #comparePage(old: PdfDict, now: PdfDict, index: number): void {
    const place = `第 ${index + 1} 页`;
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      if (key === 'Annots' || key === 'Parent') {
        continue;
      }
      if (!this.same(old.get(key), now.get(key), key)) {
        this.fault('pdf-page-changed', '签署之后页面内容被改动', `${place} /${key}`);
      }
    }
    const before = this.old.array(old, 'Annots') ?? [];
    const after = this.now.array(now, 'Annots') ?? [];
    const rest = after.filter((item) => !(isRef(item) && this.#newFields.has(item.num)));
    if (rest.length !== before.length) {
      this.fault('pdf-annotation-changed', '签署之后页面批注有增减', place);
      return;
    }
    for (const [i, item] of before.entries()) {
      const other = rest[i];
      const isField = isRef(item) && isRef(other) && item.num === other.num && this.#special.has(item.num);
      if (!isField && !this.same(item, other, 'Annots')) {
        this.fault('pdf-annotation-changed', '签署之后页面批注被改动', place);
      }
    }
  }

  /** What a report shows of the file (title, author, subject, keywords) stands in the Info dictionary. */
  #compareInfo(): void {
    const before = this.old.dict(this.old.trailer, 'Info');
    const after = this.now.dict(this.now.trailer, 'Info');
    for (const key of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
      if (!infoMayChange.has(key) && !this.same(before?.get(key), after?.get(key))) {
        this.fault('pdf-info-changed', '签署之后文件的标题等信息被改动', `/Info /${key}`);
      }
    }
  }

  #compareForm(): void {
    const before = this.old.dict(this.old.catalog, 'AcroForm');
    const after = this.now.dict(this.now.catalog, 'AcroForm');
    if (before === undefined && after === undefined) {
      return;
    }
    for (const key of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
      const added = before?.get(key) === undefined;
      const harmless = key === 'Fields' || key === 'SigFlags' || (added && (key === 'DR' || key === 'DA'));
      if (!harmless && !this.same(before?.get(key), after?.get(key), key)) {
        this.fault('pdf-form-changed', '签署之后表单设置被改动', `/AcroForm /${key}`);
      }
    }
    this.#compareFields(
      before === undefined ? [] : (this.old.array(before, 'Fields') ?? []),
      after === undefined ? [] : (this.now.array(after, 'Fields') ?? []),
    );
  }

  #compareFields(before: readonly PdfObject[], after: readonly PdfObject[]): void {
    const known = new Map(before.filter(isRef).map((ref) => [ref.num, ref]));
    for (const item of before.filter((value) => !isRef(value))) {
      if (!after.some((other) => !isRef(other) && this.same(item, other))) {
        this.fault('pdf-field-removed', '签署之后有表单字段被去掉');
      }
    }
    const present = new Set(after.filter(isRef).map((ref) => ref.num));
    for (const [num, ref] of known) {
      if (present.has(num)) {
        this.#compareField(ref);
      } else {
        this.fault('pdf-field-removed', '签署之后有表单字段被去掉', `${num} 0 R`);
      }
    }
    for (const item of after) {
      if (!isRef(item)) {
        if (before.length === 0 || !before.some((other) => !isRef(other) && this.same(other, item))) {
          this.fault('pdf-field-added', '签署之后添加了表单字段');
        }
      } else if (!known.has(item.num)) {
        this.#checkNewField(item);
      }
    }
  }

  /** A field of both states: its value may be filled, a signature field that was empty may be signed. */
  #compareField(ref: PdfRef): void {
    const key = `field ${ref.num}`;
    if (this.#visited.has(key)) {
      return;
    }
    this.#visited.add(key);
    this.#special.add(ref.num);
    const before = this.old.get(ref);
    const after = this.now.get(ref);
    if (!isDict(before) || !isDict(after)) {
      this.fault('pdf-field-changed', '签署之后表单字段被换成别的对象', `${ref.num} 0 R`);
      return;
    }
    const isSignature = isName(this.old.resolve(before.get('FT')), 'Sig');
    const wasEmpty = this.old.resolve(before.get('V')) === null;
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      if (name === 'Kids') {
        this.#compareKids(this.old.array(before, 'Kids') ?? [], this.now.array(after, 'Kids') ?? []);
        continue;
      }
      if (name === 'Parent' || name === 'P' || this.same(before.get(name), after.get(name), name)) {
        continue;
      }
      if (isSignature && wasEmpty && (filledFieldKeys.has(name) || name === 'F' || name === 'Lock')) {
        if (name === 'V') {
          this.#noteSignature(this.now.resolve(after.get('V')));
        }
        continue;
      }
      if (!isSignature && filledFieldKeys.has(name)) {
        this.formFilled = true;
        this.findings.push({
          code: 'pdf-form-filled',
          severity: 'warning',
          message: '签署之后填写了表单字段',
          place: this.#nameOf(after, ref),
        });
        continue;
      }
      this.fault('pdf-field-changed', '签署之后表单字段被改动', `${this.#nameOf(after, ref)} /${name}`);
    }
  }

  #compareKids(before: readonly PdfObject[], after: readonly PdfObject[]): void {
    const left = before.filter(isRef);
    const right = after.filter(isRef);
    if (
      left.length !== before.length ||
      right.length !== after.length ||
      left.length !== right.length ||
      left.some((ref, i) => ref.num !== right[i]?.num)
    ) {
      this.fault('pdf-field-changed', '签署之后表单字段的组成被改动');
      return;
    }
    for (const ref of left) {
      this.#compareField(ref);
    }
  }

  #nameOf(field: PdfDict, ref: PdfRef): string {
    const name = this.now.resolve(field.get('T'));
    return isString(name) ? new TextDecoder('latin1').decode(name.bytes) : `${ref.num} 0 R`;
  }

  /** Only signature fields may be added, and nothing hidden in them. */
  #checkNewField(ref: PdfRef): void {
    const field = this.now.get(ref);
    if (!isDict(field) || !isName(this.now.resolve(field.get('FT')), 'Sig')) {
      this.fault('pdf-field-added', '签署之后添加了不是签名域的表单字段', `${ref.num} 0 R`);
      return;
    }
    const kids = this.now.array(field, 'Kids') ?? [];
    const value = field.get('V');
    // A number the signed state already used would let the "new" field replace something that was signed.
    for (const used of [ref, ...kids, value ?? null].filter(isRef)) {
      if (this.#wasUsed(used)) {
        this.fault('pdf-object-reused', '签署之后添加的签名域占用了已签署的对象', `${used.num} 0 R`);
        return;
      }
    }
    const signature = this.now.resolve(value);
    const isSigned = isRef(value) && isDict(signature) && signature.has('ByteRange');
    const parts = [field, ...kids.map((kid) => this.now.resolve(kid))];
    for (const part of parts) {
      const odd = isDict(part) ? [...part.keys()].filter((key) => !newSignatureFieldKeys.has(key)) : ['?'];
      if (odd.length > 0) {
        this.fault(
          'pdf-field-odd',
          '签署之后添加的签名域带有可疑的条目',
          odd.map((key) => `/${key}`).join(' '),
        );
        return;
      }
      if (isDict(part) && !this.#isHarmless(part, isSigned)) {
        this.fault('pdf-field-covers-page', '签署之后添加的签名域遮盖页面', `${ref.num} 0 R`);
        return;
      }
    }
    if (isSigned) {
      this.#noteSignature(signature);
      if (parts.some((part) => isDict(part) && this.#isVisible(part))) {
        this.findings.push({
          code: 'pdf-later-stamp',
          severity: 'warning',
          message: '后来的签名在页面上放了图案，可能盖住原有内容；请对照被签署的版本',
          place: this.#nameOf(field, ref),
        });
      }
    }
    this.#newFields.add(ref.num);
    for (const kid of kids) {
      if (isRef(kid)) {
        this.#newFields.add(kid.num);
      }
    }
  }

  #noteSignature(signature: PdfObject): void {
    const type = isDict(signature) ? this.now.resolve(signature.get('Type')) : null;
    this.signed ||= !isName(type, 'DocTimeStamp');
  }

  #isVisible(part: PdfDict): boolean {
    const [x0, y0, x1, y1] = rectangleOf(this.now, part.get('Rect')) ?? [0, 0, 0, 0];
    return x0 !== x1 && y0 !== y1 && this.now.resolve(part.get('AP')) !== null;
  }

  #wasUsed(ref: PdfRef): boolean {
    const entry = this.old.entry(ref.num);
    return entry !== undefined && entry.type !== 'free';
  }

  /** Whether what a new field shows can hide nothing: a seal-sized picture of a signature, or no picture at all. */
  #isHarmless(part: PdfDict, isSigned: boolean): boolean {
    const subtype = this.now.resolve(part.get('Subtype'));
    if (subtype !== null && !isName(subtype, 'Widget')) {
      return false;
    }
    if (this.now.resolve(part.get('Rect')) === null) {
      return this.now.resolve(part.get('AP')) === null;
    }
    const box = rectangleOf(this.now, part.get('Rect'));
    if (box === undefined) {
      return false;
    }
    const [x0, y0, x1, y1] = box;
    const width = Math.abs(x1 - x0);
    const height = Math.abs(y1 - y0);
    return isSigned ? width <= largestStampPt && height <= largestStampPt : width === 0 || height === 0;
  }

  /**
   * Whether two values are the same thing, references followed. `key` is the entry of the dictionary nearest above: a
   * page or field is taken for compared elsewhere only where an entry points at it as one. Reached any other way (as
   * somebody's resources, say) its free entries would be content, and it is compared whole.
   */
  same(before: PdfObject | undefined, after: PdfObject | undefined, key = ''): boolean {
    this.#steps += 1;
    if (this.#steps > maxSteps) {
      this.fault('pdf-too-large', '文件对象过多，无法逐一比对签署前后的内容');
      return false;
    }
    if (isRef(before) && isRef(after)) {
      const isPointer = pointers.has(key);
      if (isPointer && before.num === after.num && this.#special.has(before.num)) {
        return true;
      }
      const pair = `${before.num} ${before.gen} ${after.num} ${after.gen} ${isPointer ? key : ''}`;
      const known = this.#equal.get(pair);
      if (known !== undefined) {
        return known;
      }
      this.#equal.set(pair, true);
      const result = this.same(this.old.get(before), this.now.get(after), key);
      this.#equal.set(pair, result);
      return result;
    }
    const left = this.old.resolve(before);
    const right = this.now.resolve(after);
    if (Array.isArray(left) && Array.isArray(right)) {
      return left.length === right.length && left.every((item, i) => this.same(item, right[i], key));
    }
    if (isDict(left) && isDict(right)) {
      return this.#sameDict(left, right, key);
    }
    if (isStream(left) && isStream(right)) {
      return equalBytes(left.raw, right.raw) && this.#sameDict(left.dict, right.dict, '');
    }
    if (isString(left) && isString(right)) {
      return equalBytes(left.bytes, right.bytes);
    }
    if (isName(left) && isName(right)) {
      return left.name === right.name;
    }
    return left === right;
  }

  #sameDict(left: PdfDict, right: PdfDict, above: string): boolean {
    const keys = new Set([...left.keys(), ...right.keys()]);
    // The entries of /Dests (12.3.2.3) are named by the author; each is a destination.
    return [...keys].every((key) =>
      this.same(left.get(key), right.get(key), above === 'Dests' ? above : key),
    );
  }
}

/** Compares the state a signature covers with the file as it is shown. Throws PdfError when a page tree is broken. */
export function changesAfter(signed: PdfFile, shown: PdfFile): PdfChangesAfter {
  const comparison = new Comparison(signed, shown);
  comparison.run();
  return {
    kind: comparison.modified ? 'modified' : comparison.formFilled ? 'form-filled' : 'none',
    signed: comparison.signed,
    findings: comparison.findings,
  };
}
