/** SQL of stored files: uploads, attachments, originals, renditions. The bytes are in the blob store by digest. */

import type { Tx } from '../../platform/database/index.ts';
import type { BlobRef } from '../../platform/storage/index.ts';
import { type FileFormat, type FileRole, tables } from './tables.ts';
import type { ExtractedText } from './uploads/extracted-text.ts';

/** A stored file. Digests in lower-case hexadecimal, size in bytes. */
export type StoredFile = BlobRef & {
  readonly id: string;
  readonly documentId?: string;
  readonly versionId?: string;
  /** Who uploaded it. */
  readonly personId?: string;
  readonly role: FileRole;
  readonly format: FileFormat;
  readonly sealed: boolean;
  readonly name: string;
  readonly pages?: number;
  readonly typesetter?: string;
  readonly fonts?: readonly unknown[];
  readonly positions?: Record<string, unknown>;
  readonly extracted?: ExtractedText;
  readonly report?: Record<string, unknown>;
  readonly addedAt: Date;
};

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** Stores a file's row; its bytes are in the blob store already. */
export async function insertFile(tx: Tx, organId: string, file: StoredFile): Promise<void> {
  await tables(tx)
    .insertInto('documents.file')
    .values({
      id: file.id,
      organ_id: organId,
      document_id: file.documentId ?? null,
      version_id: file.versionId ?? null,
      person_id: file.personId ?? null,
      role: file.role,
      format: file.format,
      sealed: file.sealed,
      name: file.name,
      size: file.size,
      sha256: file.sha256,
      sm3: file.sm3,
      pages: file.pages ?? null,
      typesetter: file.typesetter ?? null,
      fonts: json(file.fonts),
      positions: json(file.positions),
      extracted: json(file.extracted),
      report: json(file.report),
      added_at: file.addedAt,
    })
    .execute();
}

const rows = (tx: Tx) => tables(tx).selectFrom('documents.file').selectAll();

type Row = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>;

function fileOf(row: Row): StoredFile {
  return {
    id: row.id,
    role: row.role,
    format: row.format,
    sealed: row.sealed,
    name: row.name,
    size: Number(row.size),
    sha256: row.sha256,
    sm3: row.sm3,
    addedAt: row.added_at,
    ...(row.document_id === null ? {} : { documentId: row.document_id }),
    ...(row.version_id === null ? {} : { versionId: row.version_id }),
    ...(row.person_id === null ? {} : { personId: row.person_id }),
    ...(row.pages === null ? {} : { pages: row.pages }),
    ...(row.typesetter === null ? {} : { typesetter: row.typesetter }),
    ...(row.fonts === null ? {} : { fonts: row.fonts }),
    ...(row.positions === null ? {} : { positions: row.positions }),
    ...(row.extracted === null ? {} : { extracted: row.extracted as ExtractedText }),
    ...(row.report === null ? {} : { report: row.report }),
  };
}

/** One file, or undefined. */
export async function findFile(tx: Tx, id: string): Promise<StoredFile | undefined> {
  const row = await rows(tx).where('id', '=', id).executeTakeFirst();
  return row && fileOf(row);
}

/** The files of a document in the order they came. */
export async function filesOf(tx: Tx, documentId: string): Promise<StoredFile[]> {
  const found = await rows(tx)
    .where('document_id', '=', documentId)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return found.map(fileOf);
}

/**
 * Of files in the order they came, the newest state of each: a sealed file may have got a time-stamp since, under the same
 * name in the same version.
 */
export function newestStates(files: readonly StoredFile[]): StoredFile[] {
  return files.filter(
    (file, at) =>
      !(file.role === 'rendition' && file.sealed) ||
      !files.some(
        (later, then) =>
          then > at &&
          later.role === file.role &&
          later.sealed &&
          later.versionId === file.versionId &&
          later.format === file.format &&
          later.name === file.name,
      ),
  );
}

/** Binds an upload to a document; it is no longer only its uploader's. */
export async function bindUpload(
  tx: Tx,
  id: string,
  to: { documentId: string; role: 'attachment' | 'original'; versionId?: string },
): Promise<void> {
  await tables(tx)
    .updateTable('documents.file')
    .set({
      document_id: to.documentId,
      role: to.role,
      ...(to.versionId === undefined ? {} : { version_id: to.versionId }),
    })
    .where('id', '=', id)
    .execute();
}
