/**
 * The main journey at the interface: 孙八 drafts, 钱七 returns and passes, 李四 signs in ink, 复核, 登记, 用印, 核发,
 * and the villages sign. Each step is one request with a key fixed beforehand, so that a step cut off by a crash can
 * be sent again exactly as it was.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from './client.ts';
import type { MatterView, OrganView, TodoItem, VerbAnswer } from './views.ts';

/** What the journey has come to know on its way. */
export interface JourneyState {
  matterId: string;
  /** Answered acts, in the order of their answers. */
  answered: { id: string; kind: string }[];
  /** Of these, the receivers' own acts: act id to the login that did it. */
  received: Map<string, string>;
  villages: OrganView[];
  /** Idempotency keys by step name, so that a repetition carries the same key. */
  keys: Map<string, string>;
  /** Bodies by step name: a repetition sends the very same request. */
  sent: Map<string, unknown>;
}

/** Signs a person in on the node as it runs now. */
export type SignIn = (login: string) => Promise<Client>;

/** One request of the journey. */
export interface JourneyStep {
  name: string;
  run(signIn: SignIn, state: JourneyState): Promise<void>;
}

/** A fresh journey. */
export function newJourney(): JourneyState {
  return {
    matterId: randomUUID(),
    answered: [],
    received: new Map(),
    villages: [],
    keys: new Map(),
    sent: new Map(),
  };
}

function keyOf(state: JourneyState, name: string): string {
  const key = state.keys.get(name) ?? randomUUID();
  state.keys.set(name, key);
  return key;
}

/** Notes acts that were answered; a repeated answer names the same ones. */
function noteAnswer(state: JourneyState, answer: VerbAnswer, receiver?: string): void {
  for (const act of answer.acts) {
    if (!state.answered.some((known) => known.id === act.id)) {
      state.answered.push(act);
    }
    if (receiver !== undefined) {
      state.received.set(act.id, receiver);
    }
  }
}

const paragraphs = [
  '根据上级统一部署，现就做好2027年度城乡居民基本医疗保险参保缴费工作通知如下。',
  '一、集中缴费期为2026年10月20日至12月31日。',
  '二、线上线下并行。对不会使用智能手机的老年人，由村级代办员上门协助，可以现金缴费，并当场出具纸质凭据。',
  '三、应缴名单由平台生成，不得要求群众重复提供身份证、户口簿复印件；进度由平台自动统计，各村不再报送纸质报表。',
  '四、各村要做好政策解释，不得强制或者代替群众作出选择。',
];

const fields = {
  organMark: ['禾汀镇人民政府'],
  withWenjian: true,
  title: '禾汀镇人民政府关于做好2027年度城乡居民基本医疗保险参保缴费工作的通知',
  mainReceivers: '各村（居）民委员会，镇属有关单位',
  signature: ['禾汀镇人民政府'],
  printedBy: '禾汀镇党政办公室',
};

/** A short stroke as a pen makes it. */
const ink = {
  v: 1,
  page: 1,
  box: { xMm: 60, yMm: 120, wMm: 60, hMm: 25 },
  startedAt: '2026-11-23T02:00:00.000Z',
  device: { pointerType: 'pen', dpr: 2 },
  strokes: [
    {
      tool: 'pen',
      color: '#1f1d1a',
      widthMm: 0.6,
      t0Ms: 0,
      points: Array.from({ length: 24 }, (_, i) => [
        100 + i * 40,
        300 + Math.round(120 * Math.sin(i / 3)),
        300 + i * 20,
        8,
        10,
        0,
      ]),
    },
  ],
};

/** The matter as one person sees it. */
export function viewOf(client: Client, state: JourneyState): Promise<MatterView> {
  return client.get<MatterView>(`/matters/${state.matterId}`);
}

/** A verb by one person on the open step at a node; the request is made once and repeated as it was. */
function verb(
  name: string,
  login: string,
  node: string,
  verbName: string,
  body: (view: MatterView, state: JourneyState) => object = () => ({}),
): JourneyStep {
  return {
    name,
    async run(signIn, state) {
      const client = await signIn(login);
      let request = state.sent.get(name) as { path: string; body: object } | undefined;
      if (!request) {
        const view = await viewOf(client, state);
        if (view.mine?.node !== node) {
          throw new Error(`${name}: ${login} holds ${view.mine?.node ?? 'nothing'}, expected ${node}`);
        }
        request = {
          path: `/matters/${state.matterId}/steps/${view.mine.stepId}/${verbName}`,
          body: { key: keyOf(state, name), expected: view.revision, ...body(view, state) },
        };
        state.sent.set(name, request);
      }
      noteAnswer(state, await client.post<VerbAnswer>(request.path, request.body));
    },
  };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the asked thing holds; gives up in words after the limit. */
export async function until<T>(what: string, limitMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) {
      return found;
    }
    if (performance.now() > end) {
      throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    }
    await sleep(100);
  }
}

/** Logins of the four villages and the community, in the order of their organs' short names below. */
export const villageClerks = ['c1', 'c2', 'c3', 'c4', 'c5'] as const;
const villageNames = ['枫汀村', '前垄坝村', '鹤影湾村', '竹沐岭村', '新禾社区'];

/** All steps of the journey, in order. */
export const dispatchJourney: readonly JourneyStep[] = [
  {
    name: 'draft',
    async run(signIn, state) {
      const client = await signIn('ws');
      const organs = await client.get<OrganView[]>('/organs');
      state.villages = villageNames.map((name) => {
        const organ = organs.find((candidate) => candidate.shortName === name);
        if (!organ) {
          throw new Error(`no organ ${name}`);
        }
        return organ;
      });
      await client.post('/drafts', {
        matterId: state.matterId,
        key: keyOf(state, 'draft'),
        kind: '通知',
        form: '文件',
        fields,
        body: paragraphs.map((text, i) => ({ id: `b${i + 1}`, kind: 'paragraph', text })),
      });
    },
  },
  verb('submit', 'ws', 'draft', 'submit'),
  verb('return', 'dzb', 'review', 'return', () => ({ reason: '请核对集中缴费期的起止日期。' })),
  verb('submit-again', 'ws', 'draft', 'submit'),
  verb('review', 'dzb', 'review', 'pass', (view) => ({
    opinion: '已核，拟同意。',
    // Several leaders could sign: 钱七 names 李四.
    postId: view.mine?.verbs
      .find((offered) => offered.verb === 'pass')
      ?.posts?.find((post) => post.title === '镇长')?.id,
  })),
  verb('approve', 'zz', 'approve', 'approve', () => ({ opinion: '同意', ink })),
  verb('recheck', 'dzb', 'recheck', 'pass'),
  verb('number', 'ws', 'number', 'register', (_view, state) => ({
    copies: 30,
    receivers: state.villages.map((organ) => ({ organId: organ.id, role: '主送' })),
  })),
  verb('seal', 'ws', 'seal', 'seal'),
  {
    name: 'sealed',
    async run(signIn, state) {
      const client = await signIn('ws');
      await until('the sealed file', 60_000, async () => {
        const view = await viewOf(client, state);
        return view.document.renditions.filter((rendition) => rendition.sealed).length === 2 &&
          view.mine?.node === 'release'
          ? view
          : undefined;
      });
    },
  },
  verb('release', 'ws', 'release', 'release'),
  ...villageClerks.map(
    (login): JourneyStep => ({
      name: `sign-for-${login}`,
      async run(signIn, state) {
        const client = await signIn(login);
        const name = `sign-for-${login}`;
        let request = state.sent.get(name) as { path: string; body: object } | undefined;
        if (!request) {
          // The demonstration has sent out the same title before; the number tells the papers apart.
          const { number } = (await viewOf(await signIn('ws'), state)).document.registration;
          const item = await until(`delivery to ${login}`, 60_000, async () => {
            const { items } = await client.get<{ items: TodoItem[] }>('/todo');
            return items.find((candidate) => candidate.node === 'receive' && candidate.number === number);
          });
          const view = await client.get<MatterView>(`/matters/${item.matterId}`);
          request = {
            path: `/matters/${item.matterId}/steps/${item.stepId}/sign-for`,
            body: { key: keyOf(state, name), expected: view.revision },
          };
          state.sent.set(name, request);
        }
        noteAnswer(state, await client.post<VerbAnswer>(request.path, request.body), login);
      },
    }),
  ),
  {
    name: 'receipts',
    async run(signIn, state) {
      const client = await signIn('ws');
      await until('five receipts', 60_000, async () => {
        const { deliveries } = await viewOf(client, state);
        return deliveries.length === 5 &&
          deliveries.every((delivery) => delivery.state !== 'sending' && delivery.state !== 'delivered')
          ? deliveries
          : undefined;
      });
    },
  },
];
