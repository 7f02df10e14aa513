/** Outlines, bookmarks, permissions and view preferences of Document.xml (GB/T 33190 7.6–7.8, 7.11). */
import { attr, child, children, childText, type XmlElement } from '../../container/index.ts';
import type { Bookmark, OutlineElement, Permissions, ViewPreferences } from '../model/read-types.ts';
import { readActions, readDestination } from './read-actions.ts';
import type { ReadContext } from './read-context.ts';
import { attrText, readBoolean, readNumber } from './read-values.ts';

const mostOutlines = 20_000;
const deepestOutline = 32;
const mostBookmarks = 20_000;

/** The table of contents; what is nested deeper or more than anyone could read is left out with a finding. */
export function readOutlines(document: XmlElement, holder: string, context: ReadContext): OutlineElement[] {
  let count = 0;
  let left = 0;
  const read = (parent: XmlElement, depth: number): OutlineElement[] =>
    children(parent, 'OutlineElem').flatMap((element) => {
      count += 1;
      if (count > mostOutlines || depth > deepestOutline) {
        left += 1;
        return [];
      }
      return [
        {
          title: attrText(element, 'Title'),
          expanded: readBoolean(attr(element, 'Expanded'), true),
          actions: readActions(element),
          children: read(element, depth + 1),
        },
      ];
    });
  const outlines = children(document, 'Outlines').flatMap((list) => read(list, 1));
  if (left > 0) {
    context.note('too-many-outlines', 'warning', holder, '大纲过多或过深，其余未读取', `${left}`);
  }
  return outlines;
}

/** Named places; those without a destination are left out with a finding. */
export function readBookmarks(document: XmlElement, holder: string, context: ReadContext): Bookmark[] {
  return children(document, 'Bookmarks')
    .flatMap((list) => children(list, 'Bookmark'))
    .slice(0, mostBookmarks)
    .flatMap((element) => {
      const destination = readDestination(child(element, 'Dest'));
      if (!destination) {
        context.note('bad-bookmark', 'info', holder, '书签没有指明位置', attrText(element, 'Name'));
        return [];
      }
      return [{ name: attrText(element, 'Name'), destination }];
    });
}

/** What the producer asks readers to allow; undefined when the document says nothing. */
export function readPermissions(document: XmlElement): Permissions | undefined {
  const element = child(document, 'Permissions');
  if (!element) {
    return undefined;
  }
  const allows = (name: string): boolean => readBoolean(childText(element, name), true);
  const print = child(element, 'Print');
  const period = child(element, 'ValidPeriod');
  const validFrom = period && attr(period, 'StartDate');
  const validUntil = period && attr(period, 'EndDate');
  return {
    edit: allows('Edit'),
    annot: allows('Annot'),
    export: allows('Export'),
    signature: allows('Signature'),
    watermark: allows('Watermark'),
    printScreen: allows('PrintScreen'),
    print: {
      printable: readBoolean(print && attr(print, 'Printable'), true),
      copies: Math.floor(readNumber(print && attr(print, 'Copies')) ?? -1),
    },
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}

/** How the document asks to be opened; undefined when it says nothing. */
export function readViewPreferences(document: XmlElement): ViewPreferences | undefined {
  const element = child(document, 'VPreferences');
  if (!element) {
    return undefined;
  }
  const zoomMode = childText(element, 'ZoomMode');
  const zoom = readNumber(childText(element, 'Zoom'));
  return {
    pageMode: childText(element, 'PageMode') ?? 'None',
    pageLayout: childText(element, 'PageLayout') ?? 'OneColumn',
    tabDisplay: childText(element, 'TabDisplay') ?? 'DocTitle',
    hideToolbar: readBoolean(childText(element, 'HideToolbar'), false),
    hideMenubar: readBoolean(childText(element, 'HideMenubar'), false),
    hideWindowUI: readBoolean(childText(element, 'HideWindowUI'), false),
    ...(zoomMode === undefined ? {} : { zoomMode }),
    ...(zoom === undefined ? {} : { zoom }),
  };
}
