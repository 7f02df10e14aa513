import { keySigner, type Signer, unwrapKey } from '@yiwen/trust/crypto';
import { random } from '../authority/index.ts';
import type { SealRow } from './store.ts';

/**
 * The two signers behind a seal: SM2 for the OFD, P-256 for the PDF twin. Throws when the node has another key, or the
 * seal is destroyed and its keys are gone.
 */
export async function sealSigners(seal: SealRow, nodeKey: Uint8Array): Promise<{ ofd: Signer; pdf: Signer }> {
  if (seal.wrapped === null) {
    throw new Error(`the keys of seal ${seal.es_id} are destroyed`);
  }
  const secret = await unwrapKey(seal.wrapped, nodeKey);
  if (secret?.length !== 64) {
    throw new Error(
      `the keys of seal ${seal.es_id} do not open with this node's key: restore <data>/sealing from the backup`,
    );
  }
  const bytes = (der: Buffer) => new Uint8Array(der);
  return {
    ofd: keySigner(
      {
        certificate: bytes(seal.certificate),
        chain: seal.chain.map(bytes),
        algorithm: 'sm2-sm3',
        privateKey: secret.slice(0, 32),
      },
      { random },
    ),
    pdf: keySigner(
      {
        certificate: bytes(seal.pdf_certificate),
        chain: seal.pdf_chain.map(bytes),
        algorithm: 'ecdsa-p256-sha256',
        privateKey: secret.slice(32),
      },
      { random },
    ),
  };
}
