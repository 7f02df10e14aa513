/** What leaves the organ with a document, and the note that it has left. */
import type { Tx } from '../../platform/database/index.ts';
import { filesOf, type StoredFile } from './files.ts';
import { findDocument, saveRegistration } from './store.ts';

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

/** Notes when a document was released (核发). */
export async function markReleased(tx: Tx, documentId: string, at: Date): Promise<void> {
  const document = await findDocument(tx, documentId);
  if (document !== undefined) {
    await saveRegistration(tx, document.organId, documentId, { released_at: at });
  }
}
