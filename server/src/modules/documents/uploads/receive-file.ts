/** A file from outside: read, judged, searched for a secret marking, and only then stored. */

import { OfficeError } from '../../../platform/errors/index.ts';
import type { Context, FilePart } from '../../../platform/http/index.ts';
import type { Node } from '../../../platform/node/index.ts';
import { storable, storableDeep } from '../../workflow/index.ts';
import { insertFile, type StoredFile } from '../files.ts';
import { believedBy } from '../ports.ts';
import { refuseSecrets } from '../refuse-secrets.ts';
import { type FileReading, readFileInThread } from './read-file.ts';
import { FileReadError } from './run-in-thread.ts';

/** Largest file taken, in bytes. */
export const MAX_FILE_BYTES = 48 * 1024 * 1024;

/** Stores an uploaded file and answers what was read from it. */
export async function receiveFile(
  node: Node,
  ctx: Context,
  file: FilePart,
  where: 'upload' | 'incoming' = 'upload',
): Promise<StoredFile> {
  if (file.bytes.length > MAX_FILE_BYTES) {
    throw new OfficeError('documents.file-too-large', { mostBytes: MAX_FILE_BYTES });
  }
  const reading = await readUpload(node, ctx, file);
  const text = [file.name, reading.head].join('\n');
  await refuseSecrets(node, ctx, text, { where, format: reading.format });
  const ref = await node.blobs.put(file.bytes);
  const stored: StoredFile = {
    ...ref,
    id: ctx.newId(),
    personId: ctx.personId,
    role: 'upload',
    format: reading.format,
    sealed: hasSignature(reading),
    name: file.name === '' ? 'file' : storable(file.name),
    addedAt: ctx.now(),
    ...(reading.text === undefined ? {} : { extracted: reading.text }),
    ...(reading.text?.pages === undefined ? {} : { pages: reading.text.pages }),
    ...(reading.report === undefined ? {} : { report: reading.report }),
  };
  await node.db.asOrgan({ organId: ctx.organId, personId: ctx.personId }, (tx) =>
    insertFile(tx, ctx.organId, stored),
  );
  return stored;
}

/** Reads a file's format, text and report; a file that breaks the reader is refused in words. */
async function readUpload(node: Node, ctx: Context, file: FilePart): Promise<FileReading> {
  const believed = await believedBy(node);
  try {
    return storableDeep(
      await readFileInThread({
        bytes: file.bytes,
        fileName: file.name,
        now: ctx.now().getTime(),
        ...believed,
      }),
    );
  } catch (error) {
    if (error instanceof FileReadError) {
      node.log.warn({ size: file.bytes.length, reason: error.message.slice(0, 200) }, 'upload not readable');
      throw new OfficeError('documents.file-unreadable');
    }
    throw error;
  }
}

function hasSignature(reading: FileReading): boolean {
  return Array.isArray(reading.report?.signatures) && reading.report.signatures.length > 0;
}
