import type { Finding } from '../finding.ts';
import { isDigit, isWhitespace, matchesAt } from './characters.ts';
import { PdfError } from './errors.ts';

/** The version in the header, which must stand at byte 0 (7.5.2). */
export function readHeader(bytes: Uint8Array, report: (finding: Finding) => void): string {
  if (!matchesAt(bytes, 0, '%PDF-')) {
    throw new PdfError('pdf-not-a-pdf', '文件开头不是 PDF 标记', 0);
  }
  const version = String.fromCharCode(...bytes.subarray(5, 8));
  if (!/^[12]\.\d$/.test(version)) {
    report({
      code: 'pdf-version',
      severity: 'warning',
      place: '@5',
      message: 'PDF 版本号不规范',
      evidence: version.replace(/[^\x20-\x7e]/g, '?'),
    });
  }
  return version;
}

/** The last `startxref` (7.5.5); what follows its `%%EOF` is reported. */
export function findStartxref(bytes: Uint8Array, report: (finding: Finding) => void): number {
  let eof = bytes.length - 5;
  while (eof >= 0 && !matchesAt(bytes, eof, '%%EOF')) {
    eof -= 1;
  }
  if (eof < 0) {
    throw new PdfError('pdf-no-startxref', 'PDF 没有结束标记（%%EOF）');
  }
  let after = eof + 5;
  while (after < bytes.length && isWhitespace(bytes[after])) {
    after += 1;
  }
  if (after < bytes.length) {
    report({
      code: 'pdf-bytes-after-end',
      severity: 'error',
      place: `@${after}`,
      message: 'PDF 结束标记之后还有数据',
      evidence: `${bytes.length - after}`,
    });
  }
  let at = eof - 1;
  while (at >= 0 && isWhitespace(bytes[at])) {
    at -= 1;
  }
  let value = 0;
  let scale = 1;
  const digits = at;
  while (at >= 0 && isDigit(bytes[at]) && digits - at < 12) {
    value += ((bytes[at] as number) - 0x30) * scale;
    scale *= 10;
    at -= 1;
  }
  const hasDigits = at < digits;
  while (at >= 0 && isWhitespace(bytes[at])) {
    at -= 1;
  }
  if (!hasDigits || !matchesAt(bytes, at - 8, 'startxref')) {
    throw new PdfError('pdf-no-startxref', 'PDF 结束标记前没有 startxref', eof);
  }
  return value;
}
