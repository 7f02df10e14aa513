/** Actions that stay inside the document, and whether their targets exist (GB/T 42133 6.2.5, 6.9). */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import type { ArchiveParts } from './archive-parts.ts';

export type ActionKind = 'goto' | 'lost' | 'other';

/** Judges actions of one document: `lost` is a jump whose page or bookmark does not exist. */
export function actionJudge(parts: ArchiveParts): (action: XmlElement) => ActionKind {
  const pages = parts.pageIds;
  const list = parts.root && child(parts.root, 'Bookmarks');
  const leads = (holder: XmlElement): boolean => {
    const destination = child(holder, 'Dest');
    return destination !== undefined && pages.has(attr(destination, 'PageID') ?? '');
  };
  const bookmarks = new Set(
    (list ? children(list, 'Bookmark') : []).filter(leads).map((bookmark) => attr(bookmark, 'Name')),
  );
  return (action) => {
    const jump = child(action, 'Goto');
    if (!jump) {
      return 'other';
    }
    const bookmark = child(jump, 'Bookmark');
    const exists = bookmark ? bookmarks.has(attr(bookmark, 'Name')) : leads(jump);
    return exists ? 'goto' : 'lost';
  };
}

/** The Action elements of an element's Actions. */
export function actionsOf(element: XmlElement): XmlElement[] {
  return children(element, 'Actions').flatMap((list) => children(list, 'Action'));
}
