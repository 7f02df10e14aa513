import type { Finding } from '../finding.ts';
import { isWhitespace, matchesAt } from './characters.ts';
import { PdfError } from './errors.ts';
import type { Budget } from './limits.ts';
import { isDict, type PdfDict, type PdfObject, type PdfStream } from './objects.ts';
import { PdfParser } from './parser.ts';

/** An indirect object as it stands in the file body; `start` to `end` covers `num gen obj … endobj`. */
type IndirectObject = {
  readonly num: number;
  readonly gen: number;
  readonly value: PdfObject;
  readonly start: number;
  readonly end: number;
};

/** What reading an object needs of its file; `resolve` finds a stream's length. */
export type ObjectContext = {
  readonly bytes: Uint8Array;
  readonly budget: Budget;
  readonly report: (finding: Finding) => void;
  readonly resolve: (value: PdfObject | undefined) => PdfObject;
  /** Streams whose length is wrong end where `endstream` stands. */
  readonly tolerant: boolean;
};

/** `num gen obj … endobj` at an offset (7.3.10). */
export function readIndirectObject(context: ObjectContext, offset: number): IndirectObject {
  if (offset >= context.bytes.length) {
    throw new PdfError('pdf-xref-broken', 'PDF 对象的位置超出文件', offset);
  }
  const parser = new PdfParser(context.bytes, offset, {
    budget: context.budget,
    references: true,
    positions: true,
    tolerant: context.tolerant,
    report: context.report,
  });
  const num = parser.tryUnsigned();
  const gen = parser.tryUnsigned(5);
  if (num === undefined || gen === undefined || !parser.tryWord('obj')) {
    throw new PdfError('pdf-xref-broken', 'PDF 对象不在所指位置', offset);
  }
  let value = parser.readObject();
  if (isDict(value) && parser.tryWord('stream')) {
    value = readStreamBody(context, parser, value);
  }
  if (!parser.tryWord('endobj')) {
    context.report({
      code: 'pdf-endobj-missing',
      severity: 'warning',
      place: `@${parser.pos}`,
      message: 'PDF 对象没有规范的结尾',
      evidence: `${num} ${gen}`,
    });
  }
  return { num, gen, value, start: offset, end: parser.pos };
}

/** `parser` is just past the keyword `stream` (7.3.8.1). */
function readStreamBody(context: ObjectContext, parser: PdfParser, dict: PdfDict): PdfStream {
  const { bytes } = context;
  let start = parser.pos;
  if (context.tolerant) {
    return readLooseStreamBody(context, parser, dict);
  }
  if (bytes[start] === 0x0d && bytes[start + 1] === 0x0a) {
    start += 2;
  } else if (bytes[start] === 0x0a) {
    start += 1;
  } else {
    throw new PdfError('pdf-stream-broken', 'PDF 流的开头不规范', start);
  }
  const length = context.resolve(dict.get('Length'));
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
    throw new PdfError('pdf-stream-broken', 'PDF 流没有有效的长度', start);
  }
  const end = start + length;
  if (end > bytes.length) {
    throw new PdfError('pdf-stream-broken', 'PDF 流的长度超出文件', start);
  }
  let at = end;
  while (at - end < 3 && isWhitespace(bytes[at])) {
    at += 1;
  }
  if (!matchesAt(bytes, at, 'endstream')) {
    throw new PdfError('pdf-stream-broken', 'PDF 流的实际长度与声明不符', start);
  }
  parser.pos = at + 9;
  if (dict.has('F')) {
    context.report({
      code: 'pdf-external-stream',
      severity: 'warning',
      place: `@${start}`,
      message: 'PDF 流引用外部文件，不予读取',
    });
  }
  return { kind: 'stream', dict, raw: bytes.subarray(start, end), offset: start };
}

/** The same with a wrong or missing length, spaces after `stream` and a line end of CR alone. */
function readLooseStreamBody(context: ObjectContext, parser: PdfParser, dict: PdfDict): PdfStream {
  const { bytes } = context;
  let start = parser.pos;
  while (bytes[start] === 0x20 || bytes[start] === 0x09) {
    start += 1;
  }
  if (bytes[start] === 0x0d) {
    start += bytes[start + 1] === 0x0a ? 2 : 1;
  } else if (bytes[start] === 0x0a) {
    start += 1;
  }
  let length: PdfObject;
  try {
    length = context.resolve(dict.get('Length'));
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'pdf-limit') {
      throw error;
    }
    length = null;
  }
  if (typeof length === 'number' && Number.isInteger(length) && length >= 0) {
    let at = start + length;
    while (at - start - length < 4 && isWhitespace(bytes[at])) {
      at += 1;
    }
    if (matchesAt(bytes, at, 'endstream')) {
      parser.pos = at + 9;
      return { kind: 'stream', dict, raw: bytes.subarray(start, start + length), offset: start };
    }
  }
  let end = start;
  while (end < bytes.length && !(bytes[end] === 0x65 && matchesAt(bytes, end, 'endstream'))) {
    end += 1;
  }
  context.report({
    code: 'pdf-stream-length',
    severity: 'warning',
    place: `@${start}`,
    message: 'PDF 流的实际长度与声明不符，按结尾标记读取',
  });
  parser.pos = Math.min(bytes.length, end + 9);
  return { kind: 'stream', dict, raw: bytes.subarray(start, end), offset: start };
}
