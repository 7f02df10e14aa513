/** 处理笺: who proposed, instructed, read and handled. A projection over acts and steps; it fills itself. */

import { type ProcessingSheet, typesetProcessingSheet } from '@yiwen/typesetter';
import { dateIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { EventEntry } from '../../platform/events/index.ts';
import { actorOf, actsOf, dataOf, inkOf } from '../documents/index.ts';
import type { OfficeFonts } from '../fonts/index.ts';
import {
  type Ink,
  loadSteps,
  type Matter,
  nameOf,
  type PostView,
  postsOf,
  type StoredStep,
} from '../workflow/index.ts';
import { circulationActs } from './acts.ts';
import { inkPath } from './ink-path.ts';
import { printIncomingNumber, type RegisterEntry } from './register-entry.ts';

type Person = { name: string; post: string };

/** The processing sheet as data; the API's `sheet`. */
export type Sheet = {
  proposal?: Person & { at: string; opinion: string };
  instructions: (Person & { at: string; opinion?: string; ink?: Ink })[];
  circulation: (Person & { at?: string; state: string; opinion?: string })[];
  /** `lead` marks the 主办 where several handle. */
  handling: (Person & { at?: string; state: string; result?: string; lead?: boolean })[];
};

const INSTRUCTING: ReadonlySet<string> = new Set([
  circulationActs.instructed.kind,
  circulationActs.referred.kind,
  circulationActs.filed.kind,
]);

/** The sheet of a matter. `at` is the day by which holders are named. */
export async function readSheet(tx: Tx, matter: Matter, at: Date): Promise<Sheet> {
  const acts = await actsOf(tx, matter);
  const steps = await loadSteps(tx, matter.id);
  const posts = await postsOf(tx, matter.organId, at);
  const proposal = acts.findLast((entry) => entry.kind === circulationActs.proposed.kind);
  return {
    ...(proposal === undefined
      ? {}
      : {
          proposal: {
            ...personOf(proposal),
            at: proposal.recordedAt.toISOString(),
            opinion: wordsOf(proposal) ?? '',
          },
        }),
    instructions: acts.filter((entry) => INSTRUCTING.has(entry.kind)).map(instructionOf),
    circulation: asked(steps, 'circulate').map((step) => lineOf(step, acts, posts, 'opinion')),
    handling: asked(steps, 'handle').map((step) => ({
      ...lineOf(step, acts, posts, 'result'),
      ...(leads(step, acts) ? { lead: true } : {}),
    })),
  };
}

/** Whether the act that opened this step named its post to lead. */
function leads(step: StoredStep, acts: readonly EventEntry[]): boolean {
  return acts.some((entry) => {
    const { lead, opened } = dataOf(entry) as { lead?: string; opened?: { stepId: string }[] };
    return lead === step.holder.postId && opened?.some((one) => one.stepId === step.id) === true;
  });
}

/** Steps at a node that were not taken back. */
function asked(steps: readonly StoredStep[], node: string): StoredStep[] {
  return steps.filter((step) => step.node === node && step.state !== 'withdrawn');
}

function personOf(entry: EventEntry): Person {
  const { name, post, onBehalfOf } = actorOf(entry);
  return { name, post: onBehalfOf === undefined ? post : `${post}（受${onBehalfOf.name}委托）` };
}

function wordsOf(entry: EventEntry): string | undefined {
  const data = dataOf(entry);
  const words = data.opinion ?? data.result ?? data.reason;
  return typeof words === 'string' && words !== '' ? words : undefined;
}

function instructionOf(entry: EventEntry): Sheet['instructions'][number] {
  const opinion = wordsOf(entry);
  const ink = inkOf(entry);
  return {
    ...personOf(entry),
    at: entry.recordedAt.toISOString(),
    ...(opinion === undefined ? {} : { opinion }),
    ...(ink === undefined ? {} : { ink }),
  };
}

function lineOf(
  step: StoredStep,
  acts: readonly EventEntry[],
  posts: ReadonlyMap<string, PostView>,
  words: 'opinion' | 'result',
): Person & { at?: string; state: string; opinion?: string; result?: string } {
  const done = acts.findLast((entry) => dataOf(entry).stepId === step.id && step.state !== 'open');
  const post = posts.get(step.holder.postId);
  const said = done && wordsOf(done);
  return {
    ...(done === undefined ? { name: nameOf(post), post: post?.title ?? '' } : personOf(done)),
    state: step.state,
    ...(step.endedAt === undefined ? {} : { at: step.endedAt.toISOString() }),
    ...(said === undefined ? {} : { [words]: said }),
  };
}

/** What the sheet's head says beside the sheet itself. */
export type SheetHead = {
  organ: string;
  title: string;
  urgency?: string;
  entry: RegisterEntry;
  pages?: number;
  demo: boolean;
  /** `YYYY-MM-DD`, the file's fixed date. */
  day: string;
};

/** Sets the sheet as PDF. */
export async function setSheet(
  sheet: Sheet,
  head: SheetHead,
  { fontFolders }: OfficeFonts,
): Promise<Uint8Array> {
  const { entry } = head;
  const input: ProcessingSheet = {
    organ: head.organ,
    sender: entry.sender,
    receiptNumber: entry.number === undefined ? '未登记' : printIncomingNumber(entry.number),
    receivedOn: entry.receivedOn === undefined ? '' : dayInWords(entry.receivedOn),
    title: head.title,
    opinions: opinionsOf(sheet),
    date: head.day,
    ...(entry.senderNumber === undefined ? {} : { senderNumber: entry.senderNumber }),
    ...(head.urgency === undefined ? {} : { urgency: head.urgency }),
    ...(head.pages === undefined ? {} : { extent: `1份${head.pages}页` }),
    ...(entry.dueOn === undefined ? {} : { dueOn: dayInWords(entry.dueOn) }),
    ...(head.demo ? { foot: '演示无效' } : {}),
  };
  return (await typesetProcessingSheet(input, { fontFolders })).pdf;
}

function opinionsOf(sheet: Sheet): ProcessingSheet['opinions'] {
  const { proposal } = sheet;
  return [
    ...(proposal === undefined
      ? []
      : [
          {
            place: '拟办' as const,
            who: proposal.name,
            post: proposal.post,
            at: minuteOf(proposal.at),
            text: proposal.opinion,
          },
        ]),
    ...sheet.instructions.map((one) => ({
      place: '批示' as const,
      who: one.name,
      post: one.post,
      at: minuteOf(one.at),
      text: one.opinion ?? (one.ink === undefined ? '圈阅' : ''),
      ...(one.ink === undefined ? {} : inkPath(one.ink)),
    })),
    ...sheet.circulation.map((one) => ({
      place: '传阅' as const,
      who: one.name,
      post: one.post,
      at: one.at === undefined ? '' : minuteOf(one.at),
      text: one.opinion ?? (one.state === 'open' ? '（未阅）' : '已阅'),
    })),
    ...sheet.handling.map((one) => ({
      place: '承办' as const,
      who: one.lead ? `${one.name}（主办）` : one.name,
      post: one.post,
      at: one.at === undefined ? '' : minuteOf(one.at),
      text: one.result ?? (one.state === 'open' ? '（在办）' : '已转'),
    })),
  ];
}

const hour = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function minuteOf(iso: string): string {
  const at = new Date(iso);
  return `${dayInWords(dateIn(at))} ${hour.format(at)}`;
}

/** 2026-10-12 as an office writes it: 2026年10月12日, without leading zeros. */
function dayInWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
