/** A certificate with a key made here, for whoever keeps keys in software. */
import { freshKey, type Purpose, type Subject } from '@yiwen/trust/certificates';
import { type EcSignerAlgorithm, keySigner } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { random } from './demo-files.ts';
import type { AuthorityService, CertificateOrder, Issued } from './service.ts';

/** A certificate with its raw 32-byte private key. */
export type IssuedKey = Issued & { algorithm: EcSignerAlgorithm; privateKey: Uint8Array };

/**
 * Makes a key and has it certified at once. Throws `authority.outside` where only an outside authority can certify it:
 * the caller must then keep the key and call `issue` itself.
 */
export async function issueFresh(
  tx: Tx,
  authority: AuthorityService,
  order: Omit<CertificateOrder, 'key'> & {
    purpose: Purpose;
    subject: Subject;
    algorithm: EcSignerAlgorithm;
  },
): Promise<IssuedKey> {
  const { algorithm } = order;
  const { publicKey, privateKey } = freshKey(algorithm, random);
  const { sign } = keySigner(
    { certificate: new Uint8Array(0), chain: [], algorithm, privateKey },
    { random },
  );
  const answer = await authority.issue(tx, { ...order, key: { algorithm, publicKey, sign } });
  if (answer.state === 'awaiting') {
    throw new OfficeError('authority.outside');
  }
  const { certificate, chain } = answer;
  return { certificate, chain, algorithm, privateKey };
}
