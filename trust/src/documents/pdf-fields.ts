/**
 * Signature fields made before anybody signs (ISO 32000-1 12.7.4.5), so that a certified file can still be signed in the
 * places meant for it: each with its box, what its signature will lock (12.7.4.5, SigFieldLock) and what it asks of the
 * signature (seed value, table 234).
 */
import {
  certificationLevel,
  type FieldLock,
  isDict,
  isName,
  isString,
  type PdfDict,
  PdfError,
  type PdfFile,
  type PdfObject,
  pdfDict,
  pdfName,
  pdfText,
  RevisionDraft,
  readPdf,
  type SignatureField,
  signatureFields,
  textOf,
} from '@yiwen/formats/pdf';
import { type PdfStamp, stampRectangle } from './pdf-appearance.ts';

/**
 * A field to be made. `box` as that of a stamp; without one the field shows nothing. `lock`: fields that must not change
 * once it is signed; `level` (ISO 32000-2) 1 to 3 as of a certification. `reasons`: the only ones it may be signed for.
 */
export type PdfFieldOrder = {
  name: string;
  box?: Pick<PdfStamp, 'page' | 'xMm' | 'yMm' | 'widthMm' | 'heightMm'>;
  lock?: FieldLock & { level?: 1 | 2 | 3 };
  reasons?: readonly string[];
};

/** Required entries of a seed value (table 234, /Ff). */
const REQUIRED = { filter: 1, subFilter: 2, reasons: 8, digest: 64 } as const;
const KNOWN_REQUIREMENTS = Object.values(REQUIRED).reduce((all, bit) => all | bit, 0);

/** /Action and /Fields of a lock, as FieldMDP parameters and SigFieldLock dictionaries write them. */
export function lockEntries(lock: FieldLock): Record<string, PdfObject | undefined> {
  return {
    Action: pdfName(lock.action),
    Fields: lock.action === 'All' ? undefined : lock.fields.map((name) => pdfText(name)),
  };
}

/**
 * The file with empty signature fields added in one revision. Throws PdfError when the file cannot be read or written
 * on, is certified (the fields must be there before), or has a field of that name.
 */
export function addSignatureFields(pdf: Uint8Array, orders: readonly PdfFieldOrder[]): Uint8Array {
  const file = readPdf(pdf);
  const { fields } = signatureFields(file);
  refuseUnsafe(file);
  if (fields.some(({ signature }) => signature && certificationLevel(file, signature) !== undefined)) {
    throw new PdfError('pdf-not-signable', '文件已经认证，不能再添加签名域；签名域要在认证之前留好');
  }
  const draft = new RevisionDraft(file);
  const names = new Set(fields.map(({ name }) => name));
  for (const order of orders) {
    if (names.has(order.name)) {
      throw new PdfError('pdf-not-signable', `文件里已有名为“${order.name}”的签名域`);
    }
    names.add(order.name);
    addField(draft, { name: order.name, page: order.box?.page ?? 0, box: order.box }, requirements(order));
  }
  return draft.append().bytes;
}

function requirements({ lock, reasons }: PdfFieldOrder): Record<string, PdfObject | undefined> {
  return {
    Lock: lock && pdfDict({ Type: pdfName('SigFieldLock'), ...lockEntries(lock), P: lock.level }),
    SV: pdfDict({
      Type: pdfName('SV'),
      Ff: REQUIRED.subFilter | (reasons === undefined ? 0 : REQUIRED.reasons),
      SubFilter: [pdfName('ETSI.CAdES.detached')],
      Reasons: reasons?.map((reason) => pdfText(reason)),
    }),
  };
}

/** Adds a field that is its own widget to the form and the page, and answers its dictionary, which may still be filled. */
export function addField(
  draft: RevisionDraft,
  place: { name: string; page: number; box: PdfFieldOrder['box'] | undefined },
  entries: Record<string, PdfObject | undefined>,
): PdfDict {
  const page = draft.file.pages()[place.page];
  if (page?.ref === undefined) {
    throw page === undefined
      ? new RangeError(`expected page ${place.page} to exist`)
      : new PdfError('pdf-not-signable', 'PDF 页面不是独立对象，不能续写');
  }
  const rectangle =
    place.box === undefined
      ? [0, 0, 0, 0]
      : stampRectangle(page, { ...place.box, picture: new Uint8Array(0) });
  const field = pdfDict({
    Type: pdfName('Annot'),
    Subtype: pdfName('Widget'),
    FT: pdfName('Sig'),
    T: pdfText(place.name),
    P: page.ref,
    Rect: rectangle,
    // Print and Locked
    F: 132,
    ...entries,
  });
  const ref = draft.add(field);
  draft.push(draft.edit(page.ref), 'Annots', ref);
  const form = draft.child(draft.catalog, 'AcroForm');
  draft.push(form, 'Fields', ref);
  form.set('SigFlags', 3);
  return field;
}

/** Refuses a file whose own structure is at fault: what one reader shows of it another may not. */
export function refuseUnsafe(file: PdfFile): void {
  file.pages();
  const fault = file.findings.find(({ severity }) => severity === 'error');
  if (fault !== undefined) {
    throw new PdfError('pdf-not-signable', `PDF 结构有问题，不能签署：${fault.message}`);
  }
  const form = file.dict(file.catalog, 'AcroForm');
  if (form !== undefined && file.resolve(form.get('XFA')) !== null) {
    throw new PdfError('pdf-not-signable', 'PDF 是动态（XFA）表单，显示的内容不受签名保护，不能签署');
  }
}

/** Refuses a signature that the seed value of its field forbids, or asks for something we do not know. */
export function refuseAgainstSeed(
  file: PdfFile,
  field: SignatureField,
  signing: { reason: string | undefined; digest: string },
): void {
  const seed = file.dict(field.dict, 'SV');
  if (seed === undefined) {
    return;
  }
  const flags = file.number(seed, 'Ff') ?? 0;
  const refuse = (what: string) => {
    throw new PdfError('pdf-not-signable', `签名域“${field.name}”对签名有要求，不能满足：${what}`);
  };
  if ((flags & ~KNOWN_REQUIREMENTS) !== 0) {
    refuse('其中有无法识别的要求');
  }
  const allows = (key: string, value: string): boolean => {
    const entry = file.resolve(seed.get(key));
    const values = Array.isArray(entry) ? entry.map((item) => file.resolve(item)) : [entry];
    const texts = values.flatMap((item) =>
      isName(item) ? [item.name] : isString(item) ? [textOf(item)] : [],
    );
    // Digests are written in either letter case.
    return entry === null || texts.some((text) => text.toUpperCase() === value.toUpperCase());
  };
  if ((flags & REQUIRED.filter) !== 0 && !allows('Filter', 'Adobe.PPKLite')) {
    refuse('签名程序');
  }
  if ((flags & REQUIRED.subFilter) !== 0 && !allows('SubFilter', 'ETSI.CAdES.detached')) {
    refuse('签名格式');
  }
  if ((flags & REQUIRED.reasons) !== 0 && !allows('Reasons', signing.reason ?? '')) {
    refuse('签署事由');
  }
  if ((flags & REQUIRED.digest) !== 0 && !allows('DigestMethod', signing.digest)) {
    refuse('摘要算法');
  }
}

/** The lock of a field as its signature must repeat it (12.8.2.4), and the level it sets. */
export function lockOf(file: PdfFile, field: SignatureField): PdfDict | undefined {
  const lock = file.dict(field.dict, 'Lock');
  return isDict(lock) ? lock : undefined;
}
