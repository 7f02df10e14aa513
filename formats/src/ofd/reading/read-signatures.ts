/** Signatures.xml and each Signature.xml (GB/T 33190 clause 18), read and not judged. */
import {
  attr,
  child,
  children,
  childText,
  descendants,
  text,
  type XmlElement,
} from '../../container/index.ts';
import type { OfdSignature, StampAnnot } from '../model/read-types.ts';
import type { ReadContext } from './read-context.ts';
import { attrText, readBox, readWord } from './read-values.ts';

const mostSignatures = 200;

/** Every record of the list, also those whose Signature.xml is missing (with a finding). */
export function readSignatures(entry: string | undefined, context: ReadContext): OfdSignature[] {
  const root = context.strictXml(entry);
  const records = root ? children(root, 'Signature') : [];
  if (records.length > mostSignatures) {
    context.note('too-many-signatures', 'error', entry, '签名记录过多，其余未读取', `${records.length}`);
  }
  return records.slice(0, mostSignatures).map((record) => readSignature(record, entry!, context));
}

function readSignature(record: XmlElement, holder: string, context: ReadContext): OfdSignature {
  const entry = context.resolve(holder, attr(record, 'BaseLoc'), '签名');
  const root = context.strictXml(entry);
  const info = root && child(root, 'SignedInfo');
  const provider = info && child(info, 'Provider');
  const references = info && child(info, 'References');
  const seal = info && child(info, 'Seal');
  const sealEntry =
    entry === undefined || !seal ? undefined : context.resolve(entry, childText(seal, 'BaseLoc'), '印章');
  const value = root && childText(root, 'SignedValue');
  const signedValueEntry = entry === undefined ? undefined : context.resolve(entry, value, '签名值');
  const relative = attr(record, 'Relative');
  const providerText = (name: string): string =>
    provider ? (attr(provider, name) ?? childText(provider, name) ?? '') : '';
  return {
    id: attrText(record, 'ID'),
    type: readWord(attr(record, 'Type'), ['Seal', 'Sign']) ?? 'Seal',
    ...(relative === undefined ? {} : { relative }),
    ...(entry === undefined ? {} : { entry }),
    provider: {
      name: providerText('ProviderName'),
      version: providerText('Version'),
      company: providerText('Company'),
    },
    signatureMethod: (info && childText(info, 'SignatureMethod')) ?? '',
    signatureDateTime: (info && childText(info, 'SignatureDateTime')) ?? '',
    checkMethod: references ? attrText(references, 'CheckMethod') : '',
    references: (references ? children(references, 'Reference') : []).map((reference) => {
      const fileRef = attrText(reference, 'FileRef');
      const found = entry === undefined ? undefined : findReference(entry, fileRef, context);
      return {
        fileRef,
        ...(found === undefined ? {} : { entry: found }),
        checkValue: (childText(reference, 'CheckValue') ?? '').replace(/\s/g, ''),
      };
    }),
    stamps: info ? descendants(info, 'StampAnnot').map(readStamp) : [],
    ...(sealEntry === undefined ? {} : { sealEntry }),
    ...(signedValueEntry === undefined ? {} : { signedValueEntry }),
  };
}

/** A digest must belong to exactly one entry, so a FileRef is never matched loosely: exact or not at all. */
function findReference(holder: string, fileRef: string, context: ReadContext): string | undefined {
  const found = fileRef === '' ? undefined : context.find(holder, fileRef);
  return found !== undefined && `/${found}` === (fileRef.startsWith('/') ? fileRef : `/${fileRef}`)
    ? found
    : undefined;
}

function readStamp(element: XmlElement): StampAnnot {
  const boundary = readBox(attr(element, 'Boundary'));
  const clip = readBox(attr(element, 'Clip') ?? text(child(element, 'Clip')));
  return {
    id: attrText(element, 'ID'),
    pageRef: attrText(element, 'PageRef'),
    ...(boundary ? { boundary } : {}),
    ...(clip ? { clip } : {}),
  };
}
