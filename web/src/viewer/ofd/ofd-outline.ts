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
    body: OfdBody,
    firstPage: number,
    depth: number,
  ): OutlineLine[] =>
    elements.flatMap((element) => {
      lines += 1;
      if (lines > MOST_LINES || depth > DEEPEST) {
        return [];
      }
      const key = String(lines);
      const goal = goalOf(element.actions, body, firstPage);
      if (goal !== null) {
        goals[key] = goal;
      }
      const children = convert(element.children, body, firstPage, depth + 1);
      return [{ key, title: element.title.trim(), open: element.expanded, children }];
    });
  let firstPage = 0;
  const outline: OutlineLine[] = [];
  for (const body of document.docs) {
    outline.push(...convert(body.outlines, body, firstPage, 0));
    firstPage += body.pages.length;
  }
  return { outline, goals };
}

function goalOf(actions: readonly OfdAction[], body: OfdBody, firstPage: number): PageGoal | null {
  for (const action of actions) {
    if (action.kind === 'goto') {
      const destination =
        action.destination ?? body.bookmarks.find(({ name }) => name === action.bookmark)?.destination;
      const page = body.pages.findIndex(({ id }) => id === destination?.pageId);
      if (destination && page >= 0) {
        const top = destination.topMm ?? 0;
        return { page: firstPage + page, yMm: Math.max(0, top - (body.pages[page]?.area.yMm ?? 0)) };
      }
    }
  }
  return null;
}
