/** Making a demonstration seal for an organ: picture, certificates, SESeal, wrapped keys. Everything says 演示无效. */
import { createHash } from 'node:crypto';
import type { Purpose } from '@yiwen/trust/certificates';
import { type EcSignerAlgorithm, keySigner, wrapKey } from '@yiwen/trust/crypto';
import { makeSeal, sealPicture } from '@yiwen/trust/seals';
import type { Tx } from '../../platform/database/index.ts';
import { type AuthorityService, issueFresh, random, WRAP_LOG_N } from '../authority/index.ts';
import { sealGlyphs } from './seal-glyphs.ts';
import type { SealRow } from './store.ts';

/** For whom and when. `validFrom` may lie in the past: papers of the demonstration keep their dates. */
export type DemoSealOrder = {
  id: string;
  organId: string;
  organName: string;
  /** What stands on the seal; a township's begins with its county's name. */
  sealName: string;
  /** 42 for a township, 45 for a county (国务院关于国家行政机关印章管理的规定 items 9, 11). */
  diameterMm: number;
  at: Date;
  validFrom: Date;
};

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Makes the seal; about a tenth of a second of drawing and signing. */
export async function makeDemoSeal(
  tx: Tx,
  authority: AuthorityService,
  nodeKey: Uint8Array,
  order: DemoSealOrder,
): Promise<SealRow> {
  const notBefore = order.validFrom.getTime();
  const notAfter = order.at.getTime() + 2 * YEAR_MS;
  const issue = (purpose: Purpose, algorithm: EcSignerAlgorithm, name = order.organName) =>
    issueFresh(tx, authority, {
      organId: order.organId,
      purpose,
      algorithm,
      subject: { organisation: name, commonName: name },
      notBefore,
      notAfter,
      at: order.at,
    });
  const user = await issue('seal', 'sm2-sm3');
  const pdf = await issue('document', 'ecdsa-p256-sha256');
  const maker = await issue('seal-maker', 'sm2-sm3', '一文通演示印章制作');
  const picture = sealPicture({
    name: order.sealName,
    demo: true,
    diameterMm: order.diameterMm,
    outline: sealGlyphs(),
  });
  const esId = `YWDEMO${createHash('sha256').update(order.id).digest('hex').slice(0, 14).toUpperCase()}`;
  const seal = await makeSeal(
    {
      esID: esId,
      vid: 'Yiwen',
      name: `${order.sealName}（演示无效）`,
      type: 'organ',
      certificates: [user.certificate],
      picture: { type: 'png', data: picture, widthMm: order.diameterMm, heightMm: order.diameterMm },
      createDate: order.at.getTime(),
      validStart: notBefore,
      validEnd: notAfter,
    },
    keySigner(maker, { random }),
  );
  const secret = new Uint8Array([...user.privateKey, ...pdf.privateKey]);
  return {
    id: order.id,
    organ_id: order.organId,
    es_id: esId,
    name: `${order.sealName}（演示无效）`,
    diameter_mm: order.diameterMm,
    seal: Buffer.from(seal),
    picture: Buffer.from(picture),
    certificate: Buffer.from(user.certificate),
    chain: user.chain.map((der) => Buffer.from(der)),
    pdf_certificate: Buffer.from(pdf.certificate),
    pdf_chain: pdf.chain.map((der) => Buffer.from(der)),
    wrapped: await wrapKey(secret, nodeKey, { random, logN: WRAP_LOG_N }),
    valid_from: order.validFrom,
    valid_to: new Date(notAfter),
    made_at: order.at,
  };
}
