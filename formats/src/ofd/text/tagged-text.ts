/** What custom tags say: the text of the page objects they point at, and where it stands (GB/T 33190 clause 16). */
import type { BoxMm } from '../../drawing/index.ts';
import type { OfdDocument, OfdTag } from '../model/read-types.ts';
import { addObjectRuns } from './object-runs.ts';
import { textBudget, visitTexts } from './page-runs.ts';
import type { TextRun } from './text-run.ts';

/** An element of a custom tag with its text; of official documents 标题, 发文字号, 主送机关 and so on. */
export type TaggedText = {
  readonly typeId: string;
  /** Element names from below the root, e.g. 公文体 / 版头 / 发文字号 / 年份. */
  readonly path: readonly string[];
  /** The texts it points at, in order; or what is written in the tag itself when it points at none. */
  readonly text: string;
  /** A box for every stretch of text it points at; `page` is 0-based over all documents. */
  readonly boxes: readonly { readonly page: number; readonly box: BoxMm }[];
};

type Pointed = { text: string; boxes: { page: number; box: BoxMm }[] };

/** Every element of every custom tag, in document order. Grouping elements hold what their parts hold. */
export function taggedTexts(document: OfdDocument): TaggedText[] {
  return document.docs.flatMap((_, doc) => {
    const tags = document.docs[doc]!.tags;
    const objects = objectTexts(document, doc, tags);
    return tags.map((tag) => {
      const pointed = tag.objects.map((ref) => objects.get(`${ref.pageId}#${ref.objectId}`));
      const text = pointed.map((each) => each?.text ?? '').join('');
      return {
        typeId: tag.typeId,
        path: tag.path,
        text: text === '' ? tag.text : text,
        boxes: pointed.flatMap((each) => each?.boxes ?? []),
      };
    });
  });
}

/**
 * Values of custom tags by element name, e.g. 标题, 发文字号. Of repeated names the first is kept; grouping elements
 * are values too, joined from their parts.
 */
export function tagValues(document: OfdDocument): Record<string, string> {
  const values = new Map<string, string>();
  for (const { path, text } of taggedTexts(document)) {
    const name = path.at(-1)!;
    if (!values.has(name)) {
      values.set(name, text);
    }
  }
  return Object.fromEntries(values);
}

/** Text and boxes of the objects that tags point at, by page id and object id; only pages pointed at are read. */
function objectTexts(document: OfdDocument, doc: number, tags: readonly OfdTag[]): Map<string, Pointed> {
  const wanted = new Set(tags.flatMap((tag) => tag.objects.map((ref) => ref.pageId)));
  const objects = new Map<string, Pointed>();
  const seen = new Set<string>();
  const budget = textBudget('all');
  for (const [index, page] of document.pages.entries()) {
    if (page.doc !== doc || !wanted.has(page.id) || seen.has(page.id)) {
      continue;
    }
    seen.add(page.id);
    const ofTemplates = new Map<string, Pointed>();
    visitTexts(document, page, index, budget, (object, place, font) => {
      const texts = place.source === 'template' ? ofTemplates : objects;
      const key = `${page.id}#${object.id}`;
      if (place.source !== 'annotation' && !texts.has(key)) {
        const runs: TextRun[] = [];
        addObjectRuns(object, place, font, runs);
        texts.set(key, {
          text: runs.map((run) => run.text).join(''),
          boxes: runs.map((run) => ({ page: index, box: run.box })),
        });
      }
    });
    for (const [key, pointed] of ofTemplates) {
      if (!objects.has(key)) {
        objects.set(key, pointed);
      }
    }
  }
  return objects;
}
