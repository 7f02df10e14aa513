/** The door of personal signing. */
export { signingModule } from './module.ts';
