/** What the receivers of the demonstration's papers did with them; what nobody did here is still waiting. */
import { printNumber } from '../modules/documents/index.ts';
import type { VerbBody } from '../modules/workflow/index.ts';
import { act, incomingOf, type Stage, settle } from './acting.ts';
import { beijing } from './clock.ts';
import type { DemoPaper } from './papers.ts';
import type { Seat } from './world.ts';

/** Minutes between two acts on one matter, so that a timeline reads like a day's work. */
const minutesApart = 20;

/** One act of somebody on what came in. */
type Beat = readonly [who: Seat, verb: string, body?: Partial<VerbBody>];

const villages = ['fengting', 'qianlongba', 'heyingwan', 'zhumuling', 'xinhe'] as const;

/** Plays what happened to a paper at its receivers, on the day it came in, from two o'clock on. */
export async function receivePaper(stage: Stage, paper: DemoPaper): Promise<void> {
  const number = printNumber(paper.number);
  const courses = coursesOf(stage, paper);
  const longest = Math.max(0, ...courses.map((course) => course.length));
  for (let beat = 0; beat < longest; beat += 1) {
    stage.clock.hold(new Date(beijing(paper.date, '14:00').getTime() + beat * minutesApart * 60_000));
    await Promise.all(
      courses.map(async (course) => {
        const next = course[beat];
        if (next !== undefined) {
          const [seat, verb, body] = next;
          await act(stage, seat, await incomingOf(stage, seat, number), verb, body);
        }
      }),
    );
  }
  await settle(stage);
}

/** What each receiver did, in order. */
function coursesOf(stage: Stage, { id }: DemoPaper): readonly Beat[][] {
  const { world } = stage;
  const clerk = (organ: string): Seat => world.seatOf(organ, 'clerk', 'village-clerk', 'county-clerk');
  const signed = (organ: string): Beat[] => [[clerk(organ), 'sign-for']];
  const registered = (organ: string): Beat[] => [...signed(organ), [clerk(organ), 'register']];
  switch (id) {
    case 'D1':
      return [toLeaders(stage), signed('luping')];
    case 'D2':
      return [signed('luping')];
    case 'D3':
      return [requestAtCounty(stage)];
    case 'D4':
      return [replyAtTown(stage), registered('county-finance'), registered('county-transport')];
    case 'D5':
      return [registered('county-gov'), signed('county-emergency')];
    case 'D6':
      return villages.filter((village) => village !== 'zhumuling').map(signed);
    case 'D7':
      return villages.map(signed);
    case 'D8':
      return [registered('county-transport')];
    case 'D10':
    case 'D12':
      return villages.map((village) => readInVillage(stage, village));
    case 'D11':
      return [readByLeaders(stage), signed('luping')];
    default:
      return [];
  }
}

/** D1 stops where 张三 writes his instruction. */
function toLeaders({ world }: Stage): Beat[] {
  const clerk = world.seat('ws', 'heting');
  return [
    [clerk, 'sign-for'],
    [clerk, 'register'],
    [
      world.seat('dzb', 'heting'),
      'propose',
      {
        opinion: '拟请张三同志批示。建议由赵六同志牵头，应急管理所承办，各村（社区）配合。',
        postId: world.seat('sj', 'heting').postId,
      },
    ],
  ];
}

/** D11 went round the leaders and is closed. */
function readByLeaders({ world }: Stage): Beat[] {
  const clerk = world.seat('ws', 'heting');
  const readers = ['zz', 'fz1', 'fz2'].map((login) => world.seat(login, 'heting'));
  const secretary = world.seat('sj', 'heting');
  return [
    [clerk, 'sign-for'],
    [clerk, 'register'],
    [
      world.seat('dzb', 'heting'),
      'propose',
      { opinion: '拟请张三同志阅示，班子成员传阅，党政办公室对照清理。', postId: secretary.postId },
    ],
    [
      secretary,
      'instruct',
      { opinion: '请班子成员传阅，严格按清单报数。', readers: readers.map((reader) => reader.postId) },
    ],
    ...readers.map((reader): Beat => [reader, 'read']),
    [clerk, 'close', { opinion: '已传阅，存档。' }],
  ];
}

/** D3 at the county government, until the answer is issued. */
function requestAtCounty({ world }: Stage): Beat[] {
  const clerk = world.seatOf('county-gov', 'clerk');
  const mayor = world.seatOf('county-gov', 'principal-leader');
  return [
    [clerk, 'sign-for'],
    [clerk, 'register'],
    [
      world.seatOf('county-gov', 'office-director'),
      'propose',
      { opinion: '拟请县长批示，由县财政局、县交通运输局提出意见。', postId: mayor.postId },
    ],
    [mayor, 'file', { opinion: '同意安排专项资金，请按程序批复。' }],
  ];
}

/** D3 is answered by D4: the county's clerk records it and closes. */
export async function answerRequest(stage: Stage, request: DemoPaper, reply: DemoPaper): Promise<void> {
  const clerk = stage.world.seatOf('county-gov', 'clerk');
  const matterId = await incomingOf(stage, clerk, printNumber(request.number));
  stage.clock.hold(beijing(reply.date, '11:20'));
  await act(stage, clerk, matterId, 'reply', { result: `已批复：${printNumber(reply.number)}` });
  await act(stage, clerk, matterId, 'close');
  await settle(stage);
}

/** D4 at the township: instructed, handled, closed. */
function replyAtTown({ world }: Stage): Beat[] {
  const clerk = world.seat('ws', 'heting');
  const mayor = world.seat('zz', 'heting');
  const handler = world.seat('fz1', 'heting');
  return [
    [clerk, 'sign-for'],
    [clerk, 'register'],
    [
      world.seat('dzb', 'heting'),
      'propose',
      { opinion: '拟请李四同志批示，王五同志牵头落实。', postId: mayor.postId },
    ],
    [mayor, 'instruct', { opinion: '请王五同志牵头，抓紧开展前期工作。', handlers: [handler.postId] }],
    [handler, 'report', { result: '已商请县交通运输局指导，施工图审查列入镇长办公会议议题。' }],
    [clerk, 'close', { opinion: '已落实，办结。' }],
  ];
}

/** A village signs, registers, its secretary reads, and the clerk closes. */
function readInVillage({ world }: Stage, village: string): Beat[] {
  const clerk = world.seatOf(village, 'village-clerk');
  const secretary = world.seatOf(village, 'village-secretary');
  return [
    [clerk, 'sign-for'],
    [clerk, 'register'],
    [secretary, 'propose', { opinion: '村（居）两委学习，按要求落实。' }],
    [secretary, 'file', { opinion: '已阅，照此落实。' }],
    [clerk, 'close'],
  ];
}
