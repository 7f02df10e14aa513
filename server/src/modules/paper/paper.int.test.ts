/** Keys of printed codes on a real database: one of each organ, listed with dates, given up and replaced. */
import { parseTrustList } from '@yiwen/trust/certificates';
import { checkPrintedCode, parseKeyList, readPrintedCode } from '@yiwen/trust/paper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestNode, type TestNode } from '../../testing/test-node.ts';
import { authorityModule } from '../authority/index.ts';
import { logModule } from '../log/index.ts';
import { sealingModule } from '../sealing/index.ts';
import { workflowModule } from '../workflow/module.ts';
import { paperModule, paperService } from './index.ts';

let test: TestNode;

beforeAll(async () => {
  test = await startTestNode({
    modules: [logModule, workflowModule, authorityModule, sealingModule, paperModule],
    roles: ['clerk', 'security-admin'],
  });
}, 120_000);

afterAll(async () => {
  await test?.stop();
});

/** A signed address of an organ, in a transaction of its own. */
async function addressOf(organ: { id: string }, issuer: string, title = '关于开展安全检查的通知') {
  const { node } = test;
  const address = await node.db.asOrgan({ organId: organ.id }, (tx) =>
    node.services.get(paperService).addressOf(tx, {
      organId: organ.id,
      shortCode: '12345678901234567890',
      number: { code: '测政发', year: 2026, n: 1 },
      issuer,
      date: '2026-11-23',
      sha256: 'ab'.repeat(32),
      title,
      pages: 2,
    }),
  );
  expect(address).toBeDefined();
  return address!;
}

/** What anybody says of an address with the node's public lists. */
async function judge(address: string) {
  const [keys, trust] = await Promise.all(
    ['/trust/paper-keys.json', '/trust/demo.json'].map(async (path) => (await fetch(test.url + path)).text()),
  );
  const now = test.clock.now().getTime();
  return checkPrintedCode(address, { keys: parseKeyList(keys!), trust: parseTrustList(trust!), now });
}

describe('keys of printed codes', () => {
  it('each organ has its own, and the same input gives the same address', async () => {
    const other = await test.addOrgan('东村', 'east', ['clerk']);
    const first = await addressOf(test.organ, '测试镇人民政府');
    expect(await addressOf(test.organ, '测试镇人民政府')).toBe(first);
    const second = await addressOf(other, '东村人民政府');
    expect(readPrintedCode(second).keyId).not.toBe(readPrintedCode(first).keyId);
    expect(await judge(first)).toMatchObject({ verdict: 'registered-content', demo: true });
    expect(await judge(second)).toMatchObject({ verdict: 'registered-content', signer: '东村人民政府' });
  });

  it('a key given up makes its codes doubtful, and the next document has another', async () => {
    const before = await addressOf(test.organ, '测试镇人民政府');
    const clerk = await test.client('clerk');
    expect(await clerk.post('/api/v1/paper-keys/revoke')).toMatchObject({ status: 403 });
    const admin = await test.client('security-admin');
    const answer = await admin.post('/api/v1/paper-keys/revoke');
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    expect(await judge(before)).toMatchObject({ verdict: 'key-revoked' });
    expect(await admin.post('/api/v1/paper-keys/revoke')).toMatchObject({
      status: 409,
      body: { error: { code: 'paper.no-key' } },
    });
    const after = await addressOf(test.organ, '测试镇人民政府');
    expect(readPrintedCode(after).keyId).not.toBe(readPrintedCode(before).keyId);
    expect(await judge(after)).toMatchObject({ verdict: 'registered-content' });
  });
});
