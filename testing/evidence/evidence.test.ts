/** Evidence packages on a real node: who may have one, what is in it, and that it is checked without the node. */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readZip } from '@yiwen/formats/container';
import { trustListJson } from '@yiwen/trust/certificates';
import { verifyEvidence } from '@yiwen/trust/evidence';
import { readPolicy } from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runEvidence } from '../../cli/src/evidence.ts';
import { runVerify } from '../../cli/src/verify.ts';
import { authorityService } from '../../server/src/modules/authority/index.ts';
import { testPassword } from '../../server/src/testing/index.ts';
import { startOffice, type TestOffice } from '../journey/test-office.ts';

let office: TestOffice;
let matterId: string;
beforeAll(async () => {
  office = await startOffice();
  matterId = await office.sealed('测试镇人民政府关于做好冬季防火工作的通知');
}, 300_000);
afterAll(() => office?.test.stop());

/** A package asked for by one role. */
async function exported(role: string, document: string) {
  const client = office.as(role);
  const response = await fetch(`${office.test.url}/api/v1/evidence`, {
    method: 'POST',
    headers: {
      cookie: client.cookie!,
      'x-csrf-token': client.session.csrf,
      origin: office.test.url,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ document }),
  });
  return {
    status: response.status,
    bytes: new Uint8Array(await response.arrayBuffer()),
    headers: response.headers,
  };
}

describe('an evidence package of a sealed document', () => {
  it('holds every act with its proof, every version and file, and is borne out by all but witnesses', async () => {
    const { status, bytes, headers } = await exported('clerk', matterId);
    expect(status, new TextDecoder().decode(bytes.subarray(0, 300))).toBe(200);
    expect(decodeURIComponent(headers.get('content-disposition')!)).toContain('证据包.zip');
    const trust = await office.test.node.services.get(authorityService).trust();
    const report = verifyEvidence(bytes, { trust, now: office.test.clock.now().getTime() + 60_000 });
    const notInfo = report.findings.filter(({ severity }) => severity !== 'info');
    expect(notInfo.filter(({ code }) => code !== 'not-witnessed')).toEqual([]);
    expect(report.verdict).toBe('intact-untrusted');
    expect(report.files.map((file) => file.report.verdict).sort()).toEqual(['valid', 'valid']);
    expect(report.acts.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'documents.drafted',
        'documents.approved',
        'documents.registered',
        'sealing.sealed',
      ]),
    );
    expect(report.acts.every(({ index }) => index !== undefined)).toBe(true);
    expect(report.subject?.number).toMatch(/^测试镇政发〔2026〕\d+号$/);
    // Another verifier's policy knows another log: nothing is borne out, and nothing is called valid.
    const policy = readPolicy('quorum none\n');
    const stranger = verifyEvidence(bytes, { policy, now: office.test.clock.now().getTime() });
    expect(stranger.findings.some(({ code }) => code === 'log-unknown')).toBe(true);
    expect(stranger.verdict).not.toBe('valid');
  });

  it('holds the approved application the seal rests on, and nothing of what else that seal was asked for', async () => {
    const [mine, other] = [await office.numbered('甲件'), await office.numbered('乙件')];
    const seal = (await office.as('clerk').get('/api/v1/seals')).body[0];
    const apply = async (documentMatterId: string, purpose: string) => {
      const id = randomUUID();
      const postId = office.test.organ.posts['principal-leader']!.postId;
      const body = { id, key: randomUUID(), sealId: seal.id, documentMatterId, purpose, postId };
      expect(await office.as('clerk').post('/api/v1/seal-uses', body)).toMatchObject({ status: 200 });
      return id;
    };
    const application = await apply(mine, '甲件用印');
    await apply(other, '乙件的私事');
    const { steps, revision } = (await office.as('principal-leader').get(`/api/v1/seal-uses/${application}`))
      .body;
    const { id: step } = steps.find(({ state }: { state: string }) => state === 'open');
    expect(
      await office.as('principal-leader').post(`/api/v1/matters/${application}/steps/${step}/approve`, {
        key: randomUUID(),
        expected: revision,
      }),
    ).toMatchObject({ status: 200 });
    await office.act('clerk', mine, 'seal');
    await office.test.node.jobs.idle(60_000);
    const { status, bytes } = await exported('clerk', mine);
    expect(status).toBe(200);
    const text = [...readZip(bytes).entries.values()]
      .map((part) => new TextDecoder().decode(part))
      .join('\n');
    expect(text).toContain('甲件用印');
    expect(text).toContain('sealing.use-approved');
    expect(text).not.toContain('乙件的私事');
  }, 120_000);

  it('is found by number and by printed code too, and making it is an act of the document', async () => {
    const { registration, id } = (await office.as('clerk').get(`/api/v1/matters/${matterId}`)).body.document;
    for (const called of [registration.number, registration.verifyCode, id]) {
      expect((await exported('office-director', called)).status, called).toBe(200);
    }
    const { timeline } = (await office.as('clerk').get(`/api/v1/matters/${matterId}`)).body;
    expect(timeline.filter((item: { kind: string }) => item.kind === 'evidence.exported')).toHaveLength(4);
  });

  it('is had by inspectors and the archivist, not by whom the document never passed', async () => {
    expect((await exported('inspector', matterId)).status).toBe(200);
    expect((await exported('archivist', matterId)).status).toBe(200);
    expect((await exported('security-admin', matterId)).status).toBe(403);
    expect((await exported('clerk', '测试镇政发〔2026〕999号')).status).toBe(404);
  });

  it('comes by `yiwen evidence` and is checked by `yiwen verify` alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yiwen-evidence-'));
    const lines: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
    vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
    vi.stubEnv('YIWEN_PASSWORD', testPassword);
    try {
      const file = join(folder, '证据包.zip');
      const asked = ['-o', file, '--login', 'clerk', '--server', office.test.url];
      expect(await runEvidence([matterId, ...asked]), lines.join()).toBe(0);
      // A file that is there is not written over, and another's document not handed out.
      expect(await runEvidence([matterId, ...asked])).toBe(2);
      const other = ['-o', join(folder, 'other.zip'), ...asked.slice(2)];
      expect(await runEvidence(['测试镇政发〔2026〕999号', ...other])).toBe(1);
      expect(existsSync(join(folder, 'other.zip'))).toBe(false);
      const trust = join(folder, 'trust.json');
      writeFileSync(trust, trustListJson(await office.test.node.services.get(authorityService).trust()));
      const at = ['--at', new Date(office.test.clock.now().getTime() + 60_000).toISOString()];
      lines.length = 0;
      expect(await runVerify([file, '--trust', trust, ...at, '--json'])).toBe(1);
      expect(JSON.parse(lines[0]!)).toMatchObject({ verdict: 'intact-untrusted', kind: 'evidence' });
    } finally {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
