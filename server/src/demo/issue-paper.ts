/** One paper from the first word to the receivers: drafted, reviewed, signed, numbered, sealed, sent. */
import { randomUUID } from 'node:crypto';
import { continueSeries, createDraft, receiveFile, saveDraft } from '../modules/documents/index.ts';
import { act, contextOf, type Stage, settle } from './acting.ts';
import { attachmentFile } from './attachments.ts';
import { beijing } from './clock.ts';
import type { DemoPaper } from './papers.ts';
import type { Seat } from './world.ts';

/** Who makes a paper. */
type Makers = { drafter: Seat; reviewer: Seat; signer: Seat; clerk: Seat };

/** The login of whoever drafts or signs where it is not the organ's clerk or leader. */
const drafters: Readonly<Record<string, string>> = { D3: 'yj', D5: 'yj' };
const signers: Readonly<Record<string, string>> = { heting: 'zz', 'heting-committee': 'sj' };

function makersOf({ world }: Stage, { id, organ }: Pick<DemoPaper, 'id' | 'organ'>): Makers {
  const clerk = world.seatOf(organ, 'clerk');
  const drafter = drafters[id];
  const signer = signers[organ];
  return {
    clerk,
    drafter: drafter === undefined ? clerk : world.seat(drafter, organ),
    reviewer: world.seatOf(organ, 'office-director'),
    signer: signer === undefined ? world.seatOf(organ, 'principal-leader') : world.seat(signer, organ),
  };
}

/** Issues a paper on its day, under its number, and waits until every receiver has it. */
export async function issuePaper(stage: Stage, paper: DemoPaper): Promise<void> {
  const { clock, world, node } = stage;
  const { drafter, reviewer, signer, clerk } = makersOf(stage, paper);
  const at = (time: string) => clock.hold(beijing(paper.date, time));
  const matterId = await draftPaper(stage, paper, drafter, at);
  at('09:20');
  await act(stage, reviewer, matterId, 'pass', { opinion: '文稿合规，请审签。', postId: signer.postId });
  at('09:45');
  await act(stage, signer, matterId, 'approve', {
    opinion: paper.sealed === false ? '同意。' : '同意印发。',
  });
  at('10:10');
  await act(stage, reviewer, matterId, 'pass');
  at('10:30');
  const { code, year, n } = paper.number;
  await node.db.asOrgan(clerk, (tx) => continueSeries(tx, clerk.organId, code, year, n));
  await act(stage, clerk, matterId, 'register', {
    receivers: [
      ...paper.to.map((key) => ({ organId: world.organId(key), role: '主送' as const })),
      ...(paper.ccTo ?? []).map((key) => ({ organId: world.organId(key), role: '抄送' as const })),
    ],
  });
  if (paper.sealed !== false) {
    at('10:40');
    await act(stage, clerk, matterId, 'seal');
  }
  await settle(stage);
  at('11:00');
  await act(stage, clerk, matterId, 'release');
  await settle(stage);
}

/** Drafts a paper and sends it for review. */
export async function draftPaper(
  stage: Stage,
  paper: Omit<DemoPaper, 'number' | 'to'> & { number: { code: string } },
  drafter: Seat,
  at: (time: string) => void,
): Promise<string> {
  const ctx = contextOf(stage, drafter);
  const matterId = randomUUID();
  at('08:40');
  const draft = {
    matterId,
    kind: paper.kind,
    form: paper.form,
    fields: fieldsOf(stage, paper),
    body: paper.body.map((text, place) => ({ id: `p${place + 1}`, kind: 'paragraph' as const, text })),
  };
  await createDraft(stage.node, ctx, { ...draft, key: randomUUID() });
  const attachments = await Promise.all(
    (paper.attachments ?? []).map(async (title) => {
      const file = { field: 'file', name: `${title}.docx`, mediaType: '', bytes: attachmentFile(title) };
      return (await receiveFile(stage.node, ctx, file)).id;
    }),
  );
  if (attachments.length > 0) {
    await saveDraft(stage.node, ctx, { ...draft, revision: 1, attachments });
  }
  at('09:00');
  await act(stage, drafter, matterId, 'submit');
  return matterId;
}

function fieldsOf(
  { node, today }: Stage,
  paper: Omit<DemoPaper, 'number' | 'to'> & { number: { code: string } },
) {
  const { present, absent, observers } = paper.attendance ?? { present: [], absent: [], observers: [] };
  return {
    organMark: paper.organMark,
    withWenjian: paper.form === '文件' || paper.form === '上行',
    // Minutes are headed by their mark; the title is not printed a second time.
    title: paper.form === '纪要' ? '' : paper.title,
    mainReceivers: paper.mainReceivers,
    signature: paper.signature,
    numberCode: paper.number.code,
    ...(paper.cc === undefined ? {} : { cc: paper.cc }),
    ...(paper.urgency === undefined ? {} : { urgency: paper.urgency }),
    ...(paper.note === undefined ? {} : { note: paper.note }),
    ...(paper.printedBy === undefined ? {} : { printedBy: paper.printedBy }),
    ...(paper.dueInWorkingDays === undefined
      ? {}
      : { dueOn: node.calendar.addWorkingDays(today, paper.dueInWorkingDays) }),
    ...(paper.attendance === undefined
      ? {}
      : { attendance: { 出席: present.join('、'), 请假: absent.join('、'), 列席: observers.join('、') } }),
  };
}
