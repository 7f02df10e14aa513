/**
 * Are two values of two states of a PDF the same thing, references followed? Pages, fields, form and catalog (the
 * special objects) are compared by rules of their own; here they count as equal only where something points at them as
 * such.
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
} from '@yiwen/formats/pdf';
import { equalBytes } from '@yiwen/trust/crypto';

const maxSteps = 400_000;
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

/** Two states of one file, side by side. */
export class ObjectComparison {
  readonly old: PdfFile;
  readonly now: PdfFile;
  readonly findings: Finding[] = [];
  modified = false;
  /** Object numbers of pages, fields, form and catalog: compared by their own rules wherever they are met. */
  readonly special = new Set<number>();
  #steps = 0;
  readonly #equal = new Map<string, boolean>();

  constructor(old: PdfFile, now: PdfFile) {
    this.old = old;
    this.now = now;
  }

  /** Something changed that nothing allows. */
  fault(code: string, message: string, place?: string): void {
    this.modified = true;
    this.findings.push({ code, severity: 'error', message, ...(place === undefined ? {} : { place }) });
  }

  /** Whether the signed state has an object of this number: one that comes later must not take its place. */
  wasUsed(num: number): boolean {
    const entry = this.old.entry(num);
    return entry !== undefined && entry.type !== 'free';
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
      if (isPointer && before.num === after.num && this.special.has(before.num)) {
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
