/** The worker that opens outside files: what hurts it hurts nobody else. */
import { parentPort } from 'node:worker_threads';
import { parseTrustList, type RevocationEvidence } from '@yiwen/trust/certificates';
import { type DocumentStatus, verifyDocument } from '@yiwen/trust/verification';

/** One file to check. `trust` is the JSON form of a trust list. */
export type CheckRequest = {
  id: number;
  bytes: Uint8Array;
  trust: string | undefined;
  now: number;
  fileName: string;
  status?: DocumentStatus;
  /** Lists and answers the node has, beside those the file carries. */
  revocation?: RevocationEvidence;
};

parentPort?.on('message', ({ id, bytes, trust, now, fileName, status, revocation }: CheckRequest) => {
  const report = verifyDocument(bytes, {
    ...(trust === undefined ? {} : { trust: parseTrustList(trust) }),
    now,
    fileName,
    ...(status === undefined ? {} : { status }),
    ...(revocation === undefined ? {} : { revocation }),
  });
  parentPort?.postMessage({ id, report });
});
