import { randomBytes } from 'node:crypto';
import { sm2KeyPair, unwrapKey, type WrappedKey, wrapKey } from '@yiwen/trust/crypto';
import { ed25519NoteSigner, sm2NoteSigner, writeVkey } from '@yiwen/trust/log';

/** The two signers of a log's checkpoints: Ed25519 for every verifier, SM2 for GB/T 39786. */
export type LogSigners = {
  ed25519: ReturnType<typeof ed25519NoteSigner>;
  sm2: ReturnType<typeof sm2NoteSigner>;
};

const SEED_BYTES = 32;
/** The wrapping secret is random and long already: the lowest cost is enough, and start-up stays quick. */
const WRAP_LOG_N = 10;

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

/** New keys for a log, and what to keep of them: both private keys, wrapped by the node's key. */
export async function makeLogKeys(
  origin: string,
  nodeKey: Uint8Array,
): Promise<{ vkey: string; sm2Vkey: string; wrapped: WrappedKey }> {
  const seed = random(SEED_BYTES);
  const sm2Key = sm2KeyPair(random).privateKey;
  const signers = signersOf(origin, seed, sm2Key);
  const secret = new Uint8Array([...seed, ...sm2Key]);
  return {
    vkey: writeVkey(signers.ed25519.vkey),
    sm2Vkey: writeVkey(signers.sm2.vkey),
    wrapped: await wrapKey(secret, nodeKey, { random, logN: WRAP_LOG_N }),
  };
}

/** The signers of kept keys. Throws when the node's key is another one or the keys are not those the log was opened with. */
export async function openLogKeys(
  log: { origin: string; vkey: string; sm2Vkey: string },
  wrapped: WrappedKey,
  nodeKey: Uint8Array,
): Promise<LogSigners> {
  const secret = await unwrapKey(wrapped, nodeKey);
  if (secret === undefined) {
    throw new Error(`the keys of ${log.origin} do not open with this node's key (<data>/log/node-key)`);
  }
  const signers = signersOf(log.origin, secret.slice(0, SEED_BYTES), secret.slice(SEED_BYTES));
  if (writeVkey(signers.ed25519.vkey) !== log.vkey || writeVkey(signers.sm2.vkey) !== log.sm2Vkey) {
    throw new Error(`the keys of ${log.origin} are not those it was opened with`);
  }
  return signers;
}

function signersOf(origin: string, seed: Uint8Array, sm2Key: Uint8Array): LogSigners {
  return { ed25519: ed25519NoteSigner(origin, seed), sm2: sm2NoteSigner(origin, sm2Key, random) };
}
