/** The table of contents of an OFD (GB/T 33190 7.8) as lines with the places they lead to. */
import type { OfdAction, OfdBody, OfdDocument, OutlineElement } from '@yiwen/formats/ofd';
import type { OutlineLine, PageGoal } from '../page-source.ts';

const MOST_LINES = 5000;
const DEEPEST = 12;

/** Lines of all documents of the package, and where each leads; a line without a known page leads nowhere. */
export function ofdOutline(document: OfdDocument): {
  outline: OutlineLine[];
  goals: Record<string, PageGoal>;
} {
  const goals: Record<string, PageGoal> = {};
  let lines = 0;
  const convert = (
    elements: readonly OutlineElement[],
    places: Places,
    firstPage: number,
    depth: number,
  ): OutlineLine[] =>
    elements.flatMap((element) => {
      lines += 1;
      if (lines > MOST_LINES || depth > DEEPEST) {
        return [];
      }
      const key = String(lines);
      const goal = goalOf(element.actions, places, firstPage);
      if (goal !== null) {
        goals[key] = goal;
      }
      const children = convert(element.children, places, firstPage, depth + 1);
      return [{ key, title: element.title.trim(), open: element.expanded, children }];
    });
  let firstPage = 0;
  const outline: OutlineLine[] = [];
  for (const body of document.docs) {
    outline.push(...convert(body.outlines, placesOf(body), firstPage, 0));
    firstPage += body.pages.length;
  }
  return { outline, goals };
}

/** Bookmarks by name and pages by id, of several alike the first: every line of a long outline asks. */
type Places = {
  readonly body: OfdBody;
  readonly bookmarks: ReadonlyMap<string | undefined, OfdBody['bookmarks'][number]>;
  readonly pages: ReadonlyMap<string | undefined, number>;
};

function placesOf(body: OfdBody): Places {
  return {
    body,
    bookmarks: new Map([...body.bookmarks].reverse().map((bookmark) => [bookmark.name, bookmark])),
    pages: new Map([...body.pages.entries()].reverse().map(([index, { id }]) => [id, index])),
  };
}

function goalOf(actions: readonly OfdAction[], places: Places, firstPage: number): PageGoal | null {
  for (const action of actions) {
    if (action.kind === 'goto') {
      const destination = action.destination ?? places.bookmarks.get(action.bookmark)?.destination;
      const page = places.pages.get(destination?.pageId);
      if (destination && page !== undefined) {
        const top = destination.topMm ?? 0;
        const edge = places.body.pages[page]?.area.yMm ?? 0;
        return { page: firstPage + page, yMm: Math.max(0, top - edge) };
      }
    }
  }
  return null;
}
