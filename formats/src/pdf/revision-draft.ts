import { PdfError } from './errors.ts';
import { isDict, isRef, type PdfDict, type PdfObject, type PdfRef, pdfRef } from './objects.ts';
import type { PdfFile } from './reader.ts';
import { type AppendedRevision, appendRevision, nextObjectNumber } from './revision-writer.ts';

const maxHops = 16;

/**
 * The next revision of a file while it is being put together. Whatever is an object of its own in the file stays one:
 * an array listed by reference is rewritten in its place, never copied into its owner, for other verifiers take a
 * reference that became a value for a change of the signed state.
 */
export class RevisionDraft {
  readonly file: PdfFile;
  readonly catalog: PdfDict;
  #next: number;
  readonly #objects = new Map<number, { num: number; gen: number; value: PdfObject }>();

  constructor(file: PdfFile) {
    this.file = file;
    this.#next = nextObjectNumber(file);
    const root = file.trailer.get('Root');
    if (root === undefined || !isRef(root)) {
      throw new PdfError('pdf-not-signable', 'PDF 的总目录不是独立对象，不能续写');
    }
    this.catalog = this.edit(root);
  }

  /** A number for an object whose value comes later. */
  reserve(): PdfRef {
    this.#next += 1;
    return pdfRef(this.#next - 1);
  }

  /** Writes an object, new or in the place of one there is. */
  set(ref: PdfRef, value: PdfObject): PdfRef {
    this.#objects.set(ref.num, { num: ref.num, gen: ref.gen, value });
    return ref;
  }

  /** A new object. */
  add(value: PdfObject): PdfRef {
    return this.set(this.reserve(), value);
  }

  /** The dictionary `ref` names, to be changed in place: a copy that goes into the revision. Throws PdfError when it is none. */
  edit(ref: PdfRef): PdfDict {
    const last = this.#last(ref);
    const known = this.#objects.get(last.num)?.value;
    if (isDict(known)) {
      return known;
    }
    const value = this.file.get(last);
    if (!isDict(value)) {
      throw new PdfError('pdf-not-signable', 'PDF 中应为字典的对象不是字典，不能续写');
    }
    const copy: PdfDict = new Map(value);
    this.set(last, copy);
    return copy;
  }

  /** The dictionary under `key` of an edited one, to be changed in place; made where there is none. */
  child(parent: PdfDict, key: string): PdfDict {
    const value = parent.get(key);
    if (value !== undefined && isRef(value) && isDict(this.#current(value))) {
      return this.edit(value);
    }
    const copy: PdfDict = new Map(isDict(value) ? value : []);
    parent.set(key, copy);
    return copy;
  }

  /** Adds to the array under `key` of an edited dictionary; made where there is none. */
  push(parent: PdfDict, key: string, ...items: readonly PdfObject[]): void {
    const value = parent.get(key);
    const array = value === undefined ? null : this.#current(value);
    const longer = [...(Array.isArray(array) ? array : []), ...items];
    if (value !== undefined && isRef(value) && Array.isArray(array)) {
      this.set(this.#last(value), longer);
    } else {
      parent.set(key, longer);
    }
  }

  /** The file with the revision appended. */
  append(): AppendedRevision {
    return appendRevision(this.file, { objects: [...this.#objects.values()] });
  }

  #last(ref: PdfRef): PdfRef {
    let last = ref;
    for (let hops = 0; hops < maxHops; hops++) {
      const next = this.file.get(last);
      if (!isRef(next)) {
        break;
      }
      last = next;
    }
    return last;
  }

  #current(value: PdfObject): PdfObject {
    if (!isRef(value)) {
      return value;
    }
    return this.#objects.get(this.#last(value).num)?.value ?? this.file.resolve(value);
  }
}
