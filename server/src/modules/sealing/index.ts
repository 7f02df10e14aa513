/** Sealing's door: seals of organs, and sealing as two acts. */
export { sealingModule } from './module.ts';
export { type SealingJob, sealingQueue } from './request-sealing.ts';
export { sealDiameterMm } from './routes.ts';
export { type SealingMeans, type SealingStage, sealDocument } from './seal-document.ts';
export { type SealingService, sealingService } from './service.ts';
export { type Frozen, type SealedFile, type SealingSource, sealingSource, type ToSeal } from './source.ts';
