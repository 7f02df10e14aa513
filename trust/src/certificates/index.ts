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
  certify,
  type IssuerKey,
  issuerNames,
  keyIdentifier,
  signAs,
} from './certificate-builder.ts';
export {
  buildCertificateRequest,
  type CertificateRequest,
  readCertificateRequest,
  writeCertificateRequest,
} from './certificate-request.ts';
export { type ChainResult, checkChain } from './chain.ts';
export { isCrlOf, parseCrl, type RevocationList, type RevokedEntry } from './crl.ts';
export { buildCrl, type CrlContent, signCrl } from './crl-builder.ts';
export {
  type AuthorityKeys,
  type CertifiedKey,
  DEMO_MARK,
  type DemoAuthority,
  freshKey,
  type Hierarchy,
  type IssuedCertificate,
  type IssuerKind,
  makeDemoAuthority,
  markSubject,
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
  type OcspAnswering,
  type OcspResponder,
  ocspRequest,
  refuseOcsp,
  signOcsp,
} from './ocsp-builder.ts';
export { isIdOfIssuer } from './ocsp-certificate-id.ts';
export { certificatesFromPem, certificatesPem, readPem, writePem } from './pem.ts';
export {
  type CertificateStatus,
  checkRevocation,
  type RevocationEvidence,
  type RevocationResult,
} from './revocation.ts';
export { type RevocationReason, reasonWords } from './revocation-reason.ts';
export {
  readEvidence,
  readTrustFolder,
  TRUST_FOLDERS,
  type TrustFile,
  type TrustFolder,
  TrustFolderError,
} from './trust-folder.ts';
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
