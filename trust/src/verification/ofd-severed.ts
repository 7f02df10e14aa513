/**
 * Traces of signatures nothing links to. Whoever cuts a link wants the file to look as if it had never been signed, or
 * signed by fewer; so what such files are is told by their content as well as by their names.
 */

import type { Finding } from '@yiwen/formats';
import { parseXmlPartly } from '@yiwen/formats/container';
import type { OfdDocument } from '@yiwen/formats/ofd';
import { DerError } from '@yiwen/trust/crypto';
import { readSesSignature } from '@yiwen/trust/seals';

const BY_NAME = /(^|\/)(signatures?\.xml|signed?value\.dat)$/i;
/** Signature files are small; nothing larger is looked into. */
const MOST_BYTES = 2 * 1024 * 1024;
const MOST_LOOKED_INTO = 200;

/** A finding for each entry outside every link that is part of a signature. `own` are entries accounted for elsewhere. */
export function severedSignatures(document: OfdDocument, own: ReadonlySet<string>): Finding[] {
  let looked = 0;
  return document.order
    .filter((name) => !document.reached.has(name) && !own.has(name))
    .filter((name) => {
      if (BY_NAME.test(name)) {
        return true;
      }
      const bytes = document.entries.get(name) ?? new Uint8Array(0);
      if (bytes.length === 0 || bytes.length > MOST_BYTES || looked >= MOST_LOOKED_INTO) {
        return false;
      }
      looked += 1;
      return bytes[0] === 0x30 ? isSealValue(bytes) : isSignatureFile(bytes);
    })
    .map((name) => ({
      code: 'signature-severed',
      severity: 'error',
      place: name,
      message: '包内有签名文件，但没有任何签名列表指向它：签章被拆下',
    }));
}

function isSealValue(bytes: Uint8Array): boolean {
  try {
    readSesSignature(bytes);
    return true;
  } catch (problem) {
    if (problem instanceof DerError) {
      return false;
    }
    throw problem;
  }
}

function isSignatureFile(bytes: Uint8Array): boolean {
  // A mark of XML near the start, so that fonts and pictures are not parsed.
  if (!bytes.subarray(0, 8).includes(0x3c)) {
    return false;
  }
  const name = parseXmlPartly(bytes).root?.name ?? '';
  return name === 'Signature' || name === 'Signatures';
}
