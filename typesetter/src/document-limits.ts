/** What a document must be before it is laid out: known shapes, real dates, bounded size. */
import { TypesetError } from './engine/engine.ts';
import { chineseDate } from './layout/dates.ts';
import type { OfficialDocument } from './official-document.ts';

/** Most characters of text in one document, attachments included. */
const MAX_CHARACTERS = 400_000;
/** Most blocks of one document. */
const MAX_BLOCKS = 20_000;
/** Longest single-line field, in characters. */
const MAX_FIELD = 4_000;

function refuse(message: string): never {
  throw new TypesetError('document-invalid', message);
}

/** @throws TypesetError `document-invalid` or `document-too-large` */
export function checkDocument(doc: OfficialDocument): void {
  if (!['文件', '上行', '信函', '命令', '纪要'].includes(doc.form)) {
    refuse(`没有这种版式：${doc.form}`);
  }
  for (const date of [doc.date, doc.printedOn]) {
    if (date !== undefined && !chineseDate(date)) {
      refuse(`日期须为 YYYY-MM-DD：${date}`);
    }
  }
  if (doc.organMark.length === 0 || doc.organMark.length > 10 || doc.organMark.some((m) => m.trim() === '')) {
    refuse('发文机关标志须有一至十个机关名称');
  }
  if (doc.title.trim() === '' && doc.form !== '命令' && doc.form !== '纪要') {
    refuse('缺少标题');
  }
  if (doc.signature.length > 9) {
    refuse('联合行文的署名最多九个');
  }
  const fields = [
    doc.title,
    doc.mainReceivers,
    doc.cc,
    doc.note,
    doc.printedBy,
    doc.verify?.url,
    doc.verify?.code,
    doc.number?.code,
    ...doc.organMark,
    ...doc.signature,
    ...(doc.signers ?? []),
    ...Object.values(doc.attendance ?? {}),
  ];
  if (fields.some((f) => f !== undefined && f.length > MAX_FIELD)) {
    throw new TypesetError('document-too-large', `单个字段不能超过 ${MAX_FIELD} 字`);
  }
  const blocks = [...doc.body, ...doc.attachments.flatMap((a) => a.body ?? [])];
  const characters = blocks.reduce((n, b) => n + b.text.length + (b.rows ?? []).flat().join('').length, 0);
  if (blocks.length > MAX_BLOCKS || characters > MAX_CHARACTERS) {
    throw new TypesetError('document-too-large', `全文不能超过 ${MAX_CHARACTERS} 字、${MAX_BLOCKS} 段`);
  }
}
