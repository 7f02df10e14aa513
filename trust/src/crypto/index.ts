/** Algorithms and ASN.1. The only folder that knows an implementation. */

export { type AeadName, openBytes, sealBytes } from './authenticated-encryption.ts';
export * from './bytes.ts';
export {
  bits,
  boolean,
  DerError,
  type DerLimits,
  type DerNode,
  integer,
  namedBits,
  objectIdentifier,
  octets,
  readDer,
  readDerPrefix,
  sequence,
  setOf,
  smallInteger,
  text,
  time,
} from './der-reader.ts';
export * as der from './der-writer.ts';
export type { EcSignatureForm } from './ec-signature.ts';
export {
  type EcdsaCurve,
  ecdsaP256Sign,
  ecdsaP256Verify,
  ecdsaVerify,
  p256KeyPair,
  p256PublicKey,
} from './ecdsa.ts';
export { ed25519KeyPair, ed25519PublicKey, ed25519Sign, ed25519Verify } from './ed25519.ts';
export {
  HASH_LENGTH,
  HASH_OID,
  type HashName,
  hash,
  hashOfOid,
  sha1,
  sha256,
  sha384,
  sha512,
} from './hash.ts';
export { unwrapKey, type WrappedKey, wrapKey } from './key-wrapping.ts';
export {
  type PublicKey,
  readPublicKey,
  verifySignature,
  writePrivateKey,
  writePublicKey,
} from './public-key.ts';
export { type RsaKey, rsaBits, rsaPkcs1Verify, rsaPssVerify } from './rsa.ts';
export {
  type RsaPrivateKey,
  readRsaPrivateKey,
  rsaPkcs1Sign,
  rsaPssSign,
} from './rsa-sign.ts';
export { type ScryptCost, scrypt } from './scrypt.ts';
export { SM2_SAMPLE, selfTest } from './self-test.ts';
export {
  readHashAlgorithm,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
  SM2_WITH_SM3,
  signatureAlgorithmOfOid,
  writeHashAlgorithm,
  writeSignatureAlgorithm,
} from './signature-algorithm.ts';
export {
  type EcSignerAlgorithm,
  keySigner,
  type Signer,
  type SignerAlgorithm,
  type SigningKey,
  signingWith,
} from './signer.ts';
export {
  SM2_DEFAULT_ID,
  type Sm2Key,
  type Sm2KeyPair,
  type Sm2Signer,
  sm2Digest,
  sm2Key,
  sm2KeyPair,
  sm2PublicKey,
  sm2Sign,
  sm2Signer,
  sm2Verify,
} from './sm2.ts';
export { sm3 } from './sm3.ts';
export { sm4Block, sm4RoundKeys } from './sm4.ts';
