/** The door of personal signing. */

export { auditSignatures } from './audit.ts';
export { signingModule } from './module.ts';
