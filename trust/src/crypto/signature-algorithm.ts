/** Signature algorithms as AlgorithmIdentifier (RFC 5758, RFC 8017, RFC 8410, GM/T 0006). */

import { DerError, type DerNode, objectIdentifier, sequence, smallInteger } from './der-reader.ts';
import { explicit, int, nul, oid, seq } from './der-writer.ts';
import { HASH_LENGTH, HASH_OID, type HashName, hashOfOid } from './hash.ts';
import type { SignerAlgorithm } from './signer.ts';

/** A signature algorithm with its digest. SM2 always means SM3 with the default identifier. */
export type SignatureAlgorithm =
  | { scheme: 'sm2'; hash: 'sm3' }
  | { scheme: 'ecdsa' | 'rsa-pkcs1'; hash: HashName }
  | { scheme: 'rsa-pss'; hash: HashName; mgfHash: HashName; saltLength: number }
  | { scheme: 'ed25519'; hash: 'sha512' };

/** OID of SM2 with SM3. */
export const SM2_WITH_SM3 = '1.2.156.10197.1.501';

const RSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const BY_OID: Readonly<Record<string, SignatureAlgorithm>> = {
  [SM2_WITH_SM3]: { scheme: 'sm2', hash: 'sm3' },
  '1.2.840.10045.4.1': { scheme: 'ecdsa', hash: 'sha1' },
  '1.2.840.10045.4.3.2': { scheme: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { scheme: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { scheme: 'ecdsa', hash: 'sha512' },
  '1.2.840.113549.1.1.5': { scheme: 'rsa-pkcs1', hash: 'sha1' },
  '1.2.840.113549.1.1.11': { scheme: 'rsa-pkcs1', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { scheme: 'rsa-pkcs1', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { scheme: 'rsa-pkcs1', hash: 'sha512' },
  '1.3.101.112': { scheme: 'ed25519', hash: 'sha512' },
};

/** Algorithm of an OID without parameters (the OID field of a seal), undefined when unknown. */
export function signatureAlgorithmOfOid(dotted: string): SignatureAlgorithm | undefined {
  return Object.hasOwn(BY_OID, dotted) ? BY_OID[dotted] : undefined;
}

/** Reads an AlgorithmIdentifier. Throws DerError when it is unknown. */
export function readSignatureAlgorithm(node: DerNode | undefined): SignatureAlgorithm {
  const [oidNode, parameters] = sequence(node);
  const dotted = objectIdentifier(oidNode);
  if (dotted === RSA_PSS) {
    return readPss(parameters);
  }
  const algorithm = signatureAlgorithmOfOid(dotted);
  if (algorithm === undefined) {
    throw new DerError(`expected a known signature algorithm, found ${dotted}`);
  }
  return algorithm;
}

/** RSASSA-PSS-params with the defaults of RFC 8017 A.2.3. */
function readPss(parameters: DerNode | undefined): SignatureAlgorithm {
  let hash: HashName = 'sha1';
  let mgfHash: HashName = 'sha1';
  let saltLength = 20;
  for (const field of parameters === undefined ? [] : sequence(parameters)) {
    const [inner] = field.children;
    switch (field.tag) {
      case 0xa0:
        hash = readHashAlgorithm(inner);
        break;
      case 0xa1: {
        const [mgf, mgfParameters] = sequence(inner);
        if (objectIdentifier(mgf) !== MGF1) {
          throw new DerError('expected MGF1');
        }
        mgfHash = readHashAlgorithm(mgfParameters);
        break;
      }
      case 0xa2:
        saltLength = smallInteger(inner);
        break;
      case 0xa3:
        if (smallInteger(inner) !== 1) {
          throw new DerError('expected trailer field 1');
        }
        break;
      default:
        throw new DerError('expected PSS parameters');
    }
  }
  return { scheme: 'rsa-pss', hash, mgfHash, saltLength };
}

/** Digest of an AlgorithmIdentifier. Throws DerError when it is unknown. */
export function readHashAlgorithm(node: DerNode | undefined): HashName {
  const dotted = objectIdentifier(sequence(node)[0]);
  const name = hashOfOid(dotted);
  if (name === undefined) {
    throw new DerError(`expected a known digest algorithm, found ${dotted}`);
  }
  return name;
}

/** AlgorithmIdentifier of the algorithms we sign with (RFC 5758, GM/T 0006; RFC 4055 for RSA). */
export function writeSignatureAlgorithm(algorithm: SignerAlgorithm): Uint8Array {
  switch (algorithm) {
    case 'sm2-sm3':
      return seq(oid(SM2_WITH_SM3));
    case 'ecdsa-p256-sha256':
      return seq(oid('1.2.840.10045.4.3.2'));
    case 'rsa-pkcs1-sha256':
      return seq(oid('1.2.840.113549.1.1.11'), nul());
    case 'rsa-pss-sha256': {
      const sha256 = writeHashAlgorithm(HASH_OID.sha256);
      const mask = seq(oid(MGF1), sha256);
      const parameters = seq(explicit(0, sha256), explicit(1, mask), explicit(2, int(HASH_LENGTH.sha256)));
      return seq(oid(RSA_PSS), parameters);
    }
  }
}

/** AlgorithmIdentifier with NULL parameters, as PKCS#7 writers put digest algorithms. */
export function writeHashAlgorithm(dotted: string): Uint8Array {
  return seq(oid(dotted), nul());
}
