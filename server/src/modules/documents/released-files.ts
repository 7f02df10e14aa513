/** What leaves the organ with a document. */
import type { Tx } from '../../platform/database/index.ts';
import { filesOf, type StoredFile } from './files.ts';

/** The sealed renditions of the newest sealed version and the attachments, in that order. */
export async function sealedFilesOf(tx: Tx, documentId: string): Promise<StoredFile[]> {
  const files = await filesOf(tx, documentId);
  const sealed = files.filter((file) => file.role === 'rendition' && file.sealed);
  const newest = sealed.at(-1)?.versionId;
  return [
    ...sealed.filter((file) => file.versionId === newest),
    ...(newest === undefined ? [] : files.filter((file) => file.role === 'attachment')),
  ];
}
