/**
 * The pages that show a signature: where its field stands, and where stamps of it do. A field has one place only
 * (ISO 32000-1 12.7.4.5), so further ones are stamps named after the field: `name/2`, `name/3` … (decision 0097). The name is
 * no proof of anything; a stamp that was added after signing is found as a change.
 */
import { isDict, isName, isString, type PdfFile, type SignatureField, textOf } from '@yiwen/formats/pdf';

/** Pages (from 0) by the name of the field whose stamps they show. */
export function stampPages(file: PdfFile): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  for (const page of file.pages()) {
    for (const item of file.array(page.dict, 'Annots') ?? []) {
      const annotation = file.resolve(item);
      const name = isDict(annotation) ? file.resolve(annotation.get('NM')) : null;
      if (isDict(annotation) && isString(name) && isName(file.resolve(annotation.get('Subtype')), 'Stamp')) {
        const field = /^(.+)\/\d{1,5}$/s.exec(textOf(name))?.[1];
        if (field !== undefined) {
          found.set(field, (found.get(field) ?? new Set()).add(page.index));
        }
      }
    }
  }
  return found;
}

/** Pages of one signature, in order. `stamps` as `stampPages` answers. */
export function pagesOf(field: SignatureField, stamps: ReadonlyMap<string, ReadonlySet<number>>): number[] {
  const own = field.widgets.flatMap(({ pageIndex }) => (pageIndex === undefined ? [] : [pageIndex]));
  return [...new Set([...own, ...(stamps.get(field.name) ?? [])])].sort((a, b) => a - b);
}
