/** Certificates: reading, issuing for the demonstration, and whether they lead to somebody we believe. */

export {
  type Certificate,
  type Extensions,
  fingerprint,
  isSignedBy,
  type KeyUsage,
  parseCertificate,
} from './certificate.ts';
export {
  buildCertificate,
  type CertificateContent,
  type IssuerKey,
  keyIdentifier,
  signAs,
} from './certificate-builder.ts';
export {
  buildCertificateRequest,
  type CertificateRequest,
  readCertificateRequest,
} from './certificate-request.ts';
export { type ChainResult, checkChain } from './chain.ts';
export { isCrlOf, parseCrl, type RevocationList, type RevokedEntry } from './crl.ts';
export { buildCrl, type CrlContent } from './crl-builder.ts';
export {
  type AuthorityKeys,
  type CertifiedKey,
  DEMO_MARK,
  type DemoAuthority,
  type Hierarchy,
  type IssuedCertificate,
  type IssuerKind,
  makeDemoAuthority,
  openDemoAuthority,
} from './demo-authority.ts';
export { type Expiring, type ExpiryWarning, expiryWarnings } from './expiry.ts';
export { type Name, nameText, nameTitle, type Subject, subjectOf, writeName } from './name.ts';
export {
  answersRequest,
  OCSP_SIGNING,
  type OcspRequest,
  type OcspResponse,
  type OcspStatus,
  ocspSigner,
  parseOcspRequest,
  parseOcspResponse,
} from './ocsp.ts';
export {
  answerOcsp,
  type KnownStatus,
  type OcspResponder,
  ocspRequest,
  refuseOcsp,
} from './ocsp-builder.ts';
export { certificatesFromPem, certificatesPem, readPem, writePem } from './pem.ts';
export {
  type CertificateStatus,
  checkRevocation,
  type RevocationEvidence,
  type RevocationResult,
} from './revocation.ts';
export { type RevocationReason, reasonWords } from './revocation-reason.ts';
export {
  isTrustedAt,
  joinTrustLists,
  type Purpose,
  parseTrustList,
  readTrustDate,
  type TrustAnchor,
  type TrustDates,
  type TrustedNoteKey,
  type TrustList,
  TrustListError,
  trustListJson,
} from './trust-list.ts';
