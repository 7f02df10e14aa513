/** Evidence packages: everything about one document in one ZIP that a court can check without the issuer. */

export {
  buildEvidence,
  type EvidenceAct,
  type EvidenceFile,
  type EvidencePackage,
  type EvidenceParts,
  type EvidenceVersion,
} from './build-package.ts';
export type { CheckpointLink } from './checkpoint-link.ts';
export type { EvidenceSubject } from './manifest.ts';
export { looksLikeEvidence } from './read-package.ts';
export type { ActReport, EvidenceOptions, EvidenceReport } from './report.ts';
export { verifyEvidence } from './verify-evidence.ts';
