/** What sealing offers to the modules above it and to the demonstration world. */

import { join } from 'node:path';
import { type TrustList, trustListJson } from '@yiwen/trust/certificates';
import type { Signer } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type ActorRecord, recordAct } from '../../platform/events/index.ts';
import { type Node, serviceKey } from '../../platform/node/index.ts';
import { replaceFile } from '../../platform/storage/index.ts';
import { authorityService } from '../authority/index.ts';
import { organById } from '../directory/index.ts';
import { sealMade } from './acts.ts';
import { makeDemoSeal } from './make-demo-seal.ts';
import { organSigner } from './organ-signer.ts';
import type { SealingJob } from './request-sealing.ts';
import { type SealingStage, sealDocument } from './seal-document.ts';
import { sealNameOf } from './seal-name.ts';
import { insertSeal, type SealRow, sealAt } from './store.ts';

/** Who wants a seal for which organ. */
export type SealOrder = {
  organId: string;
  organName: string;
  diameterMm: number;
  actor: ActorRecord;
  validFrom?: Date;
};

/** The service. */
export type SealingService = {
  /** The node's trust list: its demonstration authority and its logs. */
  trustList(): Promise<TrustList>;
  /** Writes the trust list to `<data>/trust/demo.json` and answers the folder. */
  writeTrustFolder(): Promise<string>;
  /** Makes a demonstration seal and records the act; refused where a valid one exists. */
  makeSeal(tx: Tx, node: Node, order: SealOrder): Promise<SealRow>;
  /** The signer of an organ's packets and receipts; `tx` must be the organ's own transaction. */
  organSigner(tx: Tx, organ: { id: string; name: string }): Promise<Signer>;
  /** Runs a sealing job at once, under the given node's clock; `after` hears each stage. The demonstration seeds with it. */
  sealNow(node: Node, job: SealingJob, after?: (stage: SealingStage) => void): Promise<void>;
};

/** Where the module hands its service out. */
export const sealingService = serviceKey<SealingService>('sealing.service');

/** Makes the service of one node. */
export function makeSealingService(node: Node, nodeKey: Uint8Array): SealingService {
  const authority = () => node.services.get(authorityService);
  const trustList = (): Promise<TrustList> => authority().trust();
  return {
    trustList,
    async writeTrustFolder() {
      const folder = join(node.dataDir, 'trust');
      await replaceFile(
        join(folder, 'demo.json'),
        new TextEncoder().encode(trustListJson(await trustList())),
      );
      return folder;
    },
    async makeSeal(tx, actingNode, order) {
      const at = actingNode.clock.now();
      if ((await sealAt(tx, at)) !== undefined) {
        throw new OfficeError('sealing.seal-exists');
      }
      const organ = await organById(tx, order.organId);
      const parent = organ?.parentId ? await organById(tx, organ.parentId) : undefined;
      const row = await makeDemoSeal(tx, authority(), nodeKey, {
        id: crypto.randomUUID(),
        organId: order.organId,
        organName: order.organName,
        sealName: organ === undefined ? order.organName : sealNameOf(organ, parent),
        diameterMm: order.diameterMm,
        at,
        validFrom: order.validFrom ?? at,
      });
      await insertSeal(tx, row);
      const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(row.seal));
      await recordAct(tx, {
        kind: sealMade.kind,
        organId: order.organId,
        actor: order.actor,
        at,
        body: {
          sealId: row.id,
          esId: row.es_id,
          name: row.name,
          sealSha256: Buffer.from(digest).toString('hex'),
          demo: true,
        },
      });
      return row;
    },
    organSigner: (tx, organ) => organSigner(tx, authority(), nodeKey, organ, node.clock.now()),
    async sealNow(actingNode, job, after) {
      await sealDocument(actingNode, { nodeKey, trust: await trustList() }, job, after);
    },
  };
}
