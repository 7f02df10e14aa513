/** Why a file or a signature could not be checked, in English; the Chinese stands in each finding. */

import type { Finding } from '@yiwen/formats';
import type { Words } from './report.ts';

const ENGLISH: Readonly<Record<string, string>> = {
  'duplicate-name': 'two entries of the package have the same name',
  'hidden-archive': 'a second package is hidden in the file',
  'similar-name': 'two entries of the package have names some programs take for one',
  'overlapping-entries': 'entries of the package lie over each other',
  'local-name-differs': 'an entry of the package has two names',
  'local-header-differs': 'an entry of the package is described in two ways',
  'unsafe-name': 'an entry of the package has an unsafe name',
  'multi-disk': 'the package is spread over several files',
  'crc-mismatch': 'an entry of the package is damaged',
  'entry-damaged': 'an entry of the package is damaged',
  'entry-out-of-bounds': 'an entry of the package lies outside the file',
  'directory-damaged': 'the directory of the package is damaged',
  'encrypted-entry': 'an entry of the package is encrypted',
  'unsupported-method': 'an entry of the package is packed in an unknown way',
  'inflated-too-large': 'the package unpacks to more than is allowed',
  'ratio-too-large': 'the package unpacks to more than is allowed',
  'too-many-entries': 'the package holds too many entries',
  'too-many-signatures': 'there are too many signatures to check',
  'no-document': 'the package holds no document',
  'no-document-root': 'the document of the package is not there',
  'not-ofd': 'the package is no OFD',
  'xml-malformed': 'a part of the document is damaged',
  'xml-broken': 'a part of the document is damaged',
  'xml-too-large': 'a part of the document is too large',
  'xml-too-deep': 'a part of the document is nested too deep',
  'xml-doctype': 'a part of the document holds a forbidden declaration',
  'signatures-unlinked': 'the file holds signatures, but the link to them was removed',
  'signature-list-missing': 'the file names a list of signatures that is not there',
  'signature-severed': 'a signature was detached from the document',
  'pdf-signature-severed': 'a signature was detached from the document',
  'signed-value-missing': 'the value of a signature is not there',
  'signed-value-unreadable': 'the value of a signature cannot be read',
  'signature-without-certificate': 'the signature carries no certificate, so nobody can tell who signed',
  'cms-unreadable': 'the value of a signature cannot be read',
  'cms-signer-missing': 'the signature does not carry the certificate of its signer',
  'pdf-signature-form': 'the signature is of a kind that cannot be checked',
  'pdf-limit': 'the PDF is larger than is allowed',
  'pdf-encrypted': 'the PDF is encrypted',
  'two-formats': 'programs may take the file for two different formats',
  'asice-mimetype': 'the container does not say rightly what it is',
  'asice-manifest': 'a list of signed files in the container is damaged',
  'asice-xml-signature': 'the container carries an XML signature, which is not checked here',
  'cms-not-alone': 'the value of a signature cannot be read',
  'xml-signature': 'it carries an XML signature, which is not checked here',
};

/** A finding as the reason in a sentence. */
export function reasonIn({ code, message }: Finding): Words {
  const isPdf = code.startsWith('pdf-');
  const otherwise = isPdf ? 'the structure of the PDF is damaged' : 'its form cannot be checked';
  return { zh: message, en: ENGLISH[code] ?? otherwise };
}
