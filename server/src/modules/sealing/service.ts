/** What sealing offers to the modules above it and to the demonstration world. */

import { join } from 'node:path';
import { type TrustList, trustListJson } from '@yiwen/trust/certificates';
import type { Signer } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import type { ActorRecord } from '../../platform/events/index.ts';
import { type Node, serviceKey } from '../../platform/node/index.ts';
import { replaceFile } from '../../platform/storage/index.ts';
import { authorityService } from '../authority/index.ts';
import { organSigner } from './organ-signer.ts';
import type { Filing, Registered } from './register.ts';
import type { SealingJob } from './request-sealing.ts';
import { type SealingStage, sealDocument } from './seal-document.ts';
import { type FileJob, sealFile } from './seal-file.ts';
import { applyForSeal, type SealApplication, type SealStep, stepSeal } from './seal-life.ts';

/** Who does each of the four steps that bring a seal into use. */
export type SealHands = Record<'apply' | 'approve' | 'make' | 'file', ActorRecord>;

/** A seal that is wanted in use at once: the demonstration, tests and figures begin with such. */
export type SealOrder = Omit<SealApplication, 'id' | 'actor' | 'at'> & {
  id?: string;
  hands: SealHands;
  filing: Filing;
  validFrom?: Date;
};

/** The service. */
export type SealingService = {
  /** The node's trust list: its demonstration authority and its logs. */
  trustList(): Promise<TrustList>;
  /** Writes the trust list to `<data>/trust/demo.json` and answers the folder. */
  writeTrustFolder(): Promise<string>;
  /** Does one step of a seal's life and records its act; refused where the life cycle does not know it. */
  step(tx: Tx, step: SealStep): Promise<Registered>;
  /** Brings a seal into use by its four acts, each by its own hand; answers its id. */
  bringIntoUse(tx: Tx, node: Node, order: SealOrder): Promise<string>;
  /** The signer of an organ's packets and receipts; `tx` must be the organ's own transaction. */
  organSigner(tx: Tx, organ: { id: string; name: string }): Promise<Signer>;
  /** Runs a sealing job at once, under the given node's clock; `after` hears each stage. The demonstration seeds with it. */
  sealNow(node: Node, job: SealingJob, after?: (stage: SealingStage) => void): Promise<void>;
  /** The same for a file of an approved application. */
  sealFileNow(node: Node, job: FileJob): Promise<void>;
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
    step: (tx, step) => stepSeal(tx, { authority: authority(), nodeKey }, step),
    async bringIntoUse(tx, actingNode, { hands, filing, validFrom, ...application }) {
      const means = { authority: authority(), nodeKey };
      const at = actingNode.clock.now();
      const seal = await applyForSeal(tx, {
        id: crypto.randomUUID(),
        ...application,
        actor: hands.apply,
        at,
      });
      for (const verb of ['approve', 'make', 'file'] as const) {
        await stepSeal(tx, means, {
          sealId: seal.id,
          organId: seal.organ_id,
          verb,
          actor: hands[verb],
          at,
          ...(verb === 'file' ? { filing } : {}),
          ...(validFrom === undefined ? {} : { validFrom }),
        });
      }
      return seal.id;
    },
    organSigner: (tx, organ) => organSigner(tx, authority(), nodeKey, organ, node.clock.now()),
    async sealNow(actingNode, job, after) {
      await sealDocument(actingNode, { nodeKey, trust: await trustList() }, job, after);
    },
    async sealFileNow(actingNode, job) {
      await sealFile(actingNode, { nodeKey, trust: await trustList() }, job);
    },
  };
}
