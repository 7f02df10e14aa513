import type { Finding } from '../finding.ts';
import { isDigit, isWhitespace, matchesAt } from './characters.ts';
import { PdfError } from './errors.ts';
import type { Budget } from './limits.ts';
import { isDict, isName, isStream, type PdfDict, type PdfStream } from './objects.ts';
import { PdfParser } from './parser.ts';
import { decodeStream } from './streams.ts';

/** Where one object is (7.5.4, 7.5.8). `section` is the index of the cross-reference section that says so. */
export type XrefEntry =
  | { readonly type: 'free'; readonly gen: number; readonly section: number }
  | { readonly type: 'offset'; readonly offset: number; readonly gen: number; readonly section: number }
  | {
      readonly type: 'compressed';
      readonly container: number;
      readonly index: number;
      readonly section: number;
    };

/** One cross-reference section with its trailer. `hybrid` = it came in through /XRefStm of a classic table. */
export type XrefSection = {
  readonly form: 'table' | 'stream';
  readonly offset: number;
  readonly trailer: PdfDict;
  readonly entries: Map<number, XrefEntry>;
  readonly hybrid: boolean;
  /** Just after this section's `%%EOF` and its line end; −1 when no proper end follows. */
  readonly endOffset: number;
  /** Just after the letters `%%EOF`; −1 likewise. */
  readonly eofOffset: number;
  /** The number written after this section's `startxref`; −1 when there is none. */
  readonly startxref: number;
};

/** Reads an indirect object at an offset; supplied by the reader. */
type ObjectAt = (offset: number) => { num: number; gen: number; value: unknown; end: number };

type Context = {
  bytes: Uint8Array;
  budget: Budget;
  report: (finding: Finding) => void;
  objectAt: ObjectAt;
};

/**
 * Follows the chain of cross-reference sections from `startxref` through /Prev and /XRefStm, newest first. No
 * recovery: a section that is not where it is said to be ends reading with a PdfError.
 */
export function readXrefChain(context: Context, startxref: number): XrefSection[] {
  const sections: XrefSection[] = [];
  const seen = new Set<number>();
  let offset: number | undefined = startxref;
  while (offset !== undefined) {
    const section = readSection(context, offset, sections.length, false, seen);
    sections.push(section);
    const hidden = section.form === 'table' ? section.trailer.get('XRefStm') : undefined;
    if (hidden !== undefined) {
      context.report({
        code: 'pdf-hybrid-xref',
        severity: 'warning',
        place: `@${section.offset}`,
        message: '混合交叉引用：新旧两类软件可能读出不同内容',
      });
      sections.push(readSection(context, offsetOf(hidden, section.offset), sections.length, true, seen));
    }
    const previous = section.trailer.get('Prev');
    offset = previous === undefined ? undefined : offsetOf(previous, section.offset);
  }
  return sections;
}

function offsetOf(value: unknown, place: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new PdfError('pdf-trailer-broken', 'PDF 尾部指向上一版的偏移量无效', place);
  }
  return value;
}

function readSection(
  context: Context,
  offset: number,
  index: number,
  hybrid: boolean,
  seen: Set<number>,
): XrefSection {
  const { bytes, budget } = context;
  if (seen.has(offset)) {
    throw new PdfError('pdf-xref-loop', 'PDF 交叉引用表循环引用', offset);
  }
  seen.add(offset);
  if (seen.size > budget.limits.xrefSections) {
    throw new PdfError('pdf-limit', 'PDF 修订版本过多，超出限额', offset);
  }
  let at = offset;
  // some producers point at the line end before `xref`
  while (at < bytes.length && isWhitespace(bytes[at])) {
    at += 1;
  }
  if (at !== offset) {
    context.report({
      code: 'pdf-xref-offset-space',
      severity: 'info',
      place: `@${offset}`,
      message: 'PDF 交叉引用表的偏移量指向表前的空白',
    });
  }
  if (matchesAt(bytes, at, 'xref')) {
    if (hybrid) {
      throw new PdfError('pdf-xref-broken', 'XRefStm 指向的不是交叉引用流', offset);
    }
    return readTable(context, at, offset, index);
  }
  if (isDigit(bytes[at])) {
    return readStream(context, at, offset, index, hybrid);
  }
  throw new PdfError('pdf-xref-broken', 'PDF 交叉引用表不在所指位置', offset);
}

function readTable(context: Context, at: number, offset: number, index: number): XrefSection {
  const { bytes, budget } = context;
  const parser = new PdfParser(bytes, at + 4, {
    budget,
    references: true,
    positions: false,
    report: context.report,
  });
  const entries = new Map<number, XrefEntry>();
  while (!parser.tryWord('trailer')) {
    const first = parser.tryUnsigned();
    const count = parser.tryUnsigned();
    if (first === undefined || count === undefined) {
      throw new PdfError('pdf-xref-broken', 'PDF 交叉引用表的小节格式错误', parser.pos);
    }
    budget.spendXrefEntries(count, parser.pos);
    for (let i = 0; i < count; i++) {
      const place = parser.tryUnsigned();
      const gen = parser.tryUnsigned(5);
      const used = parser.tryWord('n');
      if (place === undefined || gen === undefined || (!used && !parser.tryWord('f'))) {
        throw new PdfError('pdf-xref-broken', 'PDF 交叉引用表的条目格式错误', parser.pos);
      }
      addEntry(
        context,
        entries,
        first + i,
        used ? { type: 'offset', offset: place, gen, section: index } : { type: 'free', gen, section: index },
        offset,
      );
    }
  }
  const trailer = parser.readObject();
  if (!isDict(trailer)) {
    throw new PdfError('pdf-trailer-broken', 'PDF 尾部不是字典', parser.pos);
  }
  return { form: 'table', offset, trailer, entries, hybrid: false, ...readEnd(context, parser.pos) };
}

function readStream(
  context: Context,
  at: number,
  offset: number,
  index: number,
  hybrid: boolean,
): XrefSection {
  const object = context.objectAt(at);
  const stream = object.value as PdfStream;
  if (!isStream(stream) || !isName(stream.dict.get('Type'), 'XRef')) {
    throw new PdfError('pdf-xref-broken', 'PDF 交叉引用流不在所指位置', offset);
  }
  const entries = readStreamEntries(context, stream, offset, index);
  return {
    form: 'stream',
    offset,
    trailer: stream.dict,
    entries,
    hybrid,
    ...(hybrid ? { endOffset: -1, eofOffset: -1, startxref: -1 } : readEnd(context, object.end)),
  };
}

function readStreamEntries(
  context: Context,
  stream: PdfStream,
  offset: number,
  index: number,
): Map<number, XrefEntry> {
  const { budget } = context;
  // 7.5.8.2: a cross-reference stream's own entries are direct objects
  const data = decodeStream(stream, (value) => value ?? null, budget);
  const widths = stream.dict.get('W');
  const size = stream.dict.get('Size');
  const broken = (): PdfError => new PdfError('pdf-xref-broken', 'PDF 交叉引用流格式错误', offset);
  if (
    data.remaining.length > 0 ||
    !Array.isArray(widths) ||
    widths.length !== 3 ||
    typeof size !== 'number'
  ) {
    throw broken();
  }
  const [w0, w1, w2] = widths;
  const okWidth = (w: unknown): w is number =>
    typeof w === 'number' && Number.isInteger(w) && w >= 0 && w <= 6;
  if (!okWidth(w0) || !okWidth(w1) || !okWidth(w2) || w0 + w1 + w2 === 0) {
    throw broken();
  }
  const ranges = stream.dict.get('Index') ?? [0, size];
  if (!Array.isArray(ranges) || ranges.length % 2 !== 0) {
    throw broken();
  }
  const entries = new Map<number, XrefEntry>();
  let at = 0;
  const field = (width: number, fallback: number): number => {
    let value = width === 0 ? fallback : 0;
    for (let i = 0; i < width; i++) {
      value = value * 256 + (data.bytes[at + i] as number);
    }
    at += width;
    return value;
  };
  for (let i = 0; i < ranges.length; i += 2) {
    const first = ranges[i];
    const count = ranges[i + 1];
    if (
      !Number.isInteger(first) ||
      !Number.isInteger(count) ||
      (first as number) < 0 ||
      (count as number) < 0
    ) {
      throw broken();
    }
    if (at + (count as number) * (w0 + w1 + w2) > data.bytes.length) {
      throw broken();
    }
    budget.spendXrefEntries(count as number, offset);
    for (let k = 0; k < (count as number); k++) {
      const type = field(w0, 1);
      const second = field(w1, 0);
      const third = field(w2, 0);
      const entry = streamEntry(type, second, third, index);
      if (entry === undefined) {
        context.report({
          code: 'pdf-xref-entry-unknown',
          severity: 'warning',
          place: `@${offset}`,
          message: 'PDF 交叉引用流含有未知类型的条目，按空对象处理',
          evidence: `type ${type}`,
        });
      } else {
        addEntry(context, entries, (first as number) + k, entry, offset);
      }
    }
  }
  return entries;
}

function streamEntry(type: number, second: number, third: number, section: number): XrefEntry | undefined {
  switch (type) {
    case 0:
      return { type: 'free', gen: third, section };
    case 1:
      return { type: 'offset', offset: second, gen: third, section };
    case 2:
      return { type: 'compressed', container: second, index: third, section };
    default:
      return undefined;
  }
}

function addEntry(
  context: Context,
  entries: Map<number, XrefEntry>,
  num: number,
  entry: XrefEntry,
  offset: number,
): void {
  if (entries.has(num)) {
    context.report({
      code: 'pdf-xref-duplicate',
      severity: 'warning',
      place: `@${offset}`,
      message: '同一份交叉引用表中同一对象出现两次，不同软件可能读出不同内容',
      evidence: `${num}`,
    });
    return;
  }
  entries.set(num, entry);
}

/** `startxref`, the number, `%%EOF` and at most one line end after it. */
function readEnd(context: Context, from: number): Pick<XrefSection, 'endOffset' | 'eofOffset' | 'startxref'> {
  const { bytes } = context;
  let at = from;
  const space = (): void => {
    while (at < bytes.length && isWhitespace(bytes[at])) {
      at += 1;
    }
  };
  space();
  // producers sign their work in a comment here; a comment that is itself an end marker is no such thing
  while (bytes[at] === 0x25 && bytes[at + 1] !== 0x25) {
    while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) {
      at += 1;
    }
    space();
  }
  if (!matchesAt(bytes, at, 'startxref')) {
    return { endOffset: -1, eofOffset: -1, startxref: -1 };
  }
  at += 9;
  space();
  let value = 0;
  const digits = at;
  while (isDigit(bytes[at]) && at - digits < 12) {
    value = value * 10 + (bytes[at] as number) - 0x30;
    at += 1;
  }
  space();
  if (at === digits || !matchesAt(bytes, at, '%%EOF')) {
    return { endOffset: -1, eofOffset: -1, startxref: -1 };
  }
  at += 5;
  const eofOffset = at;
  if (bytes[at] === 0x0d) {
    at += 1;
  }
  if (bytes[at] === 0x0a) {
    at += 1;
  }
  return { endOffset: at, eofOffset, startxref: value };
}
