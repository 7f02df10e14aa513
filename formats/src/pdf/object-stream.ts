import { PdfError } from './errors.ts';
import type { ObjectContext } from './indirect-object.ts';
import { isName, isStream, type PdfObject } from './objects.ts';
import { PdfParser } from './parser.ts';
import { decodeStream } from './streams.ts';

/** Objects by number, each with its index in the stream's header. */
export type ObjectStreamContent = ReadonlyMap<number, { readonly index: number; readonly value: PdfObject }>;

/** All objects of one object stream (7.5.7). */
export function readObjectStream(context: ObjectContext, stream: PdfObject): ObjectStreamContent {
  const broken = (): PdfError =>
    new PdfError('pdf-stream-broken', 'PDF 对象流格式错误', isStream(stream) ? stream.offset : undefined);
  if (!isStream(stream) || !isName(stream.dict.get('Type'), 'ObjStm')) {
    throw broken();
  }
  const count = context.resolve(stream.dict.get('N'));
  const first = context.resolve(stream.dict.get('First'));
  const { bytes, remaining } = decodeStream(stream, context.resolve, context.budget);
  if (
    typeof count !== 'number' ||
    typeof first !== 'number' ||
    remaining.length > 0 ||
    count > bytes.length
  ) {
    throw broken();
  }
  const parserAt = (offset: number): PdfParser =>
    new PdfParser(bytes, offset, {
      budget: context.budget,
      references: true,
      positions: false,
      report: context.report,
    });
  const objects = new Map<number, { index: number; value: PdfObject }>();
  const header = parserAt(0);
  for (let index = 0; index < count; index++) {
    const num = header.tryUnsigned();
    const place = header.tryUnsigned();
    if (num === undefined || place === undefined || first + place > bytes.length) {
      throw broken();
    }
    const value = parserAt(first + place).readObject();
    if (objects.has(num)) {
      context.report({
        code: 'pdf-object-stream-duplicate',
        severity: 'warning',
        message: 'PDF 对象流中同一对象出现两次',
        evidence: `${num}`,
      });
    } else {
      objects.set(num, { index, value });
    }
  }
  return objects;
}
