/** The dictionary of a signature (ISO 32000-1 12.8.1) and what it forbids: certification and locked fields (12.8.2). */
import {
  type PdfDict,
  type PdfFile,
  type PdfObject,
  type PdfRef,
  pdfBytes,
  pdfDict,
  pdfName,
  pdfText,
  type RevisionDraft,
  readFieldLock,
} from '@yiwen/formats/pdf';
import { utf8 } from '@yiwen/trust/crypto';
import { lockEntries } from './pdf-fields.ts';
import type { PdfSigning } from './pdf-signature.ts';

const defaultRoom = 16_384;

/** `D:YYYYMMDDHHmmSS+08'00'`: Chinese time, as offices read it. */
function pdfDate(timeMs: number): string {
  const digits = new Date(timeMs + 8 * 3_600_000).toISOString().replace(/[-:T]|\.\d+Z/g, '');
  return `D:${digits}+08'00'`;
}

/**
 * The dictionary that goes under `signature`, its range and value still to be filled in. `locked`: the lock of the field
 * it is put into. A certification is noted in the catalog as well.
 */
export function signatureDictionary(
  signing: PdfSigning,
  signature: PdfRef,
  { file, draft, locked }: { file: PdfFile; draft: RevisionDraft; locked: PdfDict | undefined },
): PdfDict {
  const level = signing.certification;
  const lock = locked === undefined ? signing.lock : readFieldLock(file, locked);
  const reference = (method: string, parameters: Record<string, PdfObject | undefined>): PdfObject =>
    pdfDict({
      Type: pdfName('SigRef'),
      TransformMethod: pdfName(method),
      TransformParams: pdfDict({ Type: pdfName('TransformParams'), V: pdfName('1.2'), ...parameters }),
      Data: method === 'FieldMDP' ? file.trailer.get('Root') : undefined,
    });
  const references = [
    ...(level === undefined ? [] : [reference('DocMDP', { P: level })]),
    ...(lock === undefined ? [] : [reference('FieldMDP', lockEntries(lock))]),
  ];
  if (level !== undefined) {
    draft.child(draft.catalog, 'Perms').set('DocMDP', signature);
  }
  return pdfDict({
    Type: pdfName('Sig'),
    Filter: pdfName('Adobe.PPKLite'),
    SubFilter: pdfName('ETSI.CAdES.detached'),
    ByteRange: { kind: 'placeholder', form: 'byte-range', key: 'range' },
    Contents: {
      kind: 'placeholder',
      form: 'hex',
      key: 'contents',
      byteLength: signing.contentsBytes ?? defaultRoom,
    },
    M: pdfBytes(utf8(pdfDate(signing.time)), false),
    Name: pdfText(signing.signerName),
    Reason: signing.reason === undefined ? undefined : pdfText(signing.reason),
    Reference: references.length === 0 ? undefined : references,
  });
}
