/** Signing of printed codes, and the dated list of their keys. */
import { base64, ecdsaP256Sign, p256KeyPair, unwrapKey, wrapKey } from '@yiwen/trust/crypto';
import {
  type PaperContent,
  PaperError,
  paperKeyId,
  type SignedKeyStatement,
  signKeyStatement,
  writePrintedCode,
} from '@yiwen/trust/paper';
import { dateIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type ActorRecord, recordAct } from '../../platform/events/index.ts';
import { type Node, serviceKey } from '../../platform/node/index.ts';
import { random, WRAP_LOG_N } from '../authority/index.ts';
import { organById } from '../directory/index.ts';
import { sealingService } from '../sealing/index.ts';
import { paperKeyMade, paperKeyRevoked } from './acts.ts';
import { allKeys, insertKey, type KeyRow, keyInUse, markRevoked } from './store.ts';

/** What is printed, without the day: the service knows it. */
export type ToPrint = Omit<PaperContent, 'signedOn'> & { organId: string; shortCode: string };

/** The service. */
export type PaperService = {
  /**
   * The signed address for the pages of a document about to be sealed; undefined where it would be larger than a
   * readable code (a very long address of the node). The transaction must be the organ's own.
   */
  addressOf(tx: Tx, document: ToPrint): Promise<string | undefined>;
  /** The dated list of all keys, each organ's part signed at most {@link LIST_AGE_MS} ago. */
  keyList(): Promise<SignedKeyStatement[]>;
  /** Gives the organ's key up from today; the next document gets a new one. */
  revoke(tx: Tx, order: { organId: string; actor: ActorRecord; at: Date }): Promise<void>;
};

/** Where the module hands its service out. */
export const paperService = serviceKey<PaperService>('paper.service');

/** How old a signed part of the list may be: a revocation of another process is shown after this long at the latest. */
const LIST_AGE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A demonstration's papers of the past year carry codes of their dates. */
const DEMO_AGE_MS = 400 * DAY_MS;

/** Makes the service of one node. */
export function makePaperService(node: Node, nodeKey: Uint8Array): PaperService {
  let kept: { at: number; list: SignedKeyStatement[] } | undefined;

  async function key(tx: Tx, organId: string, at: Date) {
    const found = await keyInUse(tx, organId);
    if (found !== undefined) {
      return found;
    }
    const pair = p256KeyPair(random);
    const from = dateIn(node.demo() ? new Date(at.getTime() - DEMO_AGE_MS) : at);
    const made = await insertKey(tx, {
      id: crypto.randomUUID(),
      organId,
      publicKey: pair.publicKey,
      from,
      wrapped: await wrapKey(pair.privateKey, nodeKey, { random, logN: WRAP_LOG_N }),
      at,
    });
    if (made) {
      await recordAct(tx, {
        kind: paperKeyMade.kind,
        organId,
        actor: { name: '系统', post: '系统' },
        at,
        body: { ...named(pair.publicKey), from },
      });
      kept = undefined;
    }
    return await keyInUse(tx, organId);
  }

  return {
    async addressOf(tx, { organId, shortCode, ...content }) {
      const at = node.clock.now();
      const row = await key(tx, organId, at);
      const privateKey = row && (await unwrapKey(row.wrapped, nodeKey));
      if (row === undefined || privateKey === undefined) {
        throw new Error(
          `the key of printed codes of organ ${organId} does not open with this node's key: restore <data>/sealing from the backup`,
        );
      }
      try {
        return writePrintedCode(
          { ...content, signedOn: dateIn(at) },
          {
            publicUrl: node.publicUrl(),
            shortCode,
            keyId: paperKeyId(row.publicKey),
            sign: (bytes) => ecdsaP256Sign(privateKey, bytes),
          },
        );
      } catch (error) {
        if (!(error instanceof PaperError)) {
          throw error;
        }
        node.log.warn({ organId, reason: error.message }, 'a document is printed without a signed code');
        return undefined;
      }
    },

    async keyList() {
      const now = node.clock.now();
      if (kept === undefined || Math.abs(now.getTime() - kept.at) > LIST_AGE_MS) {
        kept = { at: now.getTime(), list: await signedList(node, now) };
      }
      return kept.list;
    },

    async revoke(tx, { organId, actor, at }) {
      const row = await keyInUse(tx, organId);
      if (row === undefined) {
        throw new OfficeError('paper.no-key');
      }
      const day = dateIn(at);
      await markRevoked(tx, row.id, day);
      await recordAct(tx, {
        kind: paperKeyRevoked.kind,
        organId,
        actor,
        at,
        body: { ...named(row.publicKey), day },
      });
      kept = undefined;
    },
  };
}

function named(publicKey: Uint8Array) {
  return { keyId: Buffer.from(paperKeyId(publicKey)).toString('hex'), publicKey: base64(publicKey) };
}

async function signedList(node: Node, now: Date): Promise<SignedKeyStatement[]> {
  const byOrgan = new Map<string, KeyRow[]>();
  for (const row of await node.db.asPublic(allKeys)) {
    byOrgan.set(row.organId, [...(byOrgan.get(row.organId) ?? []), row]);
  }
  const list: SignedKeyStatement[] = [];
  for (const [organId, keys] of byOrgan) {
    const signed = await node.db.asJob({ organId }, async (tx) => {
      const organ = await organById(tx, organId);
      if (organ === undefined) {
        return undefined;
      }
      const signer = await node.services.get(sealingService).organSigner(tx, organ);
      const { id, name } = organ;
      return await signKeyStatement({ organ: { id, name }, at: now.toISOString(), keys }, signer);
    });
    list.push(...(signed === undefined ? [] : [signed]));
  }
  return list;
}
