/** A small office on a test node that takes documents through 发文 to the sealed file, for tests that need real acts. */
import { randomUUID } from 'node:crypto';
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

/** Starts the office, with a seal. */
export async function startOffice(options: TestNodeOptions = {}): Promise<TestOffice> {
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
    const answer = await as(role).post(`/api/v1/matters/${matterId}/steps/${mine?.stepId}/${verb}`, {
      key: randomUUID(),
      expected: revision,
      ...body,
    });
    good(answer, `${role} ${verb}`);
  };
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
