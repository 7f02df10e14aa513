/** A document from outside becomes a document of this organ: its own identity, version 1, its files, its report. */

import type { Tx } from '../../platform/database/index.ts';
import type { BlobRef } from '../../platform/storage/index.ts';
import { storableDeep } from '../workflow/index.ts';
import type { DocumentContent } from './content.ts';
import { documentKindNames } from './document-kinds.ts';
import { bindUpload, findFile, insertFile, type StoredFile } from './files.ts';
import { insertDocument } from './store.ts';
import type { FileFormat, Origin } from './tables.ts';
import type { ExtractedText } from './uploads/extracted-text.ts';
import { makeVersion, type Version } from './versions.ts';

/** A file that came with it: an upload of this organ, or bytes already in the blob store. */
export type ReceivedFile =
  | { uploadId: string; role: 'original' | 'attachment' }
  | (BlobRef & {
      role: 'original' | 'attachment';
      name: string;
      format: FileFormat;
      sealed: boolean;
      pages?: number;
      extracted?: ExtractedText;
      report?: Record<string, unknown>;
    });

/** A document from outside. */
export type ReceivedDocument = {
  documentId: string;
  organId: string;
  title: string;
  /** 文种 as the sender says it; guessed from the title when absent. */
  kind?: string;
  form?: string;
  /** 来文机关. */
  from: string;
  mainReceivers?: string;
  cc?: string;
  urgency?: '特急' | '加急';
  dueOn?: string;
  origin: Origin;
  /** The verification report, made before anyone works on it. */
  report?: Record<string, unknown>;
  files: readonly ReceivedFile[];
  by: { name: string; post: string };
  at: Date;
  newId: () => string;
  random: (bytes: number) => Uint8Array;
};

const FORMS = ['文件', '上行', '信函', '命令', '纪要'] as const;

/** The 文种 a title ends in; 通知 when it ends in none. */
export function kindOfTitle(title: string): string {
  const trimmed = title.replace(/[（(].*[）)]$/u, '').trim();
  return documentKindNames.find((kind) => trimmed.endsWith(kind)) ?? '通知';
}

/** Stores a document from outside in the transaction's organ. */
export async function receiveDocument(
  tx: Tx,
  given: ReceivedDocument,
): Promise<{ version: Version; files: StoredFile[] }> {
  const { by, at, newId, random, ...said } = given;
  const input: ReceivedDocument = { ...storableDeep(said), by, at, newId, random };
  const kind = input.kind ?? kindOfTitle(input.title);
  const form = FORMS.find((one) => one === input.form) ?? '文件';
  await insertDocument(
    tx,
    {
      id: input.documentId,
      organId: input.organId,
      direction: 'in',
      kind,
      form,
      origin: input.origin,
      ...(input.report === undefined ? {} : { report: input.report }),
    },
    input.at,
  );
  const files = await takeFiles(tx, input);
  const version = await makeVersion(tx, {
    id: input.newId(),
    organId: input.organId,
    documentId: input.documentId,
    parent: undefined,
    content: contentOf(input, kind, form, files),
    mark: 'substantive',
    by: input.by,
    at: input.at,
    random: input.random,
  });
  return { version: version!, files };
}

async function takeFiles(tx: Tx, input: ReceivedDocument): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const file of input.files) {
    if ('uploadId' in file) {
      await bindUpload(tx, file.uploadId, { documentId: input.documentId, role: file.role });
      files.push((await findFile(tx, file.uploadId))!);
    } else {
      const stored: StoredFile = {
        ...file,
        id: input.newId(),
        documentId: input.documentId,
        addedAt: input.at,
      };
      await insertFile(tx, input.organId, stored);
      files.push(stored);
    }
  }
  return files;
}

function contentOf(
  input: ReceivedDocument,
  kind: string,
  form: DocumentContent['form'],
  files: readonly StoredFile[],
): DocumentContent {
  const text = files.find((file) => file.role === 'original' && file.extracted !== undefined)?.extracted;
  return {
    kind,
    form,
    fields: {
      organMark: [input.from],
      withWenjian: false,
      title: input.title,
      mainReceivers: input.mainReceivers ?? '',
      signature: [input.from],
      ...(input.cc === undefined ? {} : { cc: input.cc }),
      ...(input.urgency === undefined ? {} : { urgency: input.urgency }),
      ...(input.dueOn === undefined ? {} : { dueOn: input.dueOn }),
    },
    body: (text?.blocks ?? []).map((one) => ({ ...one })),
    attachments: files.map(({ id, name, format, size, sha256, sm3 }) => ({
      fileId: id,
      name,
      format,
      size,
      sha256,
      sm3,
    })),
  };
}
