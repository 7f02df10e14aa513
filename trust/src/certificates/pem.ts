/** PEM text (RFC 7468). */

import { base64, fromBase64 } from '@yiwen/trust/crypto';

/** PEM of DER bytes, 64 characters a line. */
export function writePem(label: string, bytes: Uint8Array): string {
  const lines = base64(bytes).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** All blocks with the given label, in order; blocks that are not base64 are left out. */
export function readPem(pem: string, label: string): Uint8Array[] {
  const out: Uint8Array[] = [];
  const begin = `-----BEGIN ${label}-----`;
  const end = `-----END ${label}-----`;
  for (let at = pem.indexOf(begin); at >= 0; at = pem.indexOf(begin, at + 1)) {
    const stop = pem.indexOf(end, at);
    if (stop < 0) {
      break;
    }
    const bytes = fromBase64(pem.slice(at + begin.length, stop).replace(/\s+/g, ''));
    if (bytes !== undefined) {
      out.push(bytes);
    }
  }
  return out;
}

/** All CERTIFICATE blocks of a PEM text. */
export function certificatesFromPem(pem: string): Uint8Array[] {
  return readPem(pem, 'CERTIFICATE');
}

/** Certificates as one PEM text. */
export function certificatesPem(certificates: readonly Uint8Array[]): string {
  return certificates.map((certificate) => writePem('CERTIFICATE', certificate)).join('');
}
