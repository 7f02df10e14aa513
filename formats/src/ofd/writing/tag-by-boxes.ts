import { applyTo, type BoxMm, identity } from '../../drawing/index.ts';
import type { OfficialTag, PageObjectSpec, PageSpec } from '../model/build-types.ts';

/** Where an element of the official document was laid out. `page` is 0-based. */
export type TaggedBox = { readonly tag: OfficialTag; readonly page: number; readonly box: BoxMm };

/**
 * Gives untagged text objects the tag of the first box that holds the origin of their first run. For layouts
 * that know where each element went but not which text objects it became (a PDF taken over as OFD).
 */
export function tagByBoxes(pages: readonly PageSpec[], boxes: readonly TaggedBox[]): PageSpec[] {
  return pages.map((page, index) => {
    const onPage = boxes.filter((candidate) => candidate.page === index);
    return { ...page, objects: page.objects.map((object) => withTag(object, onPage)) };
  });
}

function withTag(object: PageObjectSpec, boxes: readonly TaggedBox[]): PageObjectSpec {
  const origin = object.kind === 'text' && object.tag === undefined ? firstOrigin(object) : undefined;
  const hit = origin && boxes.find(({ box }) => holds(box, origin));
  return hit ? { ...object, tag: hit.tag } : object;
}

function firstOrigin(object: PageObjectSpec & { kind: 'text' }): readonly [number, number] | undefined {
  const run = object.runs[0];
  if (!run) {
    return undefined;
  }
  return applyTo(object.ctm ?? identity, run.xMm, run.yMm);
}

function holds(box: BoxMm, [x, y]: readonly [number, number]): boolean {
  return x >= box.xMm && y >= box.yMm && x <= box.xMm + box.widthMm && y <= box.yMm + box.heightMm;
}
