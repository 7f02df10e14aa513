/**
 * Files and their signatures in one container: ASiC-E with CAdES (ETSI EN 319 162-1 4.4.4). A manifest lists the digest
 * of every file, of every earlier manifest and signature; a detached CAdES signature is over the manifest. `mimetype`
 * stands first and is stored, so that the kind of file is told by its first bytes.
 */

import { element, serializeXml, writeZip, type XmlElement, type ZipEntry } from '@yiwen/formats/container';
import { appendEntries } from '@yiwen/formats/ofd';
import { base64, equalBytes, sha256, utf8 } from '@yiwen/trust/crypto';
import { checkSignedData, checkTimeStamp, signatureValueOf, withTimeStamp } from '@yiwen/trust/signatures';
import {
  completeDetached,
  type DetachedSigning,
  type PreparedDetached,
  prepareDetached,
} from './cms-detached.ts';

const MIMETYPE = { name: 'mimetype', bytes: utf8('application/vnd.etsi.asic-e+zip') };
const ASIC = { prefix: 'asic', namespace: 'http://uri.etsi.org/02918/v1.2.1#' };
const DSIG = { prefix: 'ds', namespace: 'http://www.w3.org/2000/09/xmldsig#' };
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** A container waiting for a signature value. Sign `signing.toBeSigned`, nothing else. */
export type PreparedAsic = {
  readonly entries: readonly ZipEntry[];
  readonly signatureName: string;
  readonly signing: PreparedDetached;
};

/** A name as a relative URI: every segment percent-encoded, so that it has one spelling. */
function uriOf(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

function manifest(signatureName: string, entries: readonly ZipEntry[]): Uint8Array {
  const reference = ({ name, bytes }: ZipEntry): XmlElement =>
    element(ASIC, 'DataObjectReference', { URI: uriOf(name) }, [
      element(DSIG, 'DigestMethod', { Algorithm: SHA256 }, []),
      element(DSIG, 'DigestValue', {}, [base64(sha256(bytes))]),
    ]);
  return serializeXml(
    element(ASIC, 'ASiCManifest', {}, [
      element(ASIC, 'SigReference', { URI: signatureName, MimeType: 'application/pkcs7-signature' }, []),
      ...entries.map(reference),
    ]),
  );
}

/**
 * Prepares a signature over files, or one more over a container (its entries by `entriesToSign`). Pure. Throws
 * RangeError when there is no file, or one has a name that belongs to the container or makes another format of it.
 */
export function prepareAsic(entries: readonly ZipEntry[], signer: DetachedSigning): PreparedAsic {
  const [first] = entries;
  const isContainer = first?.name === MIMETYPE.name && equalBytes(first.bytes, MIMETYPE.bytes);
  const inside = isContainer ? entries.slice(1) : entries;
  const files = inside.filter(({ name }) => !/^META-INF\//i.test(name));
  const reserved = files.find(({ name }) => /^(mimetype|OFD\.xml)$/i.test(name));
  if (files.length === 0 || reserved !== undefined || (!isContainer && files.length < inside.length)) {
    throw new RangeError(`expected files to sign, found ${reserved?.name ?? 'none, or names in META-INF'}`);
  }
  const taken = new Set(inside.map(({ name }) => name.toLowerCase()));
  const names = (n: number) => {
    const number = String(n).padStart(3, '0');
    return [`META-INF/ASiCManifest${number}.xml`, `META-INF/signature${number}.p7s`] as const;
  };
  let n = 1;
  while (names(n).some((name) => taken.has(name.toLowerCase()))) {
    n += 1;
  }
  const [manifestName, signatureName] = names(n);
  const bytes = manifest(signatureName, inside);
  return {
    entries: appendEntries([MIMETYPE, ...inside], [{ name: manifestName, bytes }]),
    signatureName,
    signing: prepareDetached(bytes, signer),
  };
}

/** The container out of the signer's value. `timeStamp`: an RFC 3161 token over that same `signature`. */
export function completeAsic(
  prepared: PreparedAsic,
  signature: Uint8Array,
  options: { timeStamp?: Uint8Array } = {},
): Uint8Array {
  const bytes = completeDetached(prepared.signing, signature, options);
  return writeZip(appendEntries(prepared.entries, [{ name: prepared.signatureName, bytes }]));
}

const newestSignature = (entries: readonly ZipEntry[]): ZipEntry | undefined =>
  entries.findLast(({ name }) => /^META-INF\/signature\d+\.p7s$/.test(name));

/** What a time-stamp would be over: the value of the newest signature; undefined when there is none or it has a token. */
export function asicValueToStamp(entries: readonly ZipEntry[]): Uint8Array | undefined {
  const newest = newestSignature(entries);
  const hasToken = newest !== undefined && checkSignedData(newest.bytes).timeStampTokens.length > 0;
  return newest === undefined || hasToken ? undefined : signatureValueOf(newest.bytes);
}

/**
 * The entries of a container with a token in the newest signature; earlier ones are covered by it and stay. Throws
 * RangeError when there is no signature or the token is not about it.
 */
export function addAsicTimeStamp(entries: readonly ZipEntry[], token: Uint8Array): Uint8Array {
  const newest = newestSignature(entries);
  if (newest === undefined || !checkTimeStamp(token, signatureValueOf(newest.bytes)).intact) {
    throw new RangeError('expected a token over the newest signature of the container');
  }
  return writeZip(
    entries.map((entry) =>
      entry === newest ? { name: entry.name, bytes: withTimeStamp(entry.bytes, token) } : entry,
    ),
  );
}
