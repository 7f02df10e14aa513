/** What the verbs of 发文 do to a document, beside moving steps. Registered at the workflow by `module.ts`. */

import { dateIn, yearIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { describeMatter, type Registry, type VerbEffect, type VerbInput } from '../workflow/index.ts';
import { documentActs } from './acts.ts';
import { checkDistribution } from './check-distribution.ts';
import { checkDraft } from './check-draft.ts';
import { documentKindOf, isUpward } from './document-kinds.ts';
import { contentOfDraft, removeUnsubmitted } from './drafts.ts';
import { newVerifyCode, printNumber, takeNumber } from './numbers.ts';
import { isSealedForm } from './official-document.ts';
import { resolveSelector, signOffStands } from './parts.ts';
import { RENDER_QUEUE } from './render.ts';
import {
  describeDocument,
  findDocument,
  findDraft,
  findRegistration,
  type Registration,
  saveRegistration,
} from './store.ts';
import { insertSignOff, lastSignOff, makeVersion, partsOf, type Version, versionsOf } from './versions.ts';

/** Registers the handlers of the `dispatch` flow that documents own; `seal` and `release` belong to others. */
export function registerDispatchVerbs(registry: Registry): void {
  registry.facts('dispatch', async (tx, matter) => {
    const document = await findDocument(tx, matter.documentId!);
    return document !== undefined && !isSealedForm(document.form) ? ['unsealed'] : [];
  });
  registry.on('dispatch', 'draft', 'submit', submit);
  registry.on('dispatch', 'draft', 'discard', discard);
  registry.on('dispatch', 'review', 'pass', (tx, input) => onVersion(tx, input, documentActs.reviewed.kind));
  registry.on('dispatch', '*', 'return', (tx, input) => onVersion(tx, input, documentActs.returned.kind));
  registry.on('dispatch', 'recheck', 'return-to-signer', (tx, input) =>
    onVersion(tx, input, documentActs.returned.kind),
  );
  registry.on('dispatch', 'countersign', 'agree', (tx, input) => countersign(tx, input, true));
  registry.on('dispatch', 'countersign', 'object', (tx, input) => countersign(tx, input, false));
  registry.on('dispatch', 'approve', 'approve', approve);
  registry.on('dispatch', 'recheck', 'correct', correct);
  registry.on('dispatch', 'recheck', 'pass', recheck);
  registry.on('dispatch', 'number', 'register', register);
}

/** The newest version, which must be the one the actor looked at. */
async function currentVersion(tx: Tx, input: VerbInput): Promise<Version> {
  const version = (await versionsOf(tx, input.matter.documentId!)).at(-1);
  if (version === undefined) {
    throw new Error(`matter ${input.matter.id} stands at ${input.step.node} without a version`);
  }
  if (input.body.versionId !== undefined && input.body.versionId !== version.id) {
    throw new OfficeError('documents.version-moved', { seen: input.body.versionId, newest: version.id });
  }
  return version;
}

function about(version: Version): Record<string, unknown> {
  return { versionId: version.id, versionNo: version.no, root: version.root };
}

async function onVersion(tx: Tx, input: VerbInput, kind: string): Promise<VerbEffect> {
  return { kind, data: about(await currentVersion(tx, input)) };
}

async function countersign(tx: Tx, input: VerbInput, agrees: boolean): Promise<VerbEffect> {
  const version = (await versionsOf(tx, input.matter.documentId!)).at(-1);
  // 会签 may be asked for from a draft that has no version yet: then there is no digest to stand on.
  return version === undefined
    ? {}
    : { kind: documentActs.countersigned.kind, data: { ...about(version), agrees } };
}

/** 送审: the draft becomes an immutable version. */
async function submit(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const draft = await findDraft(tx, input.matter.id, true);
  if (draft === undefined) {
    throw new OfficeError('documents.draft-unknown');
  }
  const content = await contentOfDraft(tx, draft);
  const findings = checkDraft(content);
  if (findings.some((finding) => finding.severity === 'error')) {
    throw new OfficeError('documents.draft-not-ready', { findings });
  }
  const before = (await versionsOf(tx, draft.documentId)).at(-1);
  const made = await makeVersion(tx, {
    id: newId(input),
    organId: input.matter.organId,
    documentId: draft.documentId,
    parent: before,
    content,
    mark: 'substantive',
    by: { name: input.actor.name, post: input.actor.post },
    at: input.at,
    random: randomOf(input),
  });
  const version = made ?? before!;
  await describeDocument(tx, draft.documentId, { kind: content.kind, form: content.form });
  await describeMatter(tx, input.matter.id, {
    title: content.fields.title === '' ? content.fields.organMark.join('、') : content.fields.title,
    urgency: content.fields.urgency ?? null,
  });
  return {
    kind: documentActs.submitted.kind,
    data: { ...about(version), changed: made === undefined ? [] : version.changes },
  };
}

function newId(input: VerbInput): string {
  return input.ctx!.newId();
}

function randomOf(input: VerbInput): (bytes: number) => Uint8Array {
  return (bytes) => input.ctx!.random(bytes);
}

/** 作废: a draft never submitted is removed; a submitted one is closed with a reason and its versions stay. */
async function discard(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const isRemoved = await removeUnsubmitted(tx, input.matter.id);
  if (!isRemoved && !input.body.reason) {
    throw new OfficeError('documents.already-submitted');
  }
  return { kind: documentActs.discarded.kind };
}

/** 签发: a sign-off over the whole document, by its digest; signer and 成文日期 become registration data. */
async function approve(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const version = await currentVersion(tx, input);
  const document = await findDocument(tx, version.documentId);
  const post = input.posts.get(input.step.holder.postId);
  const isDelegated = input.actor.onBehalfOf !== undefined;
  if (
    document !== undefined &&
    isUpward(document.kind, document.form) &&
    (isDelegated || post?.role !== 'principal-leader')
  ) {
    throw new OfficeError('documents.principal-leader-only');
  }
  const selector = { kind: 'whole' } as const;
  const covered = resolveSelector(selector, await partsOf(tx, version.id));
  const signedOn = dateIn(input.at);
  await saveRegistration(tx, input.matter.organId, version.documentId, {
    signer: input.actor.name,
    signed_on: signedOn,
  });
  return {
    kind: documentActs.approved.kind,
    data: { ...about(version), selector, covered, signedOn },
    after: (act) =>
      insertSignOff(tx, input.matter.organId, version.documentId, {
        id: act.id,
        versionId: version.id,
        stepId: input.step.id,
        selector,
        digest: covered,
        signer: input.actor.name,
        signerPost: input.actor.post,
        signedAt: input.at,
        ...(isDelegated ? { onBehalfOf: input.actor.onBehalfOf!.name } : {}),
      }),
  };
}

/** 复核时订正: the edited draft becomes a version whose changed parts are marked. */
async function correct(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const draft = await findDraft(tx, input.matter.id, true);
  if (draft === undefined) {
    throw new OfficeError('documents.draft-unknown');
  }
  const parent = await currentVersion(tx, input);
  const content = await contentOfDraft(tx, draft);
  const findings = checkDraft(content);
  if (findings.some((finding) => finding.severity === 'error')) {
    throw new OfficeError('documents.draft-not-ready', { findings });
  }
  const mark = input.body.mark!;
  const version = await makeVersion(tx, {
    id: newId(input),
    organId: input.matter.organId,
    documentId: draft.documentId,
    parent,
    content,
    mark,
    by: { name: input.actor.name, post: input.actor.post },
    at: input.at,
    random: randomOf(input),
  });
  if (version === undefined) {
    throw new OfficeError('documents.nothing-changed');
  }
  const tooMuch = version.changes.filter((change) => change.mark === 'substantive');
  if (mark === 'slip' && tooMuch.length > 0) {
    throw new OfficeError('documents.not-a-slip', { parts: tooMuch.map((change) => change.partId) });
  }
  await describeDocument(tx, draft.documentId, { kind: content.kind, form: content.form });
  await describeMatter(tx, input.matter.id, { title: content.fields.title || input.matter.title });
  return {
    kind: documentActs.corrected.kind,
    data: { ...about(version), parentId: parent.id, changed: version.changes },
  };
}

/** 复核: the version to be issued must be the one signed, apart from 文字订正 (条例 art. 25: else back to the signer). */
async function recheck(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const version = await currentVersion(tx, input);
  const signOff = await refuseUnsigned(tx, version);
  return { kind: documentActs.rechecked.kind, data: { ...about(version), signOff } };
}

/** Throws unless a standing 签发 covers this version; answers the act of that 签发. */
export async function refuseUnsigned(tx: Tx, version: Version): Promise<string> {
  const versions = await versionsOf(tx, version.documentId);
  const signOff = await lastSignOff(tx, version.documentId);
  const signed = versions.find((candidate) => candidate.id === signOff?.versionId);
  if (signOff === undefined || signed === undefined) {
    throw new OfficeError('documents.not-the-signed-version');
  }
  const since = versions.filter((candidate) => candidate.no > signed.no && candidate.no <= version.no);
  const stands =
    since.length === 0 ||
    signOffStands(
      signOff.selector,
      await partsOf(tx, signed.id),
      await partsOf(tx, version.id),
      since.map((candidate) => candidate.changes),
    );
  if (!stands) {
    throw new OfficeError('documents.not-the-signed-version', {
      signed: { versionId: signed.id, no: signed.no },
      found: { versionId: version.id, no: version.no },
      changed: since.flatMap((candidate) =>
        candidate.changes.filter((change) => change.mark === 'substantive'),
      ),
    });
  }
  return signOff.id;
}

/** 登记: takes the number, fixes distribution and copies, makes the code that is printed. */
async function register(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const version = await currentVersion(tx, input);
  await refuseUnsigned(tx, version);
  const document = (await findDocument(tx, version.documentId))!;
  // 通告 is posted and 纪要 kept: only what is addressed to somebody must go to somebody.
  if (!input.body.receivers?.length && documentKindOf(document.kind)?.mainReceivers === 'required') {
    throw new OfficeError('workflow.input-missing', { missing: ['receivers'] });
  }
  const receivers = await checkDistribution(tx, input.matter.organId, document, input.body.receivers ?? []);
  const before = await findRegistration(tx, version.documentId);
  const number = before.number ?? (await takeNumberFor(tx, input, version));
  const printedOn = dateIn(input.at);
  const change: Parameters<typeof saveRegistration>[3] = {
    code: number.code,
    year: number.year,
    n: number.n,
    printed_on: printedOn,
    copies: input.body.copies ?? before.copies ?? null,
    verify_code: before.verifyCode ?? newVerifyCode(randomOf(input)),
    registered_at: before.registeredAt ?? input.at,
    receivers,
  };
  await saveRegistration(tx, input.matter.organId, version.documentId, change);
  await describeMatter(tx, input.matter.id, { number: printNumber(number) });
  if (!isSealedForm(document.form)) {
    await input.node.jobs.enqueue(
      tx,
      RENDER_QUEUE,
      { organId: input.matter.organId, documentId: document.id, versionId: version.id },
      { key: version.id },
    );
  }
  return {
    kind: documentActs.registered.kind,
    data: {
      ...about(version),
      number: printNumber(number),
      receivers,
      printedOn,
      ...(input.body.copies === undefined ? {} : { copies: input.body.copies }),
    },
  };
}

async function takeNumberFor(
  tx: Tx,
  input: VerbInput,
  version: Version,
): Promise<NonNullable<Registration['number']>> {
  const parts = await partsOf(tx, version.id);
  const code = parts.find((part) => part.id === 'numberCode')?.content.value;
  if (typeof code !== 'string') {
    throw new OfficeError('documents.number-code-missing');
  }
  return await takeNumber(tx, input.matter.organId, code, yearIn(input.at));
}
