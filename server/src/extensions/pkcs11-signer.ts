/**
 * Keys on a PKCS#11 token (OASIS PKCS#11 2.40): a cryptographic machine, a smart card, SoftHSM2. The package `pkcs11js`
 * is optional and loaded when a setting asks for it. ECDSA P-256 and RSA by the standard's mechanisms over SHA-256;
 * SM2 by the maker's own number, over e = SM3(ZA ‖ M) prepared here.
 */

import { readFile } from 'node:fs/promises';
import { type PublicKey, type SignerAlgorithm, sha256, sm2Digest } from '@yiwen/trust/crypto';
import type { Mechanism, PKCS11, RsaPSS, Template } from 'pkcs11js';
import { OfficeError } from '../platform/errors/index.ts';
import { checkedSigner, type DeviceSigner, derOfRaw, type Identity } from './checked-signer.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Pkcs11Place } from './settings.ts';

type Package = typeof import('pkcs11js');
type Session = { handle: Buffer; key: Buffer };

/**
 * Answers of a token that mean "begin again" (CKR_*): device error, device removed, key handle invalid, object handle
 * invalid, session closed, session handle invalid, token not present, token not recognised, user not logged in.
 */
const BEGIN_AGAIN: ReadonlySet<number> = new Set([0x30, 0x32, 0x60, 0x82, 0xb0, 0xb3, 0xe0, 0xe1, 0x101]);
/** A library is initialised once in a process, however many keys of it are used. */
const opened = new Map<string, Promise<PKCS11>>();

async function loadPackage(): Promise<Package> {
  try {
    return (await import('pkcs11js')).default as unknown as Package;
  } catch (error) {
    throw new OfficeError('signer.library-missing', { package: 'pkcs11js', reason: String(error) });
  }
}

async function openLibrary(api: Package, library: string): Promise<PKCS11> {
  const token = new api.PKCS11();
  try {
    token.load(library);
    token.C_Initialize();
  } catch (error) {
    throw new OfficeError('signer.library-missing', { library, reason: (error as Error).message });
  }
  return token;
}

/** Opens a token's key for an identity. Throws OfficeError `signer.*` in words when it cannot be used. */
export async function openPkcs11Signer(place: Pkcs11Place, identity: Identity): Promise<DeviceSigner> {
  const api = await loadPackage();
  let opening = opened.get(place.library);
  if (opening === undefined) {
    opening = openLibrary(api, place.library);
    opened.set(place.library, opening);
    opening.catch(() => opened.delete(place.library));
  }
  const token = await opening;
  const pin = (await readFile(place.pinFile, 'utf8')).replace(/\r?\n$/, '');
  const queue = oneAtATime();
  let session: Session | undefined;

  const signOnce = async (tbs: Uint8Array, algorithm: SignerAlgorithm, key: PublicKey) => {
    session ??= openSession(api, token, place, pin);
    const { mechanism, input, isRaw } = prepare(api, place, algorithm, key, tbs);
    token.C_SignInit(session.handle, mechanism, session.key);
    const value = await token.C_SignAsync(session.handle, Buffer.from(input), Buffer.alloc(1024));
    return isRaw ? derOfRaw(new Uint8Array(value)) : new Uint8Array(value);
  };
  const signRaw = (tbs: Uint8Array, algorithm: SignerAlgorithm, key: PublicKey) =>
    queue(async () => {
      try {
        return await signOnce(tbs, algorithm, key);
      } catch (error) {
        if (!BEGIN_AGAIN.has((error as { code?: number }).code ?? -1)) {
          throw asRefusal(error);
        }
        session = undefined;
        return await signOnce(tbs, algorithm, key).catch((second: unknown) => {
          throw asRefusal(second);
        });
      }
    });
  return checkedSigner(identity, signRaw, () =>
    queue(async () => {
      if (session !== undefined) {
        token.C_CloseSession(session.handle);
        session = undefined;
      }
    }),
  );
}

function asRefusal(error: unknown): OfficeError {
  return error instanceof OfficeError
    ? error
    : new OfficeError('signer.device-failed', { reason: (error as Error).message });
}

/** What the token is asked to do, and to what. */
function prepare(
  api: Package,
  place: Pkcs11Place,
  algorithm: SignerAlgorithm,
  key: PublicKey,
  tbs: Uint8Array,
): { mechanism: Mechanism; input: Uint8Array; isRaw: boolean } {
  switch (algorithm) {
    case 'ecdsa-p256-sha256':
      return { mechanism: { mechanism: api.CKM_ECDSA }, input: sha256(tbs), isRaw: true };
    case 'rsa-pkcs1-sha256':
      return { mechanism: { mechanism: api.CKM_SHA256_RSA_PKCS }, input: tbs, isRaw: false };
    case 'rsa-pss-sha256':
      return {
        mechanism: {
          mechanism: api.CKM_SHA256_RSA_PKCS_PSS,
          parameter: {
            type: api.CK_PARAMS_RSA_PSS,
            hashAlg: api.CKM_SHA256,
            mgf: api.CKG_MGF1_SHA256,
            saltLen: 32,
          } as RsaPSS,
        },
        input: tbs,
        isRaw: false,
      };
    case 'sm2-sm3': {
      if (place.sm2Mechanism === undefined || key.kind !== 'sm2') {
        throw new OfficeError('signer.key-missing', { setting: 'sm2Mechanism' });
      }
      return {
        mechanism: { mechanism: place.sm2Mechanism },
        input: sm2Digest(key.point, tbs),
        isRaw: true,
      };
    }
  }
}

function openSession(api: Package, token: PKCS11, place: Pkcs11Place, pin: string): Session {
  const slot = token.C_GetSlotList(true).find((candidate) => {
    const label = token.C_GetTokenInfo(candidate).label.trim();
    return place.token === undefined ? label !== '' : label === place.token;
  });
  if (slot === undefined) {
    throw new OfficeError('signer.token-missing', { token: place.token ?? '' });
  }
  const handle = token.C_OpenSession(slot, api.CKF_SERIAL_SESSION);
  try {
    token.C_Login(handle, api.CKU_USER, pin);
  } catch (error) {
    // Another key of the same token has logged in: the login is the token's, not the session's.
    if ((error as { code?: number }).code !== api.CKR_USER_ALREADY_LOGGED_IN) {
      token.C_CloseSession(handle);
      throw new OfficeError('signer.token-missing', { reason: (error as Error).message });
    }
  }
  const key = findKey(api, token, handle, place.key);
  if (key === undefined) {
    token.C_CloseSession(handle);
    throw new OfficeError('signer.key-missing', { key: place.key });
  }
  return { handle, key };
}

function findKey(api: Package, token: PKCS11, session: Buffer, label: string): Buffer | undefined {
  const template: Template = [
    { type: api.CKA_CLASS, value: api.CKO_PRIVATE_KEY },
    { type: api.CKA_LABEL, value: label },
  ];
  token.C_FindObjectsInit(session, template);
  try {
    return token.C_FindObjects(session, 1)[0];
  } finally {
    token.C_FindObjectsFinal(session);
  }
}
