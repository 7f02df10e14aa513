/** Rules for the form and its fields: values may be filled, empty signature fields signed, signature fields added. */
import {
  isDict,
  isName,
  isRef,
  isString,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  textOf,
} from '@yiwen/formats/pdf';
import { isTimeStamp, isVisible, newFieldFault } from './pdf-new-field.ts';
import type { ObjectComparison } from './pdf-object-comparison.ts';

const filledFieldKeys = new Set(['V', 'AP', 'AS', 'M', 'MK', 'I']);
/** Entries that may change, by what was done with the field. */
const MAY_CHANGE = {
  filled: filledFieldKeys,
  'signed-now': new Set([...filledFieldKeys, 'F', 'Lock']),
  'stamped-now': new Set(['V']),
  fixed: new Set<string>(),
} as const;

/**
 * What a field passes on to its parts: its full name, and what may change in them. `filled`: values of an ordinary field;
 * `signed-now`: an empty signature field that holds a signature now; `stamped-now`: one that holds a time-stamp, which
 * shows nothing; `fixed`: nothing.
 */
type Above = {
  name: string;
  may: keyof typeof MAY_CHANGE;
  fieldType: PdfObject;
  value: PdfObject;
};

const TOP: Above = { name: '', may: 'filled', fieldType: null, value: null };

/** Compares the fields of two states. */
export class FieldComparison {
  formFilled = false;
  signed = false;
  addedVisibleField = false;
  readonly changedFields: string[] = [];
  /** Object numbers of added signature fields and their widgets. */
  readonly newFields = new Set<number>();
  readonly #states: ObjectComparison;
  readonly #visited = new Set<number>();

  constructor(states: ObjectComparison) {
    this.#states = states;
  }

  run(): void {
    const { old, now } = this.#states;
    const before = old.dict(old.catalog, 'AcroForm');
    const after = now.dict(now.catalog, 'AcroForm');
    if (before === undefined && after === undefined) {
      return;
    }
    for (const key of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
      const added = before?.get(key) === undefined;
      const harmless = key === 'Fields' || key === 'SigFlags' || (added && (key === 'DR' || key === 'DA'));
      if (!harmless && !this.#states.same(before?.get(key), after?.get(key), key)) {
        this.#states.fault('pdf-form-changed', '签署之后表单设置被改动', `/AcroForm /${key}`);
      }
    }
    this.#compareFields(
      before === undefined ? [] : (old.array(before, 'Fields') ?? []),
      after === undefined ? [] : (now.array(after, 'Fields') ?? []),
    );
  }

  #compareFields(before: readonly PdfObject[], after: readonly PdfObject[]): void {
    const states = this.#states;
    const known = new Map(before.filter(isRef).map((ref) => [ref.num, ref]));
    for (const item of before.filter((value) => !isRef(value))) {
      if (!after.some((other) => !isRef(other) && states.same(item, other))) {
        states.fault('pdf-field-removed', '签署之后有表单字段被去掉');
      }
    }
    const present = new Set(after.filter(isRef).map((ref) => ref.num));
    for (const [num, ref] of known) {
      if (present.has(num)) {
        this.#compareField(ref, TOP);
      } else {
        states.fault('pdf-field-removed', '签署之后有表单字段被去掉', `${num} 0 R`);
      }
    }
    for (const item of after) {
      if (!isRef(item)) {
        if (!before.some((other) => !isRef(other) && states.same(other, item))) {
          states.fault('pdf-field-added', '签署之后添加了表单字段');
        }
      } else if (!known.has(item.num)) {
        this.#takeNewField(item);
      }
    }
  }

  /** A field of both states: its value may be filled, a signature field that was empty may be signed. */
  #compareField(ref: PdfRef, above: Above): void {
    const states = this.#states;
    if (this.#visited.has(ref.num)) {
      return;
    }
    this.#visited.add(ref.num);
    states.special.add(ref.num);
    const before = states.old.get(ref);
    const after = states.now.get(ref);
    if (!isDict(before) || !isDict(after)) {
      states.fault('pdf-field-changed', '签署之后表单字段被换成别的对象', `${ref.num} 0 R`);
      return;
    }
    const here = this.#inherit(before, after, above);
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      if (key === 'Kids') {
        this.#compareKids(
          states.old.array(before, 'Kids') ?? [],
          states.now.array(after, 'Kids') ?? [],
          here,
        );
      } else if (key !== 'Parent' && key !== 'P' && !states.same(before.get(key), after.get(key), key)) {
        this.#takeChange(key, here, ref);
      }
    }
  }

  /** What holds for a field and its parts; notes a signature that was put into an empty field. */
  #inherit(before: PdfDict, after: PdfDict, above: Above): Above {
    const { old, now } = this.#states;
    const part = old.resolve(before.get('T'));
    const name = isString(part) ? `${above.name}${above.name === '' ? '' : '.'}${textOf(part)}` : above.name;
    const ownType = old.resolve(before.get('FT'));
    const fieldType = ownType === null ? above.fieldType : ownType;
    const ownValue = old.resolve(before.get('V'));
    const value = ownValue === null ? above.value : ownValue;
    if (!isName(fieldType, 'Sig')) {
      return { name, fieldType, value, may: 'filled' };
    }
    if (!before.has('T') && above.may !== 'filled') {
      return { name, fieldType, value, may: above.may };
    }
    const entry = after.get('V');
    const signature = now.resolve(entry);
    const isSignedNow =
      value === null &&
      entry !== undefined &&
      isRef(entry) &&
      !this.#states.wasUsed(entry.num) &&
      isDict(signature) &&
      signature.has('ByteRange');
    if (isSignedNow) {
      this.#noteSignature(signature);
      this.changedFields.push(name);
    }
    const may = !isSignedNow ? 'fixed' : isTimeStamp(now, signature) ? 'stamped-now' : 'signed-now';
    return { name, fieldType, value, may };
  }

  #takeChange(key: string, { name, may }: Above, ref: PdfRef): void {
    const place = name === '' ? `${ref.num} 0 R` : name;
    const isAllowed = MAY_CHANGE[may].has(key);
    if (isAllowed && may !== 'filled') {
      return;
    }
    if (isAllowed) {
      this.formFilled = true;
      this.changedFields.push(name);
      this.#states.findings.push({
        code: 'pdf-form-filled',
        severity: 'warning',
        message: '签署之后填写了表单字段',
        place,
      });
      return;
    }
    this.#states.fault('pdf-field-changed', '签署之后表单字段被改动', `${place} /${key}`);
  }

  #compareKids(before: readonly PdfObject[], after: readonly PdfObject[], above: Above): void {
    const left = before.filter(isRef);
    const right = after.filter(isRef);
    if (
      left.length !== before.length ||
      right.length !== after.length ||
      left.length !== right.length ||
      left.some((ref, i) => ref.num !== right[i]?.num)
    ) {
      this.#states.fault('pdf-field-changed', '签署之后表单字段的组成被改动');
      return;
    }
    for (const ref of left) {
      this.#compareField(ref, above);
    }
  }

  /** Only signature fields may be added, and nothing hidden in them. */
  #takeNewField(ref: PdfRef): void {
    const states = this.#states;
    const fault = newFieldFault(states, ref);
    if (fault !== undefined) {
      states.fault(fault.code, fault.message, fault.place);
      return;
    }
    const field = states.now.get(ref) as PdfDict;
    const kids = states.now.array(field, 'Kids') ?? [];
    const signature = states.now.resolve(field.get('V'));
    if (isDict(signature)) {
      this.#noteSignature(signature);
      const parts = [field, ...kids.map((kid) => states.now.resolve(kid))];
      if (parts.some((part) => isDict(part) && isVisible(states.now, part))) {
        this.addedVisibleField = true;
        const name = states.now.resolve(field.get('T'));
        states.findings.push({
          code: 'pdf-later-stamp',
          severity: 'warning',
          message: '后来的签名在页面上放了图案，可能盖住原有内容；请对照被签署的版本',
          place: isString(name) ? textOf(name) : `${ref.num} 0 R`,
        });
      }
    }
    for (const item of [ref, ...kids]) {
      if (isRef(item)) {
        this.newFields.add(item.num);
      }
    }
  }

  #noteSignature(signature: PdfDict): void {
    this.signed ||= !isTimeStamp(this.#states.now, signature);
  }
}
