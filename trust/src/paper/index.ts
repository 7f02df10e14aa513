/** Printed codes: what stands in the QR code of a sealed page, signed, and checked without a network. */
export { checkPrintedCode, type PaperReport, type PaperVerdict } from './check-printed-code.ts';
export {
  type CheckedStatement,
  checkKeyStatement,
  type KeyStatement,
  keyListJson,
  type PaperKey,
  paperKeyId,
  parseKeyList,
  type SignedKeyStatement,
  signKeyStatement,
} from './key-list.ts';
export type { PaperContent } from './paper-content.ts';
export { PaperError, type PaperErrorCode } from './paper-error.ts';
export { paperLimits, type Words } from './paper-words.ts';
export {
  MOST_BYTES,
  type PrintedCode,
  readPrintedCode,
  storedBytes,
  writePrintedCode,
} from './printed-code.ts';
export { embedLists, type VerifyLists } from './verify-lists.ts';
