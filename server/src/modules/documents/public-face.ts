/** What anybody who holds a printed code or the file may learn; of documents with a sealed file only. */
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { printNumber } from './numbers.ts';

/** The public face of one issued document. */
export type PublicFace = {
  organId: string;
  documentId: string;
  title: string;
  number: string;
  /** 成文日期, `YYYY-MM-DD`. */
  date: string;
  versionNo: number;
  newestNo: number;
  root: { sha256: string; sm3: string };
  sealedAt: Date;
};

type Row = {
  organ_id: string;
  document_id: string;
  title: string | null;
  code: string | null;
  year: number | null;
  n: number | null;
  signed_on: string | null;
  version_no: number;
  root_sha256: string;
  root_sm3: string;
  sealed_at: Date;
  newest_no: number;
};

/** Looks up by the printed code or by a file's SHA-256 (hex), whatever organ issued it; undefined when there is none. */
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
      number:
        row.code === null || row.year === null || row.n === null
          ? ''
          : printNumber({ code: row.code, year: row.year, n: row.n }),
      date: row.signed_on ?? '',
      versionNo: row.version_no,
      newestNo: row.newest_no,
      root: { sha256: row.root_sha256, sm3: row.root_sm3 },
      sealedAt: row.sealed_at,
    }
  );
}
