/** Verification's door. */
export { Checker } from './checker.ts';
export { verificationModule } from './module.ts';
export { offlineVerifier } from './offline-page.ts';
