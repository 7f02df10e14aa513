/** The worker that opens files of anybody: what hurts it hurts nobody else, and it sends nothing. */
import { parseTrustList } from '@yiwen/trust/certificates';
import { hash, hex } from '@yiwen/trust/crypto';
import { type DocumentStatus, verifyDocument } from '@yiwen/trust/verification';

/** First the bytes, answered by their fingerprint; then, with the status somebody may have been asked for, the check. */
export type Order =
  | { step: 'take'; bytes: ArrayBuffer }
  | { step: 'check'; trust: string; now: number; fileName: string; status: DocumentStatus };

let bytes = new Uint8Array(0);

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.step === 'take') {
    bytes = new Uint8Array(data.bytes);
    postMessage({ sha256: hex(hash('sha256', bytes)) });
    return;
  }
  const { trust, now, fileName, status } = data;
  postMessage({ report: verifyDocument(bytes, { trust: parseTrustList(trust), now, fileName, status }) });
});
