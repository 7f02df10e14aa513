/** Checks a file on this device: in a worker, with a limit on time; the node hears the fingerprint at most. */
import type { EvidenceReport } from '@yiwen/trust/evidence';
import type { Report } from '@yiwen/trust/verification';
import type { Order } from './check-worker.ts';
import type { Means } from './means.ts';
import { type Asked, askByFingerprint } from './registered.ts';

/** Largest file that is opened. */
export const fileLimitBytes = 64 * 1024 * 1024;
const patienceMs = 60_000;

/** A file was not checked: `too-large` or `too-slow`. */
export class NotChecked extends Error {
  override name = 'NotChecked';
  readonly reason: 'too-large' | 'too-slow';
  constructor(reason: 'too-large' | 'too-slow') {
    super(reason);
    this.reason = reason;
  }
}

/** The report on a document and what the node knows of it, or the report on an evidence package. */
export type Checked = { report: Report; asked: Asked } | { evidence: EvidenceReport };

/** Checks a file, by the signature file beside it where there is one. @throws NotChecked */
export async function checkFile(file: File, means: Means, beside?: File): Promise<Checked> {
  if (file.size + (beside?.size ?? 0) > fileLimitBytes) {
    throw new NotChecked('too-large');
  }
  const [bytes, { trust, revocation }] = [await file.arrayBuffer(), await means.lists()];
  const worker = means.worker();
  try {
    const signature = await beside?.arrayBuffer();
    const order = { step: 'take', bytes, ...(signature === undefined ? {} : { signature }) } as const;
    const { sha256 } = await answerTo<{ sha256: string }>(worker, order, [bytes]);
    const asked = means.isOnline ? await askByFingerprint(sha256) : undefined;
    const checked = await answerTo<{ report: Report } | { evidence: EvidenceReport }>(worker, {
      step: 'check',
      lists: { trust, revocation },
      now: Date.now(),
      fileName: file.name,
      status: asked ? (asked.newer === null ? 'valid' : 'superseded') : 'unknown',
    });
    return 'evidence' in checked ? checked : { ...checked, asked };
  } finally {
    worker.terminate();
  }
}

function answerTo<T>(worker: Worker, order: Order, transfer: Transferable[] = []): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NotChecked('too-slow')), patienceMs);
    worker.onmessage = ({ data }: MessageEvent<T>) => {
      clearTimeout(timer);
      resolve(data);
    };
    worker.onerror = (event) => {
      clearTimeout(timer);
      event.preventDefault();
      reject(new NotChecked('too-slow'));
    };
    worker.postMessage(order, transfer);
  });
}
