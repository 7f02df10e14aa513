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
export { type ChainResult, checkChain } from './chain.ts';
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
export { type Name, nameText, nameTitle, type Subject, writeName } from './name.ts';
export { certificatesFromPem, certificatesPem, readPem, writePem } from './pem.ts';
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
