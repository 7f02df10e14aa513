/** What leaves the organ with a document. */

import type { Tx } from '../../platform/database/index.ts';
import { filesOf, newestStates, type StoredFile } from './files.ts';
import { tables } from './tables.ts';

/** What leaves the organ: sealed (or, for what carries no seal, finished) files first, then attachments of the version. */
export async function sealedFilesOf(tx: Tx, documentId: string): Promise<StoredFile[]> {
  const files = newestStates(await filesOf(tx, documentId));
  const finished = files.filter((file) => file.role === 'rendition');
  const newest = finished.at(-1)?.versionId;
  const attachments = await tables(tx)
    .selectFrom('documents.part')
    .select('id')
    .where('version_id', '=', newest ?? '00000000-0000-0000-0000-000000000000')
    .where('kind', '=', 'attachment')
    .orderBy('position')
    .execute();
  return [
    ...finished.filter((file) => file.versionId === newest),
    ...attachments.flatMap(({ id }) => files.find((file) => file.id === id) ?? []),
  ];
}
