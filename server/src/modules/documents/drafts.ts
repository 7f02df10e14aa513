/** The draft: the one text that may still change, saved as it is typed, under a revision of its own. */

import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { organById } from '../directory/index.ts';
import {
  answerOnce,
  describeMatter,
  type Matter,
  openMatter,
  readableMatter,
  readMatterPage,
} from '../workflow/index.ts';
import { documentActs } from './acts.ts';
import type { AttachmentRef, Block, DocumentContent, DocumentFields } from './content.ts';
import { isUpward } from './document-kinds.ts';
import { bindUpload, findFile } from './files.ts';
import { refuseSecrets } from './refuse-secrets.ts';
import { type Draft, deleteDraft, findDraft, insertDocument, insertDraft, updateDraft } from './store.ts';
import { versionsOf } from './versions.ts';

/** A draft as a client sends it. */
export type DraftText = {
  kind: string;
  form: DocumentContent['form'];
  fields: DocumentFields;
  body: Block[];
};

/** All words of a draft, for the search for a secret marking. */
export function wordsOf({ fields, body }: Pick<DraftText, 'fields' | 'body'>): string {
  return [
    fields.title,
    fields.mainReceivers,
    ...[fields.note, fields.cc, fields.printedBy, fields.numberCode].map((one) => one ?? ''),
    ...fields.organMark,
    ...fields.signature,
    ...Object.values(fields.attendance ?? {}),
    ...body.flatMap((one) => [one.text, ...(one.rows ?? []).flat()]),
  ].join('\n');
}

/** Begins a dispatch: document, matter, first step, draft. The client makes the matter's id. */
export async function createDraft(
  node: Node,
  ctx: Context,
  input: DraftText & { matterId: string; key: string },
): Promise<{ matterId: string }> {
  await refuseSecrets(node, ctx, wordsOf(input), { where: 'draft', format: 'text' });
  return await node.db.asOrgan({ organId: ctx.organId, personId: ctx.personId }, async (tx) => {
    const at = ctx.now();
    const { matterId, key, kind, form, fields, body } = input;
    const content = { personId: ctx.personId, kind, form, fields, body };
    return await answerOnce(tx, { organId: ctx.organId, matterId, key, content, at }, async () => {
      const documentId = ctx.newId();
      await insertDocument(tx, { id: documentId, organId: ctx.organId, direction: 'out', kind, form }, at);
      await openMatter(tx, {
        id: matterId,
        organId: ctx.organId,
        flow: 'dispatch',
        documentId,
        title: fields.title === '' ? `（未定标题的${kind}）` : fields.title,
        face: { urgency: fields.urgency ?? null },
        actor: ctx.actor,
        holder: { postId: ctx.postId },
        at,
        newId: ctx.newId,
        kind: documentActs.drafted.kind,
        data: { documentKind: kind, form },
      });
      await insertDraft(tx, {
        matterId,
        organId: ctx.organId,
        documentId,
        revision: 1,
        kind,
        form,
        fields: await withNumberCode(tx, ctx.organId, kind, form, fields),
        body,
        attachments: [],
        savedAt: at,
        savedBy: ctx.actor.name,
      });
      return { matterId };
    });
  });
}

/** The agency code a document of this kind usually takes its number under, when the drafter named none. */
async function withNumberCode(
  tx: Tx,
  organId: string,
  kind: string,
  form: string,
  fields: DocumentFields,
): Promise<DocumentFields> {
  if (fields.numberCode !== undefined) {
    return fields;
  }
  const organ = await organById(tx, organId);
  return { ...fields, numberCode: usualNumberCode(organ?.code ?? '', kind, form) };
}

/** 禾汀政 up, 禾汀政函 for letters, 禾汀政通 for public notices, 禾汀政发 for the rest; minutes bear the year alone. */
export function usualNumberCode(organCode: string, kind: string, form: string): string {
  if (form === '纪要') {
    return '';
  }
  if (isUpward(kind, form)) {
    return organCode;
  }
  return `${organCode}${{ 函: '函', 批复: '复', 通告: '通' }[kind] ?? '发'}`;
}

/** Saves a draft over the revision the client had; stale, it is refused with the other text. */
export async function saveDraft(
  node: Node,
  ctx: Context,
  input: DraftText & { matterId: string; revision: number; attachments: string[] },
): Promise<{ revision: number; savedAt: string }> {
  await refuseSecrets(node, ctx, wordsOf(input), { where: 'draft', format: 'text' });
  return await node.db.asOrgan({ organId: ctx.organId, personId: ctx.personId }, async (tx) => {
    const { matter, draft } = await editableDraft(tx, ctx, input.matterId);
    if (draft.revision !== input.revision) {
      throw new OfficeError('documents.draft-stale', {
        expected: input.revision,
        found: draft.revision,
        theirs: await draftView(tx, draft),
      });
    }
    for (const id of input.attachments) {
      await takeAttachment(tx, ctx, draft.documentId, id);
    }
    const at = ctx.now();
    const { matterId, kind, form, fields, body, attachments } = input;
    const numbered = await withNumberCode(tx, ctx.organId, kind, form, fields);
    const text = { matterId, kind, form, fields: numbered, body, attachments };
    await updateDraft(tx, { ...text, savedAt: at, savedBy: ctx.actor.name }, draft.revision + 1);
    if (
      (await versionsOf(tx, draft.documentId)).length === 0 &&
      fields.title !== '' &&
      fields.title !== matter.title
    ) {
      await describeMatter(tx, matterId, { title: fields.title });
    }
    return { revision: draft.revision + 1, savedAt: at.toISOString() };
  });
}

/** The draft, if the reader holds the step at which it may be edited now. */
async function editableDraft(
  tx: Tx,
  ctx: Context,
  matterId: string,
): Promise<{ matter: Matter; draft: Draft }> {
  // The matter first, then the draft: the order in which 送审 locks them.
  const matter = await readableMatter(tx, ctx, matterId, true);
  const draft = await findDraft(tx, matterId, true);
  if (draft === undefined) {
    throw new OfficeError('documents.draft-unknown');
  }
  const { mine } = await readMatterPage(tx, ctx, matter);
  if (mine?.node !== 'draft' && mine?.node !== 'recheck') {
    throw new OfficeError('documents.draft-not-yours');
  }
  return { matter, draft };
}

async function takeAttachment(tx: Tx, ctx: Context, documentId: string, id: string): Promise<void> {
  const file = await findFile(tx, id);
  const isFree = file?.documentId === undefined && file?.personId === ctx.personId;
  if (file === undefined || (!isFree && file.documentId !== documentId)) {
    throw new OfficeError('documents.file-unknown', { id });
  }
  if (isFree) {
    await bindUpload(tx, id, { documentId, role: 'attachment' });
  }
}

/** Attachments of a draft in order, as a version names them. */
export async function attachmentsOf(tx: Tx, ids: readonly string[]): Promise<AttachmentRef[]> {
  const refs: AttachmentRef[] = [];
  for (const id of ids) {
    const file = await findFile(tx, id);
    if (file !== undefined) {
      const { name, format, size, sha256, sm3 } = file;
      refs.push({ fileId: id, name, format, size, sha256, sm3 });
    }
  }
  return refs;
}

/** The whole content a draft would make a version of. */
export async function contentOfDraft(tx: Tx, draft: Draft): Promise<DocumentContent> {
  return {
    kind: draft.kind,
    form: draft.form,
    fields: draft.fields,
    body: [...draft.body],
    attachments: await attachmentsOf(tx, draft.attachments),
  };
}

/** A draft as the API shows it. */
export async function draftView(tx: Tx, draft: Draft) {
  const attachments = await attachmentsOf(tx, draft.attachments);
  return {
    matterId: draft.matterId,
    revision: draft.revision,
    kind: draft.kind,
    form: draft.form,
    fields: draft.fields,
    body: [...draft.body],
    attachments: attachments.map(({ fileId, name, format, size }) => ({
      id: fileId,
      name,
      format,
      size,
      href: `/api/v1/files/${fileId}`,
    })),
    savedAt: draft.savedAt.toISOString(),
    savedBy: draft.savedBy,
  };
}

/** Removes a draft that was never submitted; refused otherwise. Called by the `discard` verb. */
export async function removeUnsubmitted(tx: Tx, matterId: string): Promise<boolean> {
  const draft = await findDraft(tx, matterId, true);
  if (draft === undefined || (await versionsOf(tx, draft.documentId)).length > 0) {
    return false;
  }
  await deleteDraft(tx, matterId);
  return true;
}
