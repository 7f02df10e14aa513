import { randomBytes } from 'node:crypto';
import type { DeviceSigner, Identity } from './checked-signer.ts';
import { openDeviceSigner } from './device-signer.ts';
import { openPkcs11Signer } from './pkcs11-signer.ts';
import type { KeyPlace } from './settings.ts';

/**
 * The signer of a key that is elsewhere. It has signed once when this answers, so a wrong PIN, a missing key, or a key
 * that is not the certificate's is found at start-up and not under somebody's document. Throws OfficeError `signer.*`.
 */
export async function openSigner(place: KeyPlace, identity: Identity): Promise<DeviceSigner> {
  const signer =
    place.kind === 'pkcs11' ? await openPkcs11Signer(place, identity) : openDeviceSigner(place, identity);
  try {
    await signer.sign(new Uint8Array(randomBytes(32)));
  } catch (error) {
    await signer.close();
    throw error;
  }
  return signer;
}
