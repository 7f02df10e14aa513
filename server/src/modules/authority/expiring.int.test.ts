/** Warnings 60, 30 and 7 days before anything in use ends: on the administrators' page and in the metrics. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificatesPem, makeDemoAuthority } from '@yiwen/trust/certificates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestNode, type TestNode } from '../../testing/test-node.ts';
import { logModule } from '../log/index.ts';
import { nodeWarnings, organWarnings } from './expiring.ts';
import { authorityModule, authorityService, issueFresh, random } from './index.ts';
import { type Authority, makeAuthority } from './make-authority.ts';

const DAY_MS = 86_400_000;
let test: TestNode;
let folder: string;
let authority: Authority;
const NOW = Date.parse('2026-11-23T09:00:00+08:00');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yiwen-expiring-'));
  mkdirSync(join(folder, 'signers'));
  const { anchors } = makeDemoAuthority({ random, now: NOW }).trustList();
  writeFileSync(join(folder, 'signers', 'county.pem'), certificatesPem([anchors[0]!.certificate]));
  writeFileSync(
    join(folder, 'trust.json'),
    JSON.stringify({ dates: { 'signers/county.pem': { until: '2026-12-10' } } }),
  );
  test = await startTestNode({
    modules: [logModule, { ...authorityModule, jobs: () => {} }],
    roles: ['clerk', 'system-admin'],
    environment: { YIWEN_AUTHORITY_TRUST_FOLDER: folder },
  });
  authority = await makeAuthority(test.node, test.node.settingsOf(authorityModule));
}, 60_000);
afterAll(async () => {
  await test?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function issue(days: number, purpose: 'document' | 'person' = 'document') {
  const service = test.node.services.get(authorityService);
  return await test.node.db.asOrgan({ organId: test.organ.id }, (tx) =>
    issueFresh(tx, service, {
      organId: test.organ.id,
      purpose,
      algorithm: 'sm2-sm3',
      subject: { organisation: '测试镇', commonName: '测试镇' },
      notBefore: NOW - DAY_MS,
      notAfter: NOW + days * DAY_MS,
      at: test.clock.now(),
    }),
  );
}

/** Stage and title of each warning today. */
async function warnings(): Promise<[number, string][]> {
  const found = [
    ...(await nodeWarnings(test.node, authority)),
    ...(await test.node.db.asOrgan({ organId: test.organ.id }, (tx) => organWarnings(tx, test.clock.now()))),
  ];
  return found.map(({ stage, title }) => [stage, title]);
}

describe('what ends soon', () => {
  it('is told in stages; renewing or revoking the certificate ends the warning', async () => {
    const { body } = await (await test.client('system-admin')).get('/api/v1/authority');
    expect(body.warnings).toMatchObject([{ stage: 30, daysLeft: 17 }]);
    expect(body.warnings[0].message.zh).toContain('信任名单');
    const first = await issue(65);
    expect(await warnings()).toHaveLength(1);
    for (const [days, stage] of [
      [10, 60],
      [30, 30],
      [20, 7],
      [10, 0],
    ] as const) {
      test.clock.advance(days * DAY_MS);
      expect((await warnings()).find(([, title]) => title.includes('测试镇'))?.[0]).toBe(stage);
    }
    const text = await test.node.metrics.expose();
    expect(text).toMatch(/yiwen_certificates_ending_count\{within_days="0"\} 2/);
    await issue(800);
    expect((await warnings()).some(([, title]) => title.includes('测试镇'))).toBe(false);
    await issue(75, 'person');
    expect((await warnings()).some(([, title]) => title.includes('个人证书'))).toBe(true);
    expect(first.certificate.length).toBeGreaterThan(0);
  });

  it('counts the certificate of the web address', async () => {
    const path = join(folder, 'web.pem');
    const { certificate } = makeDemoAuthority({ random, now: NOW }).issue(
      { commonName: 'oa.example.test' },
      {
        purpose: 'document',
        algorithm: 'ecdsa-p256-sha256',
        notBefore: NOW,
        notAfter: test.clock.now().getTime() + 3 * DAY_MS,
      },
    );
    writeFileSync(path, certificatesPem([certificate]));
    const found = await nodeWarnings({ ...test.node, tlsCertificatePath: path }, authority);
    expect(found.some(({ title }) => title.includes('oa.example.test'))).toBe(true);
  });
});
