/** A document leaves one organ and reaches two others on the same node: own rows, own receipts, once. */
import { randomUUID } from 'node:crypto';
import { verifyDocument } from '@yiwen/trust/verification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealInUse } from '../../testing/seal-in-use.ts';
import type { TestClient } from '../../testing/test-client.ts';
import { startTestNode, type TestNode } from '../../testing/test-node.ts';
import type { TestOrgan } from '../../testing/test-world.ts';
import { authorityModule } from '../authority/index.ts';
import { circulationModule } from '../circulation/index.ts';
import { documentsModule } from '../documents/index.ts';
import { logModule } from '../log/index.ts';
import { paperModule } from '../paper/index.ts';
import { sealingModule, sealingService } from '../sealing/index.ts';
import { Checker, verificationModule } from '../verification/index.ts';
import { workflowModule } from '../workflow/module.ts';
import { acceptEnvelope } from './accept.ts';
import { exchangeModule } from './index.ts';
import { PacketError, type SignedPacket, signPacket } from './packet.ts';
import { acceptReceipt } from './receipts.ts';

let test: TestNode;
let villages: TestOrgan[];
const clients = new Map<string, TestClient>();

beforeAll(async () => {
  test = await startTestNode({
    modules: [
      logModule,
      workflowModule,
      authorityModule,
      sealingModule,
      paperModule,
      documentsModule,
      circulationModule,
      verificationModule,
      exchangeModule,
    ],
    roles: ['clerk', 'office-director', 'principal-leader', 'security-admin'],
  });
  villages = [
    await test.addOrgan('东村', 'east', ['village-clerk', 'village-secretary']),
    await test.addOrgan('西村', 'west', ['village-clerk', 'village-secretary']),
  ];
  for (const role of ['clerk', 'office-director', 'principal-leader', 'security-admin'] as const) {
    clients.set(role, await test.client(role));
  }
  for (const village of villages) {
    clients.set(village.name, await test.client('village-clerk', village));
  }
  await sealInUse(test);
}, 120_000);

afterAll(async () => {
  await test?.stop();
});

const as = (who: string): TestClient => clients.get(who) as TestClient;

async function view(who: string, matterId: string) {
  const { body, status } = await as(who).get(`/api/v1/matters/${matterId}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

async function act(who: string, matterId: string, verb: string, body: object = {}) {
  const seen = await view(who, matterId);
  expect(seen.mine, `${who} holds the matter for ${verb}`).toBeTruthy();
  const answer = await as(who).post(`/api/v1/matters/${matterId}/steps/${seen.mine.stepId}/${verb}`, {
    key: randomUUID(),
    expected: seen.revision,
    ...body,
  });
  expect(answer, `${verb}: ${JSON.stringify(answer.body)}`).toMatchObject({ status: 200 });
}

async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 300; i++) {
    const found = await ask();
    if (found !== undefined) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain: ${what}`);
}

async function released(): Promise<string> {
  const matterId = randomUUID();
  await as('clerk').post('/api/v1/drafts', {
    matterId,
    key: randomUUID(),
    kind: '通知',
    form: '文件',
    fields: {
      organMark: ['测试镇人民政府'],
      withWenjian: true,
      title: '测试镇人民政府关于开展安全检查的通知',
      mainReceivers: '各村民委员会',
      signature: ['测试镇人民政府'],
      printedBy: '测试镇党政办公室',
    },
    body: [{ id: 'b1', kind: 'paragraph', text: '现就开展安全检查通知如下。请各村认真落实。' }],
  });
  await act('clerk', matterId, 'submit');
  await act('office-director', matterId, 'pass');
  await act('principal-leader', matterId, 'approve', { opinion: '同意' });
  await act('office-director', matterId, 'pass');
  await act('clerk', matterId, 'register', {
    copies: 2,
    receivers: villages.map((village) => ({ organId: village.id, role: '主送' })),
  });
  await act('clerk', matterId, 'seal');
  await until('the seal', async () =>
    (await view('clerk', matterId)).mine?.node === 'release' ? true : undefined,
  );
  await act('clerk', matterId, 'release');
  return matterId;
}

async function arrived(village: string, title: string) {
  return await until(`arrival at ${village}`, async () => {
    const { body } = await as(village).get('/api/v1/todo');
    return body.items.find(
      (item: { title: string; node: string }) => item.title === title && item.node === 'receive',
    );
  });
}

describe('the exchange', () => {
  it('gives each receiver its own document and each act a receipt', async () => {
    const matterId = await released();
    const trust = await test.node.services.get(sealingService).trustList();
    for (const village of villages) {
      const item = await arrived(village.name, '测试镇人民政府关于开展安全检查的通知');
      const seen = await view(village.name, item.matterId);
      expect(seen.document.report.verdict).toBe('valid');
      expect(seen.document.origin).toBe('e-seal');
      const [file] = seen.document.renditions.length ? seen.document.renditions : seen.document.attachments;
      const { bytes } = await as(village.name).bytes(file.href);
      expect(verifyDocument(bytes, { trust, now: test.clock.now().getTime() }).verdict).toBe('valid');
    }
    const first = villages[0]!;
    const item = await arrived(first.name, '测试镇人民政府关于开展安全检查的通知');
    await act(first.name, item.matterId, 'sign-for');
    await until('the receipt', async () => {
      const { deliveries } = await view('clerk', matterId);
      const states = Object.fromEntries(
        deliveries.map((one: { receiver: string; state: string }) => [one.receiver, one.state]),
      );
      return states.东村人民政府 === 'signed-for' && states.西村人民政府 === 'delivered' ? true : undefined;
    });
    const after = await view('clerk', matterId);
    const receipts = after.timeline.filter(
      (one: { kind: string }) => one.kind === 'exchange.receipt-received',
    );
    expect(receipts).toHaveLength(3);
    expect(await as(first.name).get(`/api/v1/matters/${matterId}`)).toMatchObject({ status: 404 });
  }, 120_000);

  it('answers a repeated envelope with the receipt that was given, and takes nothing else', async () => {
    const matterId = await released();
    const village = villages[1]!;
    await until('both deliveries', async () => {
      const { deliveries } = await view('clerk', matterId);
      return deliveries.every((one: { state: string }) => one.state !== 'sending') ? true : undefined;
    });
    type Rows = { 'exchange.envelope': { packet: SignedPacket; matter_id: string } };
    const [row] = await test.node.db.asJob({ organId: test.organ.id }, (tx) =>
      tx
        .$extendTables<Rows>()
        .selectFrom('exchange.envelope')
        .select('packet')
        .where('matter_id', '=', matterId)
        .execute(),
    );
    const packet = row!.packet;
    const checker = new Checker();
    const take = (organId: string, given: SignedPacket) =>
      acceptEnvelope(test.node, checker, organId, given, (sha256) => test.node.blobs.get(sha256));
    const before = (await as(village.name).get('/api/v1/todo')).body.items.length;
    const [one, two] = await Promise.all([take(village.id, packet), take(village.id, packet)]);
    expect(two).toEqual(one);
    expect((await as(village.name).get('/api/v1/todo')).body.items).toHaveLength(before);

    const changed = structuredClone(packet);
    (changed.body.document as { title: string }).title = '别的标题';
    await expect(take(village.id, changed)).rejects.toThrow(PacketError);
    await expect(take(test.organ.id, packet)).rejects.toThrow(PacketError);
    await acceptReceipt(test.node, test.organ.id, one);
    const forged = structuredClone(one);
    forged.body.receipt = 'closed';
    await expect(acceptReceipt(test.node, test.organ.id, forged)).rejects.toThrow(PacketError);
    const [east, west] = villages as [TestOrgan, TestOrgan];
    const receivers = packet.body.receivers as { organId: string; name: string }[];
    const { name } = receivers.find((receiver) => receiver.organId === east.id)!;
    const signedBy = (organ: { id: string; name: string }, body: Record<string, unknown>) =>
      test.node.db.asJob({ organId: organ.id }, async (tx) => {
        const signer = await test.node.services.get(sealingService).organSigner(tx, organ);
        return signPacket(body as never, signer);
      });
    // The neighbour got the same envelope, so it knows every id in it; its own key must not speak for others.
    const forOther = await signedBy(east, {
      ...((await take(west.id, packet)).body as object),
      id: randomUUID(),
      receipt: 'closed',
      receiver: { organId: west.id, name },
    });
    await expect(acceptReceipt(test.node, test.organ.id, forOther)).rejects.toThrow(/answers nothing/);
    const asSender = { organId: test.organ.id, name };
    const strange = await signedBy(east, { ...packet.body, id: randomUUID(), sender: asSender });
    await expect(take(village.id, strange)).rejects.toThrow(/does not speak for/);
    const sameId = await signedBy(east, {
      ...packet.body,
      sender: { organId: east.id, name },
    });
    await expect(take(village.id, sameId)).rejects.toThrow(/another envelope/);
    const log = packet.body.log as { index: number };
    const unproved = await signedBy(
      { id: test.organ.id, name: '测试镇人民政府' },
      { ...packet.body, id: randomUUID(), log: { ...log, index: log.index + 1 } },
    );
    await expect(take(village.id, unproved)).rejects.toThrow(/not proved/);
    const { deliveries } = await view('clerk', matterId);
    for (const delivery of deliveries) {
      expect(
        delivery.receipts.filter((receipt: { kind: string }) => receipt.kind === 'delivered'),
      ).toHaveLength(1);
    }
    await checker.stop();
  }, 120_000);

  it('tells anybody what is registered under the printed code, once it is in the log', async () => {
    const matterId = await released();
    const { document } = await view('clerk', matterId);
    const answer = await test.visitor().get(`/api/v1/codes/${document.registration.verifyCode}`);
    expect(answer).toMatchObject({ status: 200, body: { issuer: '测试镇人民政府', newer: null } });
    expect(answer.body.logged.index).toBeGreaterThanOrEqual(0);
    expect(await test.visitor().get('/api/v1/codes/00000000000000000000')).toMatchObject({ status: 404 });
    const page = await fetch(`${test.url}/v/${document.registration.verifyCode}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('测试镇人民政府关于开展安全检查的通知');
    const pdf = document.renditions.find(
      (file: { format: string; sealed: boolean }) => file.format === 'pdf' && file.sealed,
    );
    const { bytes } = await as('clerk').bytes(pdf.href);
    const checked = await test.visitor().upload('/api/v1/verify', [{ field: 'file', name: 'a.pdf', bytes }]);
    expect(checked).toMatchObject({ status: 200, body: { report: { verdict: 'valid' } } });
    expect(checked.body.registered.number).toBe(document.registration.number);
    bytes[1000] = (bytes[1000] as number) ^ 1;
    const tampered = await test.visitor().upload('/api/v1/verify', [{ field: 'file', name: 'a.pdf', bytes }]);
    expect(tampered.body.report.verdict).not.toBe('valid');
    expect(tampered.body.registered).toBeNull();
  }, 120_000);
});
