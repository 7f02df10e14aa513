/**
 * Looking after the time of signed files: stamped when they are signed if a source answers, else later; and renewed before
 * the last stamp loses its worth. A file's earlier state stays where it is; its owner hears of the new one in the same
 * transaction.
 */
import { createHash } from 'node:crypto';
import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';
import { verifyDocument, worstVerdict } from '@yiwen/trust/verification';
import type { Tx } from '../../platform/database/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { announcement } from '../../platform/node/index.ts';
import { type AskTime, type SignedFile, type StampedFile, stampAtSigning, stampLater } from './stamp-file.ts';
import {
  dueFiles,
  insertStampedFile,
  keepValidationData,
  type StampedFileRow,
  stampedFileById,
  updateStampedFile,
} from './stamped-files.ts';

/** A file has a time-stamp more; said in the transaction that makes it so, to whoever owns the file. */
export const fileStamped = announcement<{
  organId: string;
  owner: string;
  ownerId: string;
  format: 'ofd' | 'pdf' | 'asice';
  /** Digest of the state before. */
  earlier: string;
  sha256: string;
  sm3: string;
  size: number;
  /** The time in the token, and the source that gave it. */
  time: Date;
  source: string;
  at: Date;
}>('authority.file-stamped');

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
/** A stamp is renewed this long before its maker's certificate or its digest ends. */
const RENEWAL_MS = 60 * DAY_MS;

/** A signed file handed over: whose it is, its bytes' digest, and what stamping at signing came to. */
export type FileInCare = {
  organId: string;
  owner: string;
  ownerId: string;
  file: Omit<SignedFile, 'bytes'>;
  sha256: string;
  stamped: StampedFile;
  at: Date;
};

/** What the care needs of the rest of the authority. `hashEnds`: when a digest is no longer relied on, Unix ms. */
export type FileTimeParts = {
  node: Node;
  ask(now: Date): AskTime;
  trust(): Promise<TrustList>;
  revocation(): Promise<RevocationEvidence>;
  hashEnds: Readonly<Record<string, number>>;
};

/** The care of one node. */
export class FileTime {
  readonly #parts: FileTimeParts;

  constructor(parts: FileTimeParts) {
    this.#parts = parts;
  }

  /** Stamps a file that was just signed, if a time source answers within its time. */
  async stamp(file: SignedFile, now: Date): Promise<StampedFile> {
    const { ask, revocation } = this.#parts;
    return await stampAtSigning(file, ask(now), await revocation());
  }

  /** Takes a signed file under care, in the transaction that registers it. */
  async take(tx: Tx, care: FileInCare): Promise<void> {
    const { organId, owner, ownerId, file, sha256, stamped, at } = care;
    await insertStampedFile(tx, {
      id: crypto.randomUUID(),
      organ_id: organId,
      owner,
      owner_id: ownerId,
      format: file.format,
      field_name: file.fieldName,
      sha256,
      certificates: file.certificates.map((der) => Buffer.from(der)),
      ...this.#after(stamped, at),
      tries: 0,
      added_at: at,
    });
    await keepValidationData(tx, { organId, sha256, data: stamped.data, at });
  }

  /** Works off what is due; answers how many files have a stamp more. Stops where no source answers for those waiting. */
  async work(): Promise<number> {
    const { node } = this.#parts;
    let done = 0;
    let answered = true;
    for (const due of await node.db.asPublic((tx) => dueFiles(tx, node.clock.now()))) {
      const row = await node.db.asJob({ organId: due.organId }, (tx) => stampedFileById(tx, due.id));
      if (row === undefined) {
        continue;
      }
      const stamped = answered ? await this.#stampRow(row) : undefined;
      if (stamped === undefined) {
        answered = false;
        await this.#postpone(row);
      } else if (await this.#keep(row, stamped)) {
        done += 1;
      }
    }
    return done;
  }

  /** The row's file with a time-stamp more; undefined when no source answered. */
  async #stampRow(row: StampedFileRow): Promise<StampedFile | undefined> {
    const { node, ask, trust, revocation } = this.#parts;
    const bytes = await node.blobs.get(row.sha256);
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== row.sha256) {
      throw new Error(`the bytes of file ${row.sha256} are not in the store`);
    }
    const file: SignedFile = {
      format: row.format,
      bytes,
      fieldName: row.field_name,
      certificates: row.certificates.map((der) => new Uint8Array(der)),
    };
    const evidence = await revocation();
    const stamped = await stampLater(file, ask(node.clock.now()), evidence);
    if (stamped.stamp === undefined) {
      return undefined;
    }
    const judge = (candidate: Uint8Array) =>
      verifyDocument(candidate, {
        trust: list,
        revocation: evidence,
        now: node.clock.now().getTime(),
      }).verdict;
    const list = await trust();
    const [before, after] = [judge(bytes), judge(stamped.bytes)];
    // Nothing is put in the place of a file that a verifier would think less of.
    if (before !== after && worstVerdict([before, after]) === after) {
      throw new Error(`file ${row.sha256} would be ${after} instead of ${before} with a time-stamp more`);
    }
    return stamped;
  }

  async #keep(row: StampedFileRow, stamped: StampedFile): Promise<boolean> {
    const { node } = this.#parts;
    const ref = await node.blobs.put(stamped.bytes);
    return await node.db.asJob({ organId: row.organ_id }, async (tx) => {
      const now = await stampedFileById(tx, row.id, true);
      if (now === undefined || now.sha256 !== row.sha256 || stamped.stamp === undefined) {
        return false;
      }
      const at = node.clock.now();
      if (ref.sha256 !== row.sha256) {
        await node.services.announce(fileStamped, tx, {
          organId: row.organ_id,
          owner: row.owner,
          ownerId: row.owner_id,
          format: row.format,
          earlier: row.sha256,
          ...ref,
          time: new Date(stamped.stamp.time),
          source: stamped.stamp.source,
          at,
        });
      }
      await updateStampedFile(tx, row.id, {
        sha256: ref.sha256,
        ...this.#after(stamped, at),
        tries: 0,
      });
      await keepValidationData(tx, {
        organId: row.organ_id,
        sha256: ref.sha256,
        data: stamped.data,
        ...(stamped.beside === undefined ? {} : { stamps: [stamped.beside] }),
        at,
      });
      return true;
    });
  }

  async #postpone(row: StampedFileRow): Promise<void> {
    const { node } = this.#parts;
    const wait = Math.min(MINUTE_MS * 2 ** Math.min(row.tries, 10), LONGEST_WAIT_MS);
    await node.db.asJob({ organId: row.organ_id }, (tx) =>
      updateStampedFile(tx, row.id, {
        due_at: new Date(node.clock.now().getTime() + wait),
        tries: row.tries + 1,
      }),
    );
  }

  /** When a file is looked at next. */
  #after({ stamp }: StampedFile, at: Date): Pick<StampedFileRow, 'stamped_at' | 'source' | 'due_at'> {
    if (stamp === undefined) {
      return { stamped_at: null, source: null, due_at: new Date(at.getTime() + MINUTE_MS) };
    }
    const ends = Math.min(stamp.makerEnds, this.#parts.hashEnds[stamp.hash] ?? Number.POSITIVE_INFINITY);
    return {
      stamped_at: new Date(stamp.time),
      source: stamp.source,
      due_at: new Date(Math.max(ends - RENEWAL_MS, at.getTime() + DAY_MS)),
    };
  }
}
