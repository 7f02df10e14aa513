/** Jumps of page objects as link annotations (GB/T 42133 6.3.3 b). */
import { attr, child, type XmlElement } from '../../container/index.ts';
import type { BoxMm } from '../../drawing/index.ts';
import type { ActionSpec, AnnotationSpec, DestinationSpec } from '../model/build-types.ts';
import { readNumber, readWord } from '../reading/read-values.ts';

/** A link over `boundary` that does what the Goto action did; nothing for an action without a place to go. */
export function linkFor(
  action: XmlElement,
  boundary: BoxMm,
  pages: readonly string[],
  today: string,
): AnnotationSpec | undefined {
  const jump = jumpOf(action, pages);
  return jump
    ? {
        type: 'Link',
        creator: '',
        lastModDate: today,
        noZoom: true,
        noRotate: true,
        readOnly: true,
        boundary,
        actions: [jump],
      }
    : undefined;
}

function jumpOf(action: XmlElement, pages: readonly string[]): ActionSpec | undefined {
  const jump = child(action, 'Goto');
  const bookmark = jump && child(jump, 'Bookmark');
  const target = jump && child(jump, 'Dest');
  if (bookmark) {
    return { kind: 'goto', bookmark: attr(bookmark, 'Name') ?? '' };
  }
  const page = target ? pages.indexOf(attr(target, 'PageID') ?? '') : -1;
  if (!target || page < 0) {
    return undefined;
  }
  const lengths = { leftMm: 'Left', topMm: 'Top', rightMm: 'Right', bottomMm: 'Bottom', zoom: 'Zoom' };
  const destination: DestinationSpec = {
    type: readWord(attr(target, 'Type'), ['XYZ', 'Fit', 'FitH', 'FitV', 'FitR']) ?? 'Fit',
    page,
    ...Object.fromEntries(
      Object.entries(lengths).flatMap(([key, name]) => {
        const value = readNumber(attr(target, name));
        return value === undefined ? [] : [[key, value]];
      }),
    ),
  };
  return { kind: 'goto', destination };
}
