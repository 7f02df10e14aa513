/** Verification's door. */
export { verificationModule } from './module.ts';
