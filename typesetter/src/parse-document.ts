/** Reads a document from JSON whose shape nobody has checked yet (a file given on the command line). */
import { TypesetError } from './engine/engine.ts';
import type { OfficialDocument } from './official-document.ts';

const TEXT = ['urgency', 'copyNumber', 'date', 'note', 'cc', 'printedBy', 'printedOn', 'watermark'];
const TEXTS = ['signers', 'titleWords'];

/** Names of all fields that are not of the expected type; empty when the shape is right. */
function wrongFields(value: Record<string, unknown>): string[] {
  const wrong: string[] = [];
  const expect = (name: string, right: boolean) => {
    if (!right) {
      wrong.push(name);
    }
  };
  const isText = (v: unknown) => typeof v === 'string';
  const isTexts = (v: unknown) => Array.isArray(v) && v.every(isText);
  const isObject = (v: unknown): v is Record<string, unknown> =>
    typeof v === 'object' && v !== null && !Array.isArray(v);
  const isBlocks = (v: unknown) =>
    Array.isArray(v) &&
    v.every(
      (b) =>
        isObject(b) &&
        [b.id, b.kind, b.text].every(isText) &&
        (b.rows === undefined || (Array.isArray(b.rows) && b.rows.every(isTexts))),
    );
  for (const name of ['form', 'title', 'mainReceivers']) {
    expect(name, isText(value[name]));
  }
  for (const name of TEXT) {
    expect(name, value[name] === undefined || isText(value[name]));
  }
  for (const name of ['organMark', 'signature']) {
    expect(name, isTexts(value[name]));
  }
  for (const name of TEXTS) {
    expect(name, value[name] === undefined || isTexts(value[name]));
  }
  for (const name of ['withWenjian', 'sealed']) {
    expect(name, typeof value[name] === 'boolean');
  }
  const { number, verify, attendance, signatureStamp: stamp, sealDiameterMm: diameter, attachments } = value;
  expect('body', isBlocks(value.body));
  expect(
    'attachments',
    Array.isArray(attachments) &&
      attachments.every((a) => isObject(a) && isText(a.title) && (a.body === undefined || isBlocks(a.body))),
  );
  const wholeNumbers = isObject(number) && [number.year, number.n].every(Number.isSafeInteger);
  expect('number', number === undefined || (wholeNumbers && isText(number.code)));
  expect('verify', verify === undefined || (isObject(verify) && [verify.url, verify.code].every(isText)));
  expect(
    'attendance',
    attendance === undefined || (isObject(attendance) && Object.values(attendance).every(isText)),
  );
  expect(
    'signatureStamp',
    stamp === undefined || (isObject(stamp) && [stamp.post, stamp.name].every(isText)),
  );
  const diameters = Array.isArray(diameter) ? diameter : [diameter];
  const inRange = diameters.every((d) => typeof d === 'number' && d >= 20 && d <= 60);
  expect('sealDiameterMm', diameter === undefined || inRange);
  return wrong;
}

/**
 * Reads a document, with defaults for what may be left out: no attachments, no 文件, not sealed,
 * no receivers.
 * @throws TypesetError `document-invalid`, naming every field of a wrong type
 */
export function parseDocument(value: unknown): OfficialDocument {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypesetError('document-invalid', '公文须是一个 JSON 对象');
  }
  const defaults = {
    attachments: [],
    withWenjian: false,
    sealed: false,
    mainReceivers: '',
    title: '',
    signature: [],
  };
  const doc: Record<string, unknown> = { ...defaults, ...value };
  const wrong = wrongFields(doc);
  if (wrong.length > 0) {
    throw new TypesetError('document-invalid', `这些字段的类型不对：${wrong.join('、')}`);
  }
  return doc as OfficialDocument;
}
