/** The authority's door: certificates, revocation, time, and the key that wraps secrets of the node. */
export { certificateArrived } from './acts.ts';
export { random, readSealingKey, WRAP_LOG_N } from './demo-files.ts';
export { type FileInCare, fileStamped } from './file-time.ts';
export { type IssuedKey, issueFresh } from './issue-fresh.ts';
export { authorityModule } from './module.ts';
export {
  type AuthorityService,
  authorityService,
  type CertificateAnswer,
  type CertificateOrder,
  type Issued,
  type KeyToCertify,
} from './service.ts';
export type { SignedFile, StampedFile, ValidationData } from './stamp-file.ts';
export type { KeptValidationData } from './stamped-files.ts';
export type { Stamped } from './time-sources.ts';
