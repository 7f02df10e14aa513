/** Making a demonstration seal: picture, certificates, SESeal, wrapped keys. Everything says 演示无效. */
import { createHash } from 'node:crypto';
import type { Purpose } from '@yiwen/trust/certificates';
import { type EcSignerAlgorithm, keySigner, wrapKey } from '@yiwen/trust/crypto';
import { makeSeal, sealPicture, sealSizeMm } from '@yiwen/trust/seals';
import type { Tx } from '../../platform/database/index.ts';
import { type AuthorityService, issueFresh, random, WRAP_LOG_N } from '../authority/index.ts';
import type { SealKind, SealShape } from './register.ts';
import { sealGlyphs } from './seal-glyphs.ts';
import type { MadeSeal } from './store.ts';

/** For whom and when. `validFrom` may lie in the past: papers of the demonstration keep their dates. */
export type DemoSealOrder = {
  id: string;
  organId: string;
  organName: string;
  /** Kind of organ, which decides the size (国发〔1999〕25号). */
  organKind: string;
  kind: SealKind;
  shape: SealShape;
  /** What stands on the seal: the organ's name (a township's begins with its county's), or the person's. */
  face: string;
  purpose?: string;
  /** How people call it. */
  sealName: string;
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
): Promise<MadeSeal> {
  const notBefore = order.validFrom.getTime();
  const notAfter = order.at.getTime() + 2 * YEAR_MS;
  const issue = (purpose: Purpose, algorithm: EcSignerAlgorithm, organisation: string, commonName: string) =>
    issueFresh(tx, authority, {
      organId: order.organId,
      purpose,
      algorithm,
      subject: { organisation, commonName },
      notBefore,
      notAfter,
      at: order.at,
    });
  // A 签名章 is its owner's, and verifiers look for a person's certificate in it.
  const isPersonal = order.kind === 'personal';
  const holder = { organ: order.organName, business: order.sealName, personal: order.face }[order.kind];
  const maker = '一文通演示印章制作';
  const user = await issue(isPersonal ? 'person' : 'seal', 'sm2-sm3', order.organName, holder);
  const pdf = await issue(isPersonal ? 'person' : 'document', 'ecdsa-p256-sha256', order.organName, holder);
  const makerKey = await issue('seal-maker', 'sm2-sm3', maker, maker);
  const size = sealSizeMm({
    shape: order.shape,
    organKind: order.organKind,
    isOrgan: order.kind === 'organ',
  });
  const picture = sealPicture({
    shape: order.shape,
    name: order.face,
    ...(order.purpose === undefined ? {} : { purpose: order.purpose }),
    demo: true,
    ...size,
    outline: sealGlyphs(),
  });
  const esId = `YWDEMO${createHash('sha256').update(order.id).digest('hex').slice(0, 14).toUpperCase()}`;
  const name = `${order.sealName}（演示无效）`;
  const seal = await makeSeal(
    {
      esID: esId,
      vid: 'Yiwen',
      name,
      type: isPersonal ? 'person' : 'organ',
      certificates: [user.certificate],
      picture: { type: 'png', data: picture, ...size },
      createDate: order.at.getTime(),
      validStart: notBefore,
      validEnd: notAfter,
    },
    keySigner(makerKey, { random }),
  );
  const secret = new Uint8Array([...user.privateKey, ...pdf.privateKey]);
  return {
    id: order.id,
    organ_id: order.organId,
    es_id: esId,
    name,
    diameter_mm: size.widthMm,
    height_mm: size.heightMm,
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
