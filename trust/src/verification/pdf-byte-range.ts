/**
 * Does a PDF signature cover what it must? ISO 32000-1 12.8.1: two ranges from the first byte to the end of a saved
 * state, leaving out exactly the one hex string that is this signature's own /Contents. Anything else is the mark of
 * a forgery (universal forgery, wrapping), however plausible the value inside.
 */
import type { Finding } from '@yiwen/formats';
import type { PdfFile, PdfSignature } from '@yiwen/formats/pdf';
import { concat } from '@yiwen/trust/crypto';

/** The signed bytes and the index of the saved state they end with; undefined bytes when the range is unusable. */
export type ByteRangeCheck = {
  content: Uint8Array | undefined;
  /** Offset just past the signed revision. */
  end: number;
  /** False when the file goes on after the signed revision. */
  toTheEnd: boolean;
  findings: Finding[];
};

/** Whether the hex string is written in one fixed way: no white space, one letter case, an even number of digits. */
function isPlainHex(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x3c || bytes.at(-1) !== 0x3e || bytes.length % 2 !== 0) {
    return false;
  }
  let lower = false;
  let upper = false;
  for (const byte of bytes.subarray(1, -1)) {
    if (byte >= 0x61 && byte <= 0x66) {
      lower = true;
    } else if (byte >= 0x41 && byte <= 0x46) {
      upper = true;
    } else if (byte < 0x30 || byte > 0x39) {
      return false;
    }
  }
  return !(lower && upper);
}

/** Checks the range of one signature. All faults are listed. */
export function checkByteRange(file: PdfFile, signature: PdfSignature): ByteRangeCheck {
  const findings: Finding[] = [];
  const fault = (code: string, message: string, evidence?: string): void => {
    findings.push({ code, severity: 'error', message, ...(evidence === undefined ? {} : { evidence }) });
  };
  const { byteRange, contentsExtent } = signature;
  if (byteRange === undefined || byteRange.length !== 4 || !signature.byteRangeStrict) {
    fault('pdf-byte-range', '签名范围（ByteRange）不是四个写明的整数', byteRange?.join(' '));
    return { content: undefined, end: 0, toTheEnd: false, findings };
  }
  const [start, length, start2, length2] = byteRange as [number, number, number, number];
  const end = start2 + length2;
  if (start !== 0) {
    fault('pdf-byte-range-start', '签名没有从文件开头算起', String(start));
  }
  if (end > file.bytes.length) {
    fault('pdf-byte-range-end', '签名范围超出文件', `${end} / ${file.bytes.length}`);
  }
  if (contentsExtent === undefined || contentsExtent.start !== length || contentsExtent.end !== start2) {
    fault('pdf-byte-range-gap', '签名范围空出的部分不正好是这个签名自己的值');
  } else if (!isPlainHex(file.bytes.subarray(contentsExtent.start, contentsExtent.end))) {
    fault('pdf-contents-form', '签名值的写法不规范（混用大小写或夹杂其他字符）');
  }
  if (end <= file.bytes.length && signature.signedRevision === undefined) {
    fault('pdf-byte-range-revision', '签名范围没有止于文件的某一次保存');
  }
  if (findings.length > 0) {
    return { content: undefined, end, toTheEnd: false, findings };
  }
  const content = concat(file.bytes.subarray(0, length), file.bytes.subarray(start2, end));
  return { content, end, toTheEnd: end === file.bytes.length, findings };
}
