/** The table of contents (GB/T 33190 7.8) as a PDF outline (ISO 32000-1 12.3.3). */
import type { OfdDocument, OutlineElement } from '../../ofd/index.ts';
import { type PdfDict, type PdfRef, pdfDict, pdfName, pdfText } from '../../pdf/index.ts';
import type { Destinations } from './destinations.ts';
import { sound } from './metadata.ts';
import type { PdfOutput } from './pdf-output.ts';

const mostItems = 20_000;
const deepest = 32;

type Entry = { readonly element: OutlineElement; readonly doc: number };

/** The outline of all documents one after another; undefined when there is none. */
export function writeOutline(
  output: PdfOutput,
  document: OfdDocument,
  destinations: Destinations,
): PdfRef | undefined {
  const entries = document.docs.flatMap((body, doc) => body.outlines.map((element) => ({ element, doc })));
  if (entries.length === 0) {
    return undefined;
  }
  let left = mostItems;
  /** Writes siblings; returns their chain and how many items are visible. */
  const siblings = (
    list: readonly Entry[],
    parent: PdfRef,
    depth: number,
  ): { ends?: [PdfRef, PdfRef]; shown: number } => {
    const taken = depth > deepest ? [] : list.slice(0, left);
    left -= taken.length;
    const refs = taken.map(() => output.reserve());
    let shown = taken.length;
    for (const [index, { element, doc }] of taken.entries()) {
      const ref = refs[index]!;
      const below = siblings(
        element.children.map((child) => ({ element: child, doc })),
        ref,
        depth + 1,
      );
      shown += element.expanded ? below.shown : 0;
      const dict: PdfDict = pdfDict({
        Title: pdfText(sound(element.title) || ' '),
        Parent: parent,
        Prev: refs[index - 1],
        Next: refs[index + 1],
        First: below.ends?.[0],
        Last: below.ends?.[1],
        Count: below.ends && (element.expanded ? below.shown : -below.shown),
        A: destinations.action(element.actions, doc),
      });
      output.set(ref, dict);
    }
    const [first] = refs;
    return first ? { ends: [first, refs.at(-1)!], shown } : { shown: 0 };
  };
  const root = output.reserve();
  const { ends, shown } = siblings(entries, root, 0);
  output.set(root, pdfDict({ Type: pdfName('Outlines'), First: ends?.[0], Last: ends?.[1], Count: shown }));
  return root;
}
