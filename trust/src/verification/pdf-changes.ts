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
import { isRef, type PdfDict, type PdfFile, type PdfObject } from '@yiwen/formats/pdf';
import { FieldComparison } from './pdf-field-changes.ts';
import { ObjectComparison } from './pdf-object-comparison.ts';
import { checkStampsOnPage, earlierStamps, type PlacedStamp } from './pdf-stamp-places.ts';

/** The answer: `modified` outweighs `form-filled`. */
export type PdfChangesAfter = {
  kind: 'none' | 'form-filled' | 'modified';
  /** Somebody else signed afterwards (time-stamps of the document do not count). */
  signed: boolean;
  /** Full names of fields that were filled, and of empty signature fields that were signed. */
  changedFields: readonly string[];
  /** A field that shows something was added. */
  addedVisibleField: boolean;
  findings: Finding[];
};

const catalogMayChange = new Set(['DSS', 'Extensions', 'Metadata', 'AcroForm', 'Pages', 'Version']);
/** Entries of the Info dictionary that saving again changes by itself; nothing of a report is taken from them. */
const infoMayChange = new Set(['ModDate', 'CreationDate', 'Producer']);

function compareCatalogs(states: ObjectComparison): void {
  const [before, after] = [states.old.catalog, states.now.catalog];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    if (!catalogMayChange.has(key) && !states.same(before.get(key), after.get(key), key)) {
      states.fault('pdf-catalog-changed', '签署之后文件的总目录被改动', `/${key}`);
    }
  }
}

/** What a report shows of the file (title, author, subject, keywords) stands in the Info dictionary. */
function compareInfo(states: ObjectComparison): void {
  const before = states.old.dict(states.old.trailer, 'Info');
  const after = states.now.dict(states.now.trailer, 'Info');
  for (const key of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
    if (!infoMayChange.has(key) && !states.same(before?.get(key), after?.get(key))) {
      states.fault('pdf-info-changed', '签署之后文件的标题等信息被改动', `/Info /${key}`);
    }
  }
}

function compareAnnotations(
  states: ObjectComparison,
  { before, after, place }: { before: readonly PdfObject[]; after: readonly PdfObject[]; place: string },
): void {
  if (after.length !== before.length) {
    states.fault('pdf-annotation-changed', '签署之后页面批注有增减', place);
    return;
  }
  for (const [i, item] of before.entries()) {
    const other = after[i];
    const isField = isRef(item) && isRef(other) && item.num === other.num && states.special.has(item.num);
    if (!isField && !states.same(item, other, 'Annots')) {
      states.fault('pdf-annotation-changed', '签署之后页面批注被改动', place);
    }
  }
}

function comparePages(states: ObjectComparison, fields: FieldComparison): void {
  const [oldPages, nowPages] = [states.old.pages(), states.now.pages()];
  if (oldPages.length !== nowPages.length) {
    states.fault('pdf-pages-changed', `签署之后页数从 ${oldPages.length} 变为 ${nowPages.length}`);
  }
  const stamps: readonly PlacedStamp[] = fields.newFields.size === 0 ? [] : earlierStamps(states.old);
  for (const [index, page] of oldPages.entries()) {
    const other = nowPages[index];
    if (other === undefined) {
      continue;
    }
    const place = `第 ${index + 1} 页`;
    comparePageEntries(states, page.dict, other.dict, place);
    const items = states.now.array(other.dict, 'Annots') ?? [];
    const isNew = (item: PdfObject) => isRef(item) && fields.newFields.has(item.num);
    compareAnnotations(states, {
      before: states.old.array(page.dict, 'Annots') ?? [],
      after: items.filter((item) => !isNew(item)),
      place,
    });
    checkStampsOnPage(states, other, { added: items.filter(isNew), earlier: stamps });
    const isInheritedSame =
      states.same(page.resources, other.resources) &&
      page.mediaBox.every((v, i) => v === other.mediaBox[i]) &&
      page.cropBox.every((v, i) => v === other.cropBox[i]) &&
      page.rotate === other.rotate &&
      page.userUnit === other.userUnit;
    if (!isInheritedSame) {
      states.fault('pdf-page-changed', '签署之后页面的资源或尺寸被改动', place);
    }
  }
}

function comparePageEntries(states: ObjectComparison, old: PdfDict, now: PdfDict, place: string): void {
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    if (key !== 'Annots' && key !== 'Parent' && !states.same(old.get(key), now.get(key), key)) {
      states.fault('pdf-page-changed', '签署之后页面内容被改动', `${place} /${key}`);
    }
  }
}

/** Pages and catalog as special objects, where both states have them under one number. */
function noteSpecial(states: ObjectComparison): void {
  const nowPages = states.now.pages();
  for (const [index, page] of states.old.pages().entries()) {
    // A page moved onto the number of something signed would take that thing's place unseen.
    if (page.ref !== undefined && page.ref.num === nowPages[index]?.ref?.num) {
      states.special.add(page.ref.num);
    }
  }
  const [oldRoot, nowRoot] = [states.old.trailer.get('Root'), states.now.trailer.get('Root')];
  if (oldRoot !== undefined && nowRoot !== undefined && isRef(oldRoot) && isRef(nowRoot)) {
    if (oldRoot.num === nowRoot.num) {
      states.special.add(oldRoot.num);
    }
  }
}

/** Compares the state a signature covers with the file as it is shown. Throws PdfError when a page tree is broken. */
export function changesAfter(signed: PdfFile, shown: PdfFile): PdfChangesAfter {
  const states = new ObjectComparison(signed, shown);
  const fields = new FieldComparison(states);
  noteSpecial(states);
  fields.run();
  compareInfo(states);
  compareCatalogs(states);
  comparePages(states, fields);
  return {
    kind: states.modified ? 'modified' : fields.formFilled ? 'form-filled' : 'none',
    signed: fields.signed,
    changedFields: fields.changedFields,
    addedVisibleField: fields.addedVisibleField,
    findings: states.findings,
  };
}
