import { isDigit, isRegular, isWhitespace, matchesAt } from './characters.ts';
import { PdfError } from './errors.ts';
import { type ObjectContext, readIndirectObject } from './indirect-object.ts';
import { isDict, isName, isStream, type PdfDict, type PdfObject } from './objects.ts';
import { PdfParser } from './parser.ts';
import type { PdfRevision } from './revisions.ts';
import type { XrefEntry, XrefSection } from './xref.ts';

/** Keys of a trailer that say where the document is; the last one written counts. */
const trailerKeys = ['Root', 'Info', 'ID', 'Encrypt', 'Size'];
// a header is looked for this far into the file (ISO 32000-1 annex H, note 13)
const headerSearch = 1024;

/** The version in a header that need not stand at byte 0; `1.4` when there is none. */
export function looseVersion(bytes: Uint8Array): string {
  for (let at = 0; at < Math.min(bytes.length, headerSearch); at++) {
    if (matchesAt(bytes, at, '%PDF-')) {
      return String.fromCharCode(...bytes.subarray(at + 5, at + 8));
    }
  }
  return '1.4';
}

/** A file read without its history. */
export function loneRevision(sections: readonly XrefSection[], bytes: Uint8Array): PdfRevision {
  const newest = sections[0] as XrefSection;
  const numbers = new Set(sections.flatMap((section) => [...section.entries.keys()]));
  return {
    endOffset: bytes.length,
    eofOffset: bytes.length,
    startxref: newest.offset,
    trailer: newest.trailer,
    changed: [...numbers].sort((a, b) => a - b),
    freed: [],
  };
}

/**
 * A cross-reference made by looking for `num gen obj` and `trailer` in the bytes; later ones replace earlier ones.
 * Objects inside streams of known length are not looked at: an attached PDF is not this PDF.
 */
export function rebuildSection(context: ObjectContext): XrefSection {
  const { bytes, budget } = context;
  // nothing can be resolved yet, and oddities are told when the objects are read for good
  const scanning: ObjectContext = {
    ...context,
    tolerant: false,
    report: () => {},
    resolve: (value) => value ?? null,
  };
  const entries = new Map<number, XrefEntry>();
  const trailer: PdfDict = new Map();
  const take = (dict: PdfDict): void => {
    for (const key of trailerKeys) {
      const value = dict.get(key);
      if (value !== undefined) {
        trailer.set(key, value);
      }
    }
  };
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === 0x74 && matchesAt(bytes, at, 'trailer')) {
      const dict = quietly(() => dictAt(scanning, at + 7));
      if (dict !== undefined) {
        take(dict);
      }
      at += 7;
    } else if (byte === 0x6f && matchesAt(bytes, at, 'obj') && !isRegular(bytes[at + 3])) {
      const head = headBefore(bytes, at);
      at += 3;
      if (head !== undefined) {
        budget.spendXrefEntries(1, head.offset);
        entries.set(head.num, { type: 'offset', offset: head.offset, gen: head.gen, section: 0 });
        const object = quietly(() => readIndirectObject(scanning, head.offset));
        if (object !== undefined) {
          at = Math.max(at, object.end);
          if (isStream(object.value) && isName(object.value.dict.get('Type'), 'XRef')) {
            take(object.value.dict);
          }
        }
      }
    } else {
      at += 1;
    }
  }
  if (entries.size === 0) {
    throw new PdfError('pdf-not-a-pdf', '文件中没有找到 PDF 对象');
  }
  return {
    form: 'table',
    offset: 0,
    trailer,
    entries,
    hybrid: false,
    endOffset: bytes.length,
    eofOffset: bytes.length,
    startxref: 0,
  };
}

/** The result, or undefined where the piece is broken; limits still end everything. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof PdfError && error.code !== 'pdf-limit') {
      return undefined;
    }
    throw error;
  }
}

function dictAt(context: ObjectContext, offset: number): PdfDict | undefined {
  const parser = new PdfParser(context.bytes, offset, {
    budget: context.budget,
    references: true,
    positions: false,
  });
  const value: PdfObject = parser.readObject();
  return isDict(value) ? value : undefined;
}

/** `num gen ` just before `obj`. */
function headBefore(
  bytes: Uint8Array,
  obj: number,
): { num: number; gen: number; offset: number } | undefined {
  let at = obj;
  const number = (): number | undefined => {
    const gap = at;
    while (at > 0 && isWhitespace(bytes[at - 1])) {
      at -= 1;
    }
    const end = at;
    while (at > 0 && isDigit(bytes[at - 1]) && end - at < 10) {
      at -= 1;
    }
    return at === end || gap === end ? undefined : Number(String.fromCharCode(...bytes.subarray(at, end)));
  };
  const gen = number();
  const num = gen === undefined ? undefined : number();
  return num === undefined || gen === undefined || gen > 65535 || num === 0 || isRegular(bytes[at - 1])
    ? undefined
    : { num, gen, offset: at };
}
