/** Where a signature stands: a field of its own, an empty one of the file, and further stamps. */
import {
  PdfError,
  type PdfObject,
  type PdfRef,
  pdfDict,
  pdfName,
  pdfText,
  type RevisionDraft,
  type SignatureField,
} from '@yiwen/formats/pdf';
import { type PdfStamp, type StampDrawer, stampRectangle } from './pdf-appearance.ts';
import { addField, lockEntries } from './pdf-fields.ts';
import type { PdfSigning } from './pdf-signature.ts';

/** Adds a field for the signature, showing the stamp if there is one. */
export function placeNewField(
  draft: RevisionDraft,
  drawer: StampDrawer,
  signing: PdfSigning,
  { signature, stamp }: { signature: PdfRef; stamp: PdfStamp | undefined },
): void {
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
export function fillField(
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
export function addStampAnnotation(
  draft: RevisionDraft,
  drawer: StampDrawer,
  stamp: PdfStamp,
  name: string,
): void {
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
