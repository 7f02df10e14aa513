/** The worker that opens outside files: what hurts it hurts nobody else. */
import { parentPort } from 'node:worker_threads';
import { parseTrustList } from '@yiwen/trust/certificates';
import { verifyDocument } from '@yiwen/trust/verification';

/** One file to check. `trust` is the JSON form of a trust list. */
export type CheckRequest = {
  id: number;
  bytes: Uint8Array;
  trust: string | undefined;
  now: number;
  fileName: string;
};

parentPort?.on('message', ({ id, bytes, trust, now, fileName }: CheckRequest) => {
  const report = verifyDocument(bytes, {
    ...(trust === undefined ? {} : { trust: parseTrustList(trust) }),
    now,
    fileName,
  });
  parentPort?.postMessage({ id, report });
});
