/** Sealing's door: the register of seals, their use on application, and sealing as two acts. */
export { auditSeals } from './audit.ts';
export { sealingModule } from './module.ts';
export { usualRule } from './register.ts';
export { type SealingJob, sealingQueue } from './request-sealing.ts';
export { type SealingMeans, type SealingStage, sealDocument } from './seal-document.ts';
export { type SealingService, sealingService } from './service.ts';
export {
  type Frozen,
  type SealedFile,
  type SealingSource,
  sealingSource,
  type ToSeal,
} from './source.ts';
