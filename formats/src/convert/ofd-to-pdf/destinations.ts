/** Places to go to (GB/T 33190 14.3.2) as PDF destinations. */
import { applyTo } from '../../drawing/index.ts';
import type { Destination, OfdAction, OfdDocument } from '../../ofd/index.ts';
import { type PdfDict, type PdfObject, pdfBytes, pdfDict, pdfName } from '../../pdf/index.ts';
import { isLinkAddress } from '../link-address.ts';
import type { Notes } from '../pdf-to-ofd/notes.ts';
import { written } from './content-numbers.ts';
import type { PageFrame } from './page-frame.ts';

/** Turns actions of one document of the package into PDF actions and destinations. */
export class Destinations {
  readonly #document: OfdDocument;
  readonly #frames: readonly PageFrame[];
  /** By document and page id. */
  readonly #pages = new Map<string, number>();
  readonly #named = new Map<number, ReadonlyMap<string, Destination | undefined>>();

  readonly #notes: Notes;

  constructor(document: OfdDocument, frames: readonly PageFrame[], notes: Notes) {
    this.#document = document;
    this.#notes = notes;
    this.#frames = frames;
    for (const [index, page] of document.pages.entries()) {
      const key = `${page.doc} ${page.id}`;
      if (!this.#pages.has(key)) {
        this.#pages.set(key, index);
      }
    }
  }

  /** The PDF action of the first action a click answers with; undefined when there is none PDF may have. */
  action(actions: readonly OfdAction[], doc: number): PdfDict | undefined {
    for (const action of actions) {
      if (action.kind === 'goto') {
        const place = this.destination(action, doc);
        if (place) {
          return pdfDict({ S: pdfName('GoTo'), D: place });
        }
      } else if (action.kind === 'uri' && action.uri !== '') {
        const address = addressOf(action.base, action.uri);
        if (isLinkAddress(address)) {
          return pdfDict({ S: pdfName('URI'), URI: uriText(address) });
        }
      }
    }
    const [first] = actions;
    if (first?.kind === 'goto') {
      this.#notes.add('pdf-target-missing', 'info', '链接或目录指向的页面不存在，点击无效');
    } else if (first) {
      this.#notes.add('pdf-action-dropped', 'info', '点击动作没有转换', first.kind);
    }
    return undefined;
  }

  destination(action: OfdAction, doc: number): PdfObject[] | undefined {
    if (action.kind !== 'goto') {
      return undefined;
    }
    const place = action.destination ?? this.#bookmarks(doc).get(action.bookmark);
    const index = place && this.#pages.get(`${doc} ${place.pageId}`);
    return place && index !== undefined ? this.#explicit(place, this.#frames[index]!) : undefined;
  }

  /** Looked up once a link, so kept by name; the first of a name counts. */
  #bookmarks(doc: number): ReadonlyMap<string | undefined, Destination | undefined> {
    let named = this.#named.get(doc);
    if (named === undefined) {
      const bookmarks = this.#document.docs[doc]?.bookmarks ?? [];
      named = new Map([...bookmarks].reverse().map(({ name, destination }) => [name, destination]));
      this.#named.set(doc, named);
    }
    return named;
  }

  #explicit(place: Destination, frame: PageFrame): PdfObject[] {
    const at = (xMm: number, yMm: number): [number, number] => {
      const [x, y] = applyTo(frame.matrix, xMm, yMm);
      return [Number(written(x)), Number(written(y))];
    };
    const [left, top] = at(place.leftMm ?? 0, place.topMm ?? 0);
    switch (place.type) {
      case 'XYZ':
        return [
          frame.ref,
          pdfName('XYZ'),
          place.leftMm === undefined ? null : left,
          place.topMm === undefined ? null : top,
          place.zoom && place.zoom > 0 && place.zoom < 64 ? Number(written(place.zoom)) : 0,
        ];
      case 'FitH':
        return [frame.ref, pdfName('FitH'), place.topMm === undefined ? null : top];
      case 'FitV':
        return [frame.ref, pdfName('FitV'), place.leftMm === undefined ? null : left];
      case 'FitR': {
        const [right, bottom] = at(place.rightMm ?? 0, place.bottomMm ?? 0);
        return [
          frame.ref,
          pdfName('FitR'),
          Math.min(left, right),
          Math.min(top, bottom),
          Math.max(left, right),
          Math.max(top, bottom),
        ];
      }
      default:
        return [frame.ref, pdfName('Fit')];
    }
  }
}

function addressOf(base: string, uri: string): string {
  return (/^[a-z][a-z0-9+.-]*:/i.test(uri) ? uri : `${base}${uri}`).slice(0, 2000);
}

/** 7-bit text; everything else percent-encoded as UTF-8. */
function uriText(address: string) {
  const plain = Array.from(new TextEncoder().encode(address), (byte) =>
    byte > 0x20 && byte < 0x7f
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
  return pdfBytes(new TextEncoder().encode(plain), false);
}
