/** May a signature field that was added after a signature be there? It must be one, bring nothing else, and hide nothing. */
import {
  isDict,
  isName,
  isRef,
  type PdfDict,
  type PdfFile,
  type PdfRef,
  rectangleOf,
} from '@yiwen/formats/pdf';
import type { ObjectComparison } from './pdf-object-comparison.ts';

const newSignatureFieldKeys = new Set([
  'Type',
  'Subtype',
  'FT',
  'T',
  'TU',
  'TM',
  'V',
  'P',
  'Rect',
  'F',
  'Ff',
  'AP',
  'MK',
  'DA',
  'Q',
  'BS',
  'Border',
  'Lock',
  'SV',
  'M',
  'NM',
  'Parent',
  'Kids',
  'Contents',
  'StructParent',
  'H',
  'DR',
]);
/** No seal or signature picture is larger; 283 pt = 100 mm. A larger one would lie over the signed text. */
const largestStampPt = 283.5;

type Fault = { code: string; message: string; place?: string };

/** Why an added field may not be there; undefined when it may. */
export function newFieldFault(states: ObjectComparison, ref: PdfRef): Fault | undefined {
  const { now } = states;
  const place = `${ref.num} 0 R`;
  const field = now.get(ref);
  if (!isDict(field) || !isName(now.resolve(field.get('FT')), 'Sig')) {
    return { code: 'pdf-field-added', message: '签署之后添加了不是签名域的表单字段', place };
  }
  const kids = now.array(field, 'Kids') ?? [];
  const value = field.get('V');
  // A number the signed state already used would let the "new" field replace something that was signed.
  for (const used of [ref, ...kids, value ?? null].filter(isRef)) {
    if (states.wasUsed(used.num)) {
      return {
        code: 'pdf-object-reused',
        message: '签署之后添加的签名域占用了已签署的对象',
        place: `${used.num} 0 R`,
      };
    }
  }
  const signature = now.resolve(value);
  const mayShow =
    isRef(value) && isDict(signature) && signature.has('ByteRange') && !isTimeStamp(now, signature);
  for (const part of [field, ...kids.map((kid) => now.resolve(kid))]) {
    const odd = isDict(part) ? [...part.keys()].filter((key) => !newSignatureFieldKeys.has(key)) : ['?'];
    if (odd.length > 0) {
      return {
        code: 'pdf-field-odd',
        message: '签署之后添加的签名域带有可疑的条目',
        place: odd.map((key) => `/${key}`).join(' '),
      };
    }
    if (isDict(part) && !isHarmless(now, part, mayShow)) {
      return { code: 'pdf-field-covers-page', message: '签署之后添加的签名域遮盖页面', place };
    }
  }
  return undefined;
}

/**
 * Whether a signature dictionary holds a time-stamp of the document. Anybody may add one without answering for the
 * content, so it shows nothing and is no signature of a person.
 */
export function isTimeStamp(file: PdfFile, signature: PdfDict): boolean {
  return isName(file.resolve(signature.get('SubFilter')), 'ETSI.RFC3161');
}

/** Whether a widget shows something. */
export function isVisible(file: PdfFile, part: PdfDict): boolean {
  const [x0, y0, x1, y1] = rectangleOf(file, part.get('Rect')) ?? [0, 0, 0, 0];
  return x0 !== x1 && y0 !== y1 && file.resolve(part.get('AP')) !== null;
}

/** Whether what a new field shows can hide nothing: a seal-sized picture of a signature, or no picture at all. */
function isHarmless(file: PdfFile, part: PdfDict, mayShow: boolean): boolean {
  const subtype = file.resolve(part.get('Subtype'));
  if (subtype !== null && !isName(subtype, 'Widget')) {
    return false;
  }
  if (file.resolve(part.get('Rect')) === null) {
    return file.resolve(part.get('AP')) === null;
  }
  const box = rectangleOf(file, part.get('Rect'));
  if (box === undefined) {
    return false;
  }
  const [x0, y0, x1, y1] = box;
  const [width, height] = [x1 - x0, y1 - y0];
  return mayShow ? width <= largestStampPt && height <= largestStampPt : width === 0 || height === 0;
}
