import type { ActionSpec, DestinationSpec } from '../../../ofd/index.ts';
import {
  isDict,
  isName,
  isRef,
  isString,
  type PdfDict,
  type PdfFile,
  type PdfObject,
  textOf,
} from '../../../pdf/index.ts';
import { isLinkAddress } from '../../link-address.ts';
import { transform } from '../matrix.ts';
import type { Notes } from '../notes.ts';
import { type PageGeometry, pageGeometry } from '../page-geometry.ts';
import { bytesKey, nameTree } from './name-tree.ts';

const longestUri = 4096;

/** Destinations and actions of a PDF (ISO 32000-1 12.3.2, 12.6) as those of an OFD. */
export class Destinations {
  readonly #file: PdfFile;
  readonly #notes: Notes;
  readonly #geometries: readonly PageGeometry[];
  readonly #pageOf = new Map<number, number>();
  #named: Map<string, PdfObject> | undefined;

  constructor(file: PdfFile, notes: Notes) {
    this.#file = file;
    this.#notes = notes;
    const pages = file.pages();
    this.#geometries = pages.map(pageGeometry);
    for (const { ref, index } of pages) {
      if (ref !== undefined) {
        this.#pageOf.set(ref.num, index);
      }
    }
  }

  /** What a link or outline line does by its /Dest or /A; empty when OFD has nothing like it (noted). */
  actionsOf(dict: PdfDict): ActionSpec[] {
    const given = this.#file.resolve(dict.get('Dest'));
    const action = this.#file.dict(dict, 'A');
    if (given !== null) {
      return this.#goto(given);
    }
    const kind = action && this.#file.resolve(action.get('S'));
    if (action === undefined || !isName(kind)) {
      return [];
    }
    if (kind.name === 'GoTo') {
      return this.#goto(this.#file.resolve(action.get('D')));
    }
    const uri = kind.name === 'URI' ? this.#file.resolve(action.get('URI')) : null;
    if (isString(uri)) {
      const text = new TextDecoder('utf-8').decode(uri.bytes);
      if (text.length <= longestUri && isLinkAddress(text)) {
        return [{ kind: 'uri', uri: text }];
      }
    }
    this.#notes.add('convert-action', 'info', 'OFD 没有对应的动作，未转换', kind.name.slice(0, 20));
    return [];
  }

  #goto(value: PdfObject): ActionSpec[] {
    const destination = this.#destination(value, 0);
    if (destination === undefined) {
      this.#notes.add('convert-destination', 'info', '链接或大纲的目标不存在，未转换');
      return [];
    }
    return [{ kind: 'goto', destination }];
  }

  #destination(value: PdfObject, depth: number): DestinationSpec | undefined {
    if (depth > 4) {
      return undefined;
    }
    if (isName(value) || isString(value)) {
      const key = isName(value) ? value.name : bytesKey(value.bytes);
      return this.#destination(this.#file.resolve(this.#names().get(key)), depth + 1);
    }
    if (isDict(value)) {
      return this.#destination(this.#file.resolve(value.get('D')), depth + 1);
    }
    return Array.isArray(value) ? this.#explicit(value) : undefined;
  }

  /** Named destinations: those of /Dests (PDF 1.1) and of the name tree. */
  #names(): Map<string, PdfObject> {
    if (this.#named === undefined) {
      const names = this.#file.dict(this.#file.catalog, 'Names');
      this.#named = nameTree(this.#file, names && this.#file.dict(names, 'Dests'));
      for (const [key, value] of this.#file.dict(this.#file.catalog, 'Dests') ?? []) {
        this.#named.set(key, value);
      }
    }
    return this.#named;
  }

  #explicit(array: readonly PdfObject[]): DestinationSpec | undefined {
    const [target] = array;
    const page = isRef(target) ? this.#pageOf.get(target.num) : typeof target === 'number' ? target : -1;
    const geometry = page === undefined ? undefined : this.#geometries[page];
    const kind = this.#file.resolve(array[1]);
    if (page === undefined || geometry === undefined) {
      return undefined;
    }
    const numbers = array.slice(2).map((item) => {
      const number = this.#file.resolve(item);
      return typeof number === 'number' && Math.abs(number) < 1e6 ? number : undefined;
    });
    const point = (x: number | undefined, y: number | undefined): [number, number] =>
      transform(geometry.base, x ?? 0, y ?? 0);
    const [first, second, third, fourth] = numbers;
    switch (isName(kind) ? kind.name : '') {
      case 'XYZ': {
        const [leftMm, topMm] = point(first, second);
        return {
          type: 'XYZ',
          page,
          ...(first === undefined ? {} : { leftMm }),
          ...(second === undefined ? {} : { topMm }),
          ...(third === undefined || third <= 0 ? {} : { zoom: third }),
        };
      }
      case 'FitH':
      case 'FitBH':
        return { type: 'FitH', page, topMm: first === undefined ? 0 : point(0, first)[1] };
      case 'FitV':
      case 'FitBV':
        return { type: 'FitV', page, leftMm: first === undefined ? 0 : point(first, 0)[0] };
      case 'FitR': {
        const [a, b] = [point(first, second), point(third, fourth)];
        return {
          type: 'FitR',
          page,
          leftMm: Math.min(a[0], b[0]),
          topMm: Math.min(a[1], b[1]),
          rightMm: Math.max(a[0], b[0]),
          bottomMm: Math.max(a[1], b[1]),
        };
      }
      default:
        return { type: 'Fit', page };
    }
  }
}

/** Text of a text string, without characters nobody sees. */
export function lineOf(value: PdfObject): string | undefined {
  if (!isString(value)) {
    return undefined;
  }
  const text = [...textOf(value)]
    .map((char) => (char < ' ' || char === '\u007f' ? ' ' : char))
    .join('')
    .trim();
  return text === '' ? undefined : text.slice(0, 1000);
}
