import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';
import { announcement } from '../../platform/node/index.ts';

/** A certificate an outside authority issued on a request was imported. */
export const certificateImported = declareAct({
  kind: 'authority.certificate-imported',
  version: 1,
  schema: z.object({
    requestId: z.string(),
    purpose: z.string(),
    subject: z.string(),
    issuer: z.string(),
    serial: z.string(),
    /** SHA-256 of the certificate, hex. */
    fingerprint: z.string(),
    notAfter: z.string(),
  }),
  label: { zh: '导入证书', en: 'Certificate imported' },
});

/** A certificate that was asked for is here; said in the transaction of the import, to whoever asked for it. */
export const certificateArrived = announcement<{
  organId: string;
  requestId: string;
  certificate: Uint8Array;
  chain: Uint8Array[];
  at: Date;
}>('authority.certificate-arrived');
