/** What anybody holding a code or the file may learn about a document, from a function that shows nothing else. */

import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { printNumber } from './numbers.ts';

/** The public facts of a sealed document. Dates are `YYYY-MM-DD`. */
export type PublicFace = {
  readonly organId: string;
  readonly documentId: string;
  readonly title: string;
  readonly number: string;
  readonly date: string;
  readonly versionId: string;
  readonly versionNo: number;
  readonly root: { readonly sha256: string; readonly sm3: string };
  readonly sealedAt: Date;
  /** Number of the newest version; larger than `versionNo` when the file was superseded. */
  readonly newestNo: number;
};

type Row = {
  organ_id: string;
  document_id: string;
  title: string | null;
  code: string;
  year: number;
  n: number;
  signed_on: string | null;
  version_id: string;
  version_no: number;
  root_sha256: string;
  root_sm3: string;
  sealed_at: Date;
  newest_no: number;
};

/**
 * By the printed code, or by a sealed file's SHA-256 (lower-case hexadecimal). Needs no organ: call it in `asPublic`.
 * Undefined when no sealed document answers to it; the caller must also see the *sealed* act in the log.
 */
export async function publicFace(
  tx: Tx,
  wanted: { code: string } | { sha256: string },
): Promise<PublicFace | undefined> {
  const code = 'code' in wanted ? wanted.code : null;
  const sha256 = 'sha256' in wanted ? wanted.sha256 : null;
  const { rows } = await sql<Row>`select * from documents.public_face(${code}, ${sha256})`.execute(tx);
  const [row] = rows;
  return (
    row && {
      organId: row.organ_id,
      documentId: row.document_id,
      title: row.title ?? '',
      number: printNumber(row),
      date: row.signed_on ?? '',
      versionId: row.version_id,
      versionNo: row.version_no,
      root: { sha256: row.root_sha256, sm3: row.root_sm3 },
      sealedAt: row.sealed_at,
      newestNo: row.newest_no,
    }
  );
}
