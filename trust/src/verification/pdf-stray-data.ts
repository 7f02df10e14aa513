/** What lies with a PDF's signature value although nothing signs it: certificates, and bytes in the reserved room. */
import type { Finding } from '@yiwen/formats';
import { type Certificate, isSignedBy, parseCertificate, type TrustList } from '@yiwen/trust/certificates';
import { DerError, equalBytes, readDerPrefix } from '@yiwen/trust/crypto';

/** Public-key operations spent on the certificates of one signature: the signer chooses how many there are. */
const maxChainChecks = 60;

/** After the structure the reserved room must hold zero bytes only. */
export function paddingFindings(value: Uint8Array): Finding[] {
  try {
    const { length } = readDerPrefix(value, { mode: 'ber' });
    return value.subarray(length).some((byte) => byte !== 0)
      ? [{ code: 'pdf-contents-padding', severity: 'error', message: '签名值之后的预留空间里夹带了数据' }]
      : [];
  } catch (error) {
    if (error instanceof DerError) {
      return [];
    }
    throw error;
  }
}

/**
 * Certificates that came along and were put in or changed: nothing signs their place. Under a trusted signer each must
 * be an anchor or issued by somebody at hand (`others`: kept elsewhere in the file); otherwise only those are named whose issuer is there and did not sign them.
 */
export function strayCertificates(
  certificates: readonly Uint8Array[],
  options: { trust: TrustList | undefined; isTrusted: boolean; others?: readonly Uint8Array[] | undefined },
): Finding[] {
  const parsed = certificates.map(parsedOrNot);
  const known = parsed.filter((one) => one !== undefined);
  const anchors = (options.trust?.anchors ?? []).map((anchor) => parseCertificate(anchor.certificate));
  const isAnchor = (one: Certificate) => anchors.some(({ der }) => equalBytes(der, one.der));
  const issuers = [...known, ...anchors, ...parsedAll(options.others ?? [])];
  let checks = 0;
  const isIssued = (one: Certificate, by: readonly Certificate[]): boolean =>
    by.some((issuer) => {
      checks += 1;
      return checks <= maxChainChecks && isSignedBy(one, issuer);
    });
  return parsed.flatMap((one, i): Finding[] => {
    const ofThatName =
      one === undefined ? [] : issuers.filter(({ subject }) => equalBytes(subject.der, one.issuer.der));
    const named = one === undefined ? [] : ofThatName.filter((issuer) => isNamedIssuer(one, issuer));
    const isExpected = one === undefined || options.isTrusted || named.length > 0;
    return !isExpected || (one !== undefined && (isAnchor(one) || isIssued(one, ofThatName)))
      ? []
      : [
          {
            code: 'cms-certificate-stray',
            severity: 'error',
            message: '签名数据里有来历不明或被改动的证书',
            place: `第 ${i + 1} 张证书`,
          },
        ];
  });
}

function parsedOrNot(bytes: Uint8Array): Certificate | undefined {
  try {
    return parseCertificate(bytes);
  } catch (error) {
    if (error instanceof DerError) {
      return undefined;
    }
    throw error;
  }
}

function parsedAll(certificates: readonly Uint8Array[]): Certificate[] {
  return certificates.map(parsedOrNot).filter((one) => one !== undefined);
}

/** Of an issuer of the right name: whether the certificate names this very key, or is its own issuer. */
function isNamedIssuer(certificate: Certificate, issuer: Certificate): boolean {
  const { authorityKeyId } = certificate.extensions;
  return authorityKeyId === undefined
    ? equalBytes(certificate.der, issuer.der)
    : authorityKeyId === issuer.extensions.subjectKeyId;
}
