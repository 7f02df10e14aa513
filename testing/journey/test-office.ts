/** A small office on a test node that takes documents through 发文 to the sealed file, for tests that need real acts. */
import { randomUUID } from 'node:crypto';
import type { PersonalKey } from '@yiwen/trust/approvals';
import { newKeyBody, openKey, sign } from '../../server/src/modules/signing/personal-key.fixture.ts';
import {
  startTestNode,
  type TestClient,
  type TestNode,
  type TestNodeOptions,
} from '../../server/src/testing/index.ts';
import { sealInUse } from '../../server/src/testing/seal-in-use.ts';

/** The office: its node and what it can be asked to do. */
export type TestOffice = {
  readonly test: TestNode;
  as(role: string): TestClient;
  /** Drafted, approved, numbered: waits at 用印. Answers the matter's id. */
  numbered(title: string): Promise<string>;
  /** Sealed as well. */
  sealed(title: string): Promise<string>;
  /** One verb by whoever holds the matter's open step in that role. */
  act(role: string, matterId: string, verb: string, body?: object): Promise<void>;
  /** The document of a matter. */
  documentOf(matterId: string): Promise<string>;
};

const ROLES = [
  'clerk',
  'office-director',
  'principal-leader',
  'deputy-leader',
  'security-admin',
  'archivist',
  'inspector',
] as const;

/** Verbs that the office's two signers sign personally. */
const SIGNED: ReadonlySet<string> = new Set(['pass', 'approve']);
const SECOND_PASSWORD = '第二口令 2026';

/**
 * Starts the office, with a seal. With `personalKeys` the director and the principal leader have keys of their own and
 * the office's rule demands that sign-offs are signed with them.
 */
export async function startOffice(
  options: TestNodeOptions & { personalKeys?: boolean } = {},
): Promise<TestOffice> {
  const keys = new Map<string, PersonalKey>();
  const test = await startTestNode({ roles: [...ROLES], ...options });
  const village = await test.addOrgan('测试村', 'v', ['village-clerk']);
  const clients = new Map<string, TestClient>();
  for (const role of ROLES) {
    clients.set(role, await test.client(role));
  }
  const as = (role: string): TestClient => clients.get(role)!;
  const good = (answer: { status: number; body: unknown }, what: string): void => {
    if (answer.status !== 200) {
      throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  };
  await sealInUse(test);
  const view = async (role: string, matterId: string) => {
    const answer = await as(role).get(`/api/v1/matters/${matterId}`);
    good(answer, `matter as ${role}`);
    return answer.body;
  };
  const act = async (role: string, matterId: string, verb: string, body: object = {}): Promise<void> => {
    const { mine, revision } = await view(role, matterId);
    const command = { key: randomUUID(), expected: revision, ...body };
    const personal = keys.get(role);
    const signature =
      personal !== undefined && SIGNED.has(verb)
        ? await signed(role, personal, { matterId, stepId: mine?.stepId, verb, body: command })
        : undefined;
    const answer = await as(role).post(`/api/v1/matters/${matterId}/steps/${mine?.stepId}/${verb}`, {
      ...command,
      ...(signature === undefined ? {} : { signature }),
    });
    good(answer, `${role} ${verb}`);
  };
  const signed = async (role: string, personal: PersonalKey, item: object) => {
    const prepared = await as(role).post('/api/v1/signing/prepare', { items: [item] });
    good(prepared, `prepare ${role}`);
    const [signature] = await sign([prepared.body.items[0].done], personal);
    return signature;
  };
  if (options.personalKeys === true) {
    for (const role of ['office-director', 'principal-leader']) {
      good(
        await as(role).post('/api/v1/me/signing/keys', await newKeyBody(SECOND_PASSWORD)),
        `key of ${role}`,
      );
      keys.set(role, (await openKey(as(role), SECOND_PASSWORD))!);
    }
    good(await as('security-admin').put('/api/v1/signing/rule', { rule: 'required' }), 'rule');
  }
  const numbered = async (title: string): Promise<string> => {
    const matterId = randomUUID();
    good(
      await as('clerk').post('/api/v1/drafts', {
        matterId,
        key: randomUUID(),
        kind: '通知',
        form: '文件',
        fields: {
          organMark: ['测试镇人民政府'],
          withWenjian: true,
          title,
          mainReceivers: '各村民委员会',
          signature: ['测试镇人民政府'],
          printedBy: '测试镇党政办公室',
        },
        body: [
          { id: 'b1', kind: 'paragraph', text: '现就做好冬季防火工作通知如下。请各村民委员会认真落实。' },
        ],
      }),
      'draft',
    );
    await act('clerk', matterId, 'submit');
    await act('office-director', matterId, 'pass', { postId: test.organ.posts['principal-leader'].postId });
    await act('principal-leader', matterId, 'approve', { opinion: '同意' });
    await act('office-director', matterId, 'pass');
    await act('clerk', matterId, 'register', {
      copies: 5,
      receivers: [{ organId: village.id, role: '主送' }],
    });
    return matterId;
  };
  return {
    test,
    as,
    act,
    numbered,
    async sealed(title) {
      const matterId = await numbered(title);
      await act('clerk', matterId, 'seal');
      for (let tries = 0; tries < 600; tries++) {
        const { mine } = await view('clerk', matterId);
        if (mine?.node === 'release') {
          return matterId;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error('the document was not sealed within a minute');
    },
    documentOf: async (matterId) => (await view('clerk', matterId)).document.id,
  };
}
