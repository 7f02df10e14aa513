/** What the signatures of a file still allow to happen to it: DocMDP and FieldMDP (ISO 32000-1 12.8.2.2, 12.8.2.4). */
import { isDict, isName, isString, type PdfDict, type PdfObject, textOf } from './objects.ts';
import type { PdfFile } from './reader.ts';
import type { PdfSignature } from './signature-fields.ts';

/**
 * Fields that must not change any more: all, those named, or all but those named. A name stands for the fields below
 * it as well.
 */
export type FieldLock = {
  readonly action: 'All' | 'Include' | 'Exclude';
  readonly fields: readonly string[];
};

/** 1: no changes; 2: filling in and signing of the fields there are; 3: annotations as well. */
export type CertificationLevel = 1 | 2 | 3;

const maxReferences = 16;
const maxNames = 10_000;

/** The transform parameters of one method among the signature references; an empty dictionary where none are given. */
function parametersOf(file: PdfFile, signature: PdfSignature, method: string): PdfDict | undefined {
  for (const item of (file.array(signature.dict, 'Reference') ?? []).slice(0, maxReferences)) {
    const reference = file.resolve(item);
    if (isDict(reference) && isName(file.resolve(reference.get('TransformMethod')), method)) {
      return file.dict(reference, 'TransformParams') ?? new Map();
    }
  }
  return undefined;
}

/** Permission of a certification signature; undefined when it is none. What cannot be read counts as the default, 2. */
export function certificationLevel(file: PdfFile, signature: PdfSignature): CertificationLevel | undefined {
  const parameters = parametersOf(file, signature, 'DocMDP');
  if (parameters === undefined) {
    return undefined;
  }
  const level = file.number(parameters, 'P');
  return level === 1 || level === 3 ? level : 2;
}

/** Fields a signature locks; undefined when it locks none. */
export function signatureLock(file: PdfFile, signature: PdfSignature): FieldLock | undefined {
  const parameters = parametersOf(file, signature, 'FieldMDP');
  return parameters === undefined ? undefined : readFieldLock(file, parameters);
}

/** A lock as parameters or as a field's /Lock (SigFieldLock) writes it. An action nobody knows locks everything. */
export function readFieldLock(file: PdfFile, dict: PdfDict): FieldLock {
  const action = file.resolve(dict.get('Action'));
  const known = isName(action, 'Include') || isName(action, 'Exclude');
  const names = (file.array(dict, 'Fields') ?? []).slice(0, maxNames).flatMap((item: PdfObject) => {
    const name = file.resolve(item);
    return isString(name) ? [textOf(name)] : [];
  });
  return known
    ? { action: action.name as 'Include' | 'Exclude', fields: names }
    : { action: 'All', fields: [] };
}

/** Whether a lock holds for the field of this full name. */
export function isLockedField(lock: FieldLock, name: string): boolean {
  const isNamed = lock.fields.some((one) => name === one || name.startsWith(`${one}.`));
  return lock.action === 'All' || (lock.action === 'Include' ? isNamed : !isNamed);
}
