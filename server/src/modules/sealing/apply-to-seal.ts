/** 用印申请: somebody with the right of use asks for a seal on an own document or an uploaded file. */
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { answerOnce, loadMatter, openMatter, performIn, postsOf, readableMatter } from '../workflow/index.ts';
import { registered } from './register.ts';
import { useApplied } from './register-acts.ts';
import { fitsDocument, mayApply, mayApprove } from './rule.ts';
import { sealingSource } from './source.ts';
import { canSeal, sealById } from './store.ts';
import type { DocumentToSeal, FileToSeal, Place } from './use.ts';
import { currentRule, keeps, whoOf } from './use-basis.ts';
import { insertApplication } from './use-store.ts';

/** What an applicant sends. One of `uploadId` and `documentMatterId` is given. */
export type UseOrder = {
  /** Also the id of the matter that carries it. */
  id: string;
  key: string;
  sealId: string;
  uploadId?: string;
  documentMatterId?: string;
  purpose: string;
  copies: number;
  place: Place;
  /** The approver, where the rule names several. */
  postId?: string;
};

/** Opens the application and sends it to its approver, in one transaction. Repeated, it answers the same. */
export async function applyToSeal(
  tx: Tx,
  node: Node,
  ctx: Context,
  order: UseOrder,
): Promise<{ id: string }> {
  const at = ctx.now();
  const { key, id, ...content } = order;
  return await answerOnce(tx, { organId: ctx.organId, matterId: id, key, content, at }, async () => {
    const seal = await sealById(tx, order.sealId);
    const entry = await registered(tx, order.sealId);
    if (seal === undefined || entry === undefined) {
      throw new OfficeError('sealing.seal-unknown');
    }
    if (!canSeal(seal, at)) {
      throw new OfficeError('sealing.not-in-use', { state: seal.state });
    }
    const posts = await postsOf(tx, ctx.organId, at);
    const rule = await currentRule(tx, entry, posts);
    const own = posts.get(ctx.postId);
    if (own === undefined || !mayApply(rule, own)) {
      throw new OfficeError('sealing.section-not-allowed', { post: own?.title ?? '' });
    }
    const { file, document } = await subjectOf(tx, node, ctx, order);
    if (file !== undefined && !rule.files) {
      throw new OfficeError('sealing.files-not-allowed');
    }
    if (document !== undefined && !fitsDocument(rule, document)) {
      throw new OfficeError('sealing.kind-not-allowed', { form: document.form, kind: document.kind });
    }
    const approvers = [...posts.values()].filter(
      (post) =>
        post.holders.length > 0 &&
        mayApprove(rule, post) &&
        post.holders.some(({ id: person }) => person !== ctx.personId && !keeps(rule, entry, person, posts)),
    );
    if (approvers.length === 0) {
      throw new OfficeError('sealing.rule-nobody-approves');
    }
    const title = `用印：${file?.name ?? document?.title ?? ''}`;
    const { about, frozen } = split(document);
    const opened = await openMatter(tx, {
      id,
      organId: ctx.organId,
      flow: 'seal-use',
      title,
      face: { counterpart: entry.face },
      actor: ctx.actor,
      holder: { postId: ctx.postId },
      at,
      newId: ctx.newId,
      kind: useApplied.kind,
      data: {
        applicationId: id,
        sealId: seal.id,
        sealName: seal.name,
        ruleNo: seal.rule_no,
        purpose: order.purpose,
        copies: order.copies,
        ...(file === undefined ? {} : { file, place: order.place }),
        ...(frozen === undefined ? {} : { document: frozen }),
      },
      ...(about === undefined ? {} : { basis: about }),
    });
    await insertApplication(tx, {
      id,
      organ_id: ctx.organId,
      matter_id: opened.matterId,
      seal_id: seal.id,
      rule_no: seal.rule_no,
      purpose: order.purpose,
      copies: order.copies,
      file: file ?? null,
      document: frozen ?? null,
      place: file === undefined ? null : order.place,
      applicant: whoOf(ctx.actor),
      applied_at: at,
      approval: null,
      seal_time: null,
      sealer: null,
      tbs: null,
      sealed: null,
      ended_at: null,
      failure: null,
    });
    await performIn(tx, node, ctx, {
      matterId: id,
      stepId: opened.stepId,
      verb: 'submit',
      body: {
        key: ctx.newId(),
        expected: (await loadMatter(tx, id, false))!.revision,
        ...(order.postId === undefined ? {} : { postId: order.postId }),
      },
    });
    return { id };
  });
}

type Subject = {
  file?: FileToSeal;
  document?: DocumentToSeal & { form: string; kind: string; number: string };
};

async function subjectOf(tx: Tx, node: Node, ctx: Context, order: UseOrder): Promise<Subject> {
  const source = node.services.get(sealingSource);
  if (order.uploadId !== undefined) {
    const file = await source.upload(tx, ctx.personId, order.uploadId);
    if (file === undefined) {
      throw new OfficeError('sealing.file-not-usable');
    }
    return { file };
  }
  const matter = await readableMatter(tx, ctx, order.documentMatterId!);
  const frozen = matter.documentId === undefined ? undefined : await source.freeze(tx, matter.documentId);
  if (frozen?.approval === undefined) {
    throw new OfficeError('sealing.not-approved');
  }
  const { documentId, versionNo, root, about } = frozen;
  return { document: { documentId, versionNo, root, ...about } };
}

/** The version as it is kept, and in words what it is. */
function split(document: Subject['document']): { frozen?: DocumentToSeal; about?: string } {
  if (document === undefined) {
    return {};
  }
  const { documentId, versionNo, root, title, number } = document;
  return { frozen: { documentId, versionNo, root, title }, about: `${number} ${title}`.trim() };
}
