/** The worker that opens outside files: what hurts it hurts nobody else. */
import { parentPort } from 'node:worker_threads';
import { parseTrustList } from '@yiwen/trust/certificates';
import { type DocumentStatus, verifyDocument } from '@yiwen/trust/verification';

/** One file to check. `trust` is the JSON form of a trust list. */
export type CheckRequest = {
  id: number;
  bytes: Uint8Array;
  trust: string | undefined;
  now: number;
  fileName: string;
  status?: DocumentStatus;
};

parentPort?.on('message', ({ id, bytes, trust, now, fileName, status }: CheckRequest) => {
  const report = verifyDocument(bytes, {
    ...(trust === undefined ? {} : { trust: parseTrustList(trust) }),
    now,
    fileName,
    ...(status === undefined ? {} : { status }),
  });
  parentPort?.postMessage({ id, report });
});
