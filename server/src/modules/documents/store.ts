/** SQL of documents, drafts and registration data. */

import type { Tx } from '../../platform/database/index.ts';
import type { Block, DocumentContent, DocumentFields } from './content.ts';
import { type DocumentsTables, type Origin, tables } from './tables.ts';

/** A document as stored, without its versions. */
export type DocumentRow = {
  readonly id: string;
  readonly organId: string;
  readonly direction: 'out' | 'in';
  readonly kind: string;
  readonly form: DocumentContent['form'];
  readonly origin?: Origin;
  readonly report?: Record<string, unknown>;
};

/** Stores a new document. */
export async function insertDocument(tx: Tx, document: DocumentRow, at: Date): Promise<void> {
  await tables(tx)
    .insertInto('documents.document')
    .values({
      id: document.id,
      organ_id: document.organId,
      direction: document.direction,
      kind: document.kind,
      form: document.form,
      origin: document.origin ?? null,
      report: document.report === undefined ? null : JSON.stringify(document.report),
      created_at: at,
    })
    .execute();
}

/** The document, or undefined. */
export async function findDocument(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  const row = await tables(tx)
    .selectFrom('documents.document')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      organId: row.organ_id,
      direction: row.direction,
      kind: row.kind,
      form: row.form as DocumentContent['form'],
      ...(row.origin === null ? {} : { origin: row.origin }),
      ...(row.report === null ? {} : { report: row.report }),
    }
  );
}

/** Keeps the newest 文种 and layout beside the document, for lists. */
export async function describeDocument(
  tx: Tx,
  id: string,
  face: { kind: string; form: string },
): Promise<void> {
  await tables(tx).updateTable('documents.document').set(face).where('id', '=', id).execute();
}

/** A draft as stored: the one mutable text, of the step that is being drafted. */
export type Draft = {
  readonly matterId: string;
  readonly organId: string;
  readonly documentId: string;
  readonly revision: number;
  readonly kind: string;
  readonly form: DocumentContent['form'];
  readonly fields: DocumentFields;
  readonly body: readonly Block[];
  /** Ids of uploaded files, in order. */
  readonly attachments: readonly string[];
  readonly savedAt: Date;
  readonly savedBy: string;
};

/** Stores a new draft. */
export async function insertDraft(tx: Tx, draft: Draft): Promise<void> {
  await tables(tx)
    .insertInto('documents.draft')
    .values({
      matter_id: draft.matterId,
      organ_id: draft.organId,
      document_id: draft.documentId,
      revision: draft.revision,
      kind: draft.kind,
      form: draft.form,
      fields: JSON.stringify(draft.fields),
      body: JSON.stringify(draft.body),
      attachments: JSON.stringify(draft.attachments),
      saved_at: draft.savedAt,
      saved_by: draft.savedBy,
    })
    .execute();
}

/** The draft of a matter, its row locked when `lock` is set. */
export async function findDraft(tx: Tx, matterId: string, lock = false): Promise<Draft | undefined> {
  const query = tables(tx).selectFrom('documents.draft').selectAll().where('matter_id', '=', matterId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return (
    row && {
      matterId: row.matter_id,
      organId: row.organ_id,
      documentId: row.document_id,
      revision: Number(row.revision),
      kind: row.kind,
      form: row.form as DocumentContent['form'],
      fields: row.fields as DocumentFields,
      body: row.body as Block[],
      attachments: row.attachments,
      savedAt: row.saved_at,
      savedBy: row.saved_by,
    }
  );
}

/** Writes a draft over the stored one and gives the new revision. */
export async function updateDraft(
  tx: Tx,
  draft: Omit<Draft, 'organId' | 'documentId' | 'revision'>,
  revision: number,
): Promise<void> {
  await tables(tx)
    .updateTable('documents.draft')
    .set({
      revision,
      kind: draft.kind,
      form: draft.form,
      fields: JSON.stringify(draft.fields),
      body: JSON.stringify(draft.body),
      attachments: JSON.stringify(draft.attachments),
      saved_at: draft.savedAt,
      saved_by: draft.savedBy,
    })
    .where('matter_id', '=', draft.matterId)
    .execute();
}

/** Removes a draft that was never submitted. */
export async function deleteDraft(tx: Tx, matterId: string): Promise<void> {
  await tables(tx).deleteFrom('documents.draft').where('matter_id', '=', matterId).execute();
}

/** One receiver fixed at 登记. */
export type Receiver = { readonly organId: string; readonly name: string; readonly role: '主送' | '抄送' };

/** What later acts fill in: never parts, never under a sign-off. Dates are `YYYY-MM-DD`. */
export type Registration = {
  readonly signer?: string;
  readonly signedOn?: string;
  readonly number?: { readonly code: string; readonly year: number; readonly n: number };
  readonly printedOn?: string;
  readonly copies?: number;
  readonly receivers: readonly Receiver[];
  readonly verifyCode?: string;
  readonly registeredAt?: Date;
  readonly releasedAt?: Date;
};

type RegistrationRow = DocumentsTables['documents.registration'];

/** The registration data of a document; empty before 签发. */
export async function findRegistration(tx: Tx, documentId: string): Promise<Registration> {
  const row = await tables(tx)
    .selectFrom('documents.registration')
    .selectAll()
    .where('document_id', '=', documentId)
    .executeTakeFirst();
  if (row === undefined) {
    return { receivers: [] };
  }
  return {
    receivers: row.receivers as Receiver[],
    ...(row.signer === null ? {} : { signer: row.signer }),
    ...(row.signed_on === null ? {} : { signedOn: row.signed_on }),
    ...(row.n === null ? {} : { number: { code: row.code!, year: row.year!, n: row.n } }),
    ...(row.printed_on === null ? {} : { printedOn: row.printed_on }),
    ...(row.copies === null ? {} : { copies: row.copies }),
    ...(row.verify_code === null ? {} : { verifyCode: row.verify_code }),
    ...(row.registered_at === null ? {} : { registeredAt: row.registered_at }),
    ...(row.released_at === null ? {} : { releasedAt: row.released_at }),
  };
}

/** Members to set; those absent stay. */
export type RegistrationChange = Partial<
  Pick<
    RegistrationRow,
    | 'signer'
    | 'signed_on'
    | 'code'
    | 'year'
    | 'n'
    | 'printed_on'
    | 'copies'
    | 'verify_code'
    | 'registered_at'
    | 'released_at'
  >
> & { receivers?: readonly Receiver[] };

/** Fills registration data in. */
export async function saveRegistration(
  tx: Tx,
  organId: string,
  documentId: string,
  change: RegistrationChange,
): Promise<void> {
  const { receivers, ...rest } = change;
  const set = { ...rest, ...(receivers === undefined ? {} : { receivers: JSON.stringify(receivers) }) };
  await tables(tx)
    .insertInto('documents.registration')
    .values({ document_id: documentId, organ_id: organId, ...nothingRegistered, ...set })
    .onConflict((conflict) => conflict.column('document_id').doUpdateSet(set))
    .execute();
}

const nothingRegistered = {
  signer: null,
  signed_on: null,
  code: null,
  year: null,
  n: null,
  printed_on: null,
  copies: null,
  verify_code: null,
  registered_at: null,
  released_at: null,
};

/** Notes that the document has left the organ (核发). */
export async function markReleased(tx: Tx, documentId: string, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('documents.registration')
    .set({ released_at: at })
    .where('document_id', '=', documentId)
    .execute();
}
