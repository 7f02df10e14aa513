/** The evidence door. */
export { evidenceModule } from './module.ts';
