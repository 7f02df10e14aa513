/** Keys outside the node: PKCS#11 tokens and devices behind a program, through the `Signer` port. */
export type { DeviceSigner, Identity } from './checked-signer.ts';
export { openSigner } from './open-signer.ts';
export { type KeyPlace, keyPlace } from './settings.ts';
