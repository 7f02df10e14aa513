/** The worker that opens files of anybody: what hurts it hurts nobody else, and it sends nothing. */
import { parseTrustList } from '@yiwen/trust/certificates';
import { fromBase64, hash, hex } from '@yiwen/trust/crypto';
import { looksLikeEvidence, verifyEvidence } from '@yiwen/trust/evidence';
import type { VerifyLists } from '@yiwen/trust/paper';
import { type DocumentStatus, verifyDetached, verifyDocument } from '@yiwen/trust/verification';

/** First the bytes, answered by their fingerprint; then, with the status somebody may have been asked for, the check. */
export type Order =
  | { step: 'take'; bytes: ArrayBuffer; signature?: ArrayBuffer }
  | {
      step: 'check';
      lists: Pick<VerifyLists, 'trust' | 'revocation'>;
      now: number;
      fileName: string;
      status: DocumentStatus;
    };

let bytes = new Uint8Array(0);
/** Of the signature file beside it. */
let signature: Uint8Array | undefined;

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.step === 'take') {
    bytes = new Uint8Array(data.bytes);
    signature = data.signature && new Uint8Array(data.signature);
    postMessage({ sha256: hex(hash('sha256', bytes)) });
    return;
  }
  const { lists, now, fileName, status } = data;
  const revocation = { crls: bytesOf(lists.revocation.crls), ocsps: bytesOf(lists.revocation.ocsps) };
  const trust = parseTrustList(lists.trust);
  if (looksLikeEvidence(bytes)) {
    postMessage({ evidence: verifyEvidence(bytes, { trust, revocation, now }) });
    return;
  }
  const options = { trust, revocation, now, fileName, status };
  postMessage({
    report:
      signature === undefined ? verifyDocument(bytes, options) : verifyDetached(bytes, signature, options),
  });
});

function bytesOf(list: readonly string[]): Uint8Array[] {
  return list.flatMap((text) => fromBase64(text) ?? []);
}
