/**
 * Placing a signature in a PDF: PAdES baseline B-B and B-T (ETSI EN 319 142-1) as an incremental update (ISO 32000-1
 * 12.8), in two steps. `preparePdfSignature` fixes the bytes to be signed; the same input gives the same bytes, so a
 * retry signs nothing new. `completePdfSignature` puts the value in and never grows the file. Files of others are signed
 * in the same way: every earlier byte stays.
 *
 * A time-stamp comes with the value (third argument of `completePdfSignature`), or later (`pdf-time-stamp.ts`): signing
 * never waits for a clock.
 */
import {
  type FieldLock,
  fillByteRange,
  fillContents,
  type PdfDict,
  PdfError,
  type PdfFile,
  type PdfObject,
  type PdfRef,
  type PlacedPlaceholder,
  pdfBytes,
  pdfDict,
  pdfName,
  pdfText,
  RevisionDraft,
  readFieldLock,
  readPdf,
  type SignatureField,
  signatureFields,
} from '@yiwen/formats/pdf';
import { concat, hash, type SignerAlgorithm, utf8 } from '@yiwen/trust/crypto';
import { CMS_OID, digestOf, signedAttributes, signedData, withTimeStamp } from '@yiwen/trust/signatures';
import { type PdfStamp, StampDrawer, stampRectangle } from './pdf-appearance.ts';
import { addField, lockEntries, lockOf, refuseAgainstSeed } from './pdf-fields.ts';
import { refuseUnsignable } from './pdf-signable.ts';

/** What is to be signed by whom. Certificates DER; `time` Unix ms, the signer's claim (/M). */
export type PdfSigning = {
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  algorithm: SignerAlgorithm;
  time: number;
  /** Name of the signature field: an empty one of the file, or a new one. */
  fieldName: string;
  /** Shown by readers as the signer. */
  signerName: string;
  reason?: string;
  /**
   * What is shown. Of several the first is the field's own, the others are stamps on their pages (ISO 32000-1 12.7.4.5:
   * a signature field has one place only), and only a file nobody signed yet can take them. In a field of the file its
   * picture fills the field's box, wherever the stamp would stand.
   */
  stamp?: PdfStamp | readonly PdfStamp[];
  /** Makes it a certification: 1 nothing may change any more, 2 filling in and signing, 3 annotations too. The first signature only. */
  certification?: 1 | 2 | 3;
  /** Form fields that must not change from now on; a field of the file may have a lock of its own, which counts. */
  lock?: FieldLock;
  /** SM2 only: the container of GB/T 35275 (GM/T 0010) with its own object identifiers in place of the international one. */
  national?: boolean;
  /** Room for the value in bytes; 16,384 when left out, enough for two chains and a time-stamp. */
  contentsBytes?: number;
};

/** A laid-out file waiting for its signature value. `toBeSigned` are the CMS signed attributes, DER. */
export type PreparedPdfSignature = {
  toBeSigned: Uint8Array;
  bytes: Uint8Array;
  contents: PlacedPlaceholder;
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  algorithm: SignerAlgorithm;
  national: boolean;
};

const defaultRoom = 16_384;

/** `D:YYYYMMDDHHmmSS+08'00'`: Chinese time, as offices read it. */
function pdfDate(timeMs: number): string {
  const digits = new Date(timeMs + 8 * 3_600_000).toISOString().replace(/[-:T]|\.\d+Z/g, '');
  return `D:${digits}+08'00'`;
}

const DIGEST_NAME = { sha256: 'SHA256', sm3: 'SM3' } as const;

function stampsOf({ stamp }: PdfSigning): readonly PdfStamp[] {
  return stamp === undefined ? [] : 'page' in stamp ? [stamp] : stamp;
}

/**
 * Lays the signature out in a new revision. Throws PdfError for a file that cannot be read, or not be signed so
 * (`pdf-not-signable`, in words); RangeError for a stamp off its pages.
 */
export function preparePdfSignature(pdf: Uint8Array, signing: PdfSigning): PreparedPdfSignature {
  const file = readPdf(pdf);
  const { fields } = signatureFields(file);
  const field = fields.find(({ name }) => name === signing.fieldName);
  const stamps = stampsOf(signing);
  refuseUnsignable(file, fields, {
    fieldName: signing.fieldName,
    isCertification: signing.certification !== undefined,
    isVisible: stamps.length > 0,
    isRiding: stamps.length > 1,
  });
  const { certificate, chain, algorithm, national = false } = signing;
  if (national && algorithm !== 'sm2-sm3') {
    throw new RangeError(`expected SM2 for a container of GB/T 35275, found ${algorithm}`);
  }
  if (field !== undefined) {
    refuseAgainstSeed(file, field, {
      reason: signing.reason,
      digest: DIGEST_NAME[digestOf(algorithm)],
    });
  }
  const draft = new RevisionDraft(file);
  const signature = draft.reserve();
  const drawer = new StampDrawer(draft);
  const locked = field === undefined ? undefined : lockOf(file, field);
  draft.set(signature, signatureDictionary(signing, signature, { file, draft, locked }));
  if (field === undefined) {
    placeNewField(draft, drawer, signing, signature);
  } else {
    fillField(draft, drawer, field, { signature, stamp: stamps[0] });
  }
  for (const [i, stamp] of stamps.slice(1).entries()) {
    addStampAnnotation(draft, drawer, stamp, `${signing.fieldName}/${i + 2}`);
  }
  const { bytes, placeholders } = draft.append();
  const range = placeholders.get('range') as PlacedPlaceholder;
  const contents = placeholders.get('contents') as PlacedPlaceholder;
  const [, length, start2, length2] = fillByteRange(bytes, range, contents);
  const content = concat(bytes.subarray(0, length), bytes.subarray(start2, start2 + length2));
  const toBeSigned = signedAttributes({
    contentDigest: hash(digestOf(algorithm), content),
    certificate,
    algorithm,
    ...(national ? { contentType: CMS_OID.gmData } : {}),
  });
  return { toBeSigned, bytes, contents, certificate, chain, algorithm, national };
}

function signatureDictionary(
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

function placeNewField(
  draft: RevisionDraft,
  drawer: StampDrawer,
  signing: PdfSigning,
  signature: PdfRef,
): void {
  const [stamp] = stampsOf(signing);
  const field = addField(
    draft,
    { name: signing.fieldName, page: stamp?.page ?? 0, box: stamp },
    {
      V: signature,
      Lock: signing.lock && pdfDict({ Type: pdfName('SigFieldLock'), ...lockEntries(signing.lock) }),
    },
  );
  if (stamp !== undefined) {
    field.set('AP', drawStamp(draft, drawer, stamp));
  }
}

/** The appearance of a stamp at its own size on its own page. */
function drawStamp(draft: RevisionDraft, drawer: StampDrawer, stamp: PdfStamp): PdfObject {
  const page = draft.file.pages()[stamp.page];
  if (page === undefined) {
    throw new RangeError(`expected page ${stamp.page} to exist`);
  }
  return drawer.draw(stamp, boxOf(stampRectangle(page, stamp), page.rotate));
}

/** A rectangle of the page's own space as its reader sees it. */
function boxOf(rectangle: readonly number[], rotate: number) {
  const [x0, y0, x1, y1] = rectangle as [number, number, number, number];
  const turned = rotate === 90 || rotate === 270;
  return {
    widthPt: turned ? y1 - y0 : x1 - x0,
    heightPt: turned ? x1 - x0 : y1 - y0,
    rotate,
  };
}

/** Signs in an empty field of the file: its value, and the picture in its box where it has one. */
function fillField(
  draft: RevisionDraft,
  drawer: StampDrawer,
  field: SignatureField,
  { signature, stamp }: { signature: PdfRef; stamp: PdfStamp | undefined },
): void {
  if (field.ref === undefined) {
    throw new PdfError('pdf-not-signable', '签名域不是独立对象，不能签署');
  }
  draft.edit(field.ref).set('V', signature);
  draft.child(draft.catalog, 'AcroForm').set('SigFlags', 3);
  const [widget] = field.widgets;
  const box = widget?.rect;
  if (stamp === undefined || box === undefined || box[0] === box[2] || box[1] === box[3]) {
    return;
  }
  const page = draft.file.pages()[widget?.pageIndex ?? -1];
  if (page === undefined || widget?.ref === undefined) {
    throw new PdfError('pdf-not-signable', '签名域不在任何一页上，不能放置图案');
  }
  const dict = draft.edit(widget.ref);
  dict.set('AP', drawer.draw(stamp, boxOf(box, page.rotate)));
  dict.set('F', 132);
}

/** A further place of the same signature: a locked stamp on its page. */
function addStampAnnotation(draft: RevisionDraft, drawer: StampDrawer, stamp: PdfStamp, name: string): void {
  const page = draft.file.pages()[stamp.page];
  if (page?.ref === undefined) {
    throw new RangeError(`expected page ${stamp.page} to exist`);
  }
  const annotation = draft.add(
    pdfDict({
      Type: pdfName('Annot'),
      Subtype: pdfName('Stamp'),
      Rect: stampRectangle(page, stamp),
      P: page.ref,
      NM: pdfText(name),
      // Print, ReadOnly, Locked and LockedContents
      F: 4 + 64 + 128 + 512,
      AP: drawStamp(draft, drawer, stamp),
    }),
  );
  draft.push(draft.edit(page.ref), 'Annots', annotation);
}

/**
 * The signed file. `signature` is the value over `prepared.toBeSigned` in the form of its algorithm; `timeStamp` a token
 * over that value (RFC 3161), if one is at hand already. Throws PdfError when the CMS does not fit into the room kept for it.
 */
export function completePdfSignature(
  prepared: PreparedPdfSignature,
  signature: Uint8Array,
  timeStamp?: Uint8Array,
): Uint8Array {
  const { certificate, chain, algorithm, toBeSigned, national } = prepared;
  const cms = signedData({ attributes: toBeSigned, signature, certificate, chain, algorithm, gm: national });
  const bytes = prepared.bytes.slice();
  fillContents(bytes, prepared.contents, timeStamp === undefined ? cms : withTimeStamp(cms, timeStamp));
  return bytes;
}
