/**
 * The codes on the pages of a document sealed by a node, as a phone or a scanner sees them: pages drawn by poppler at
 * 150, 200 and 300 dpi, read by ZXing and by ZBar, then checked against the node's own dated list of keys, offline.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOfd } from '@yiwen/formats/ofd';
import { parseTrustList } from '@yiwen/trust/certificates';
import { checkPrintedCode, parseKeyList, storedBytes } from '@yiwen/trust/paper';
import { pngOfPage } from '@yiwen/typesetter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorityModule } from '../../server/src/modules/authority/index.ts';
import { circulationModule } from '../../server/src/modules/circulation/index.ts';
import { documentsModule } from '../../server/src/modules/documents/index.ts';
import { logModule } from '../../server/src/modules/log/index.ts';
import { paperModule } from '../../server/src/modules/paper/index.ts';
import { sealingModule } from '../../server/src/modules/sealing/index.ts';
import { verificationModule } from '../../server/src/modules/verification/index.ts';
import { workflowModule } from '../../server/src/modules/workflow/index.ts';
import { sealInUse } from '../../server/src/testing/seal-in-use.ts';
import type { TestClient } from '../../server/src/testing/test-client.ts';
import { startTestNode, type TestNode } from '../../server/src/testing/test-node.ts';
import { readCodes } from './read-codes.ts';

const has = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
};
const poppler = has('pdftoppm', '-v');
const zbar = has('zbarimg', '--version');
for (const [name, found] of [
  ['pdftoppm (poppler-utils)', poppler],
  ['zbarimg (zbar-tools)', zbar],
] as const) {
  if (!found) {
    console.log(`printed codes: ${name} is not here, what it would judge is skipped`);
  }
}

const title = '测试镇人民政府关于切实做好今冬明春安全生产和森林防火工作的通知';
let test: TestNode;
let folder: string;
let pdf: Uint8Array;
let ofd: Uint8Array;
let pages: number;
let registration: { number: string; verifyCode: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yiwen-codes-'));
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
    ],
    roles: ['clerk', 'office-director', 'principal-leader', 'security-admin'],
  });
  const clients = new Map<string, TestClient>();
  for (const role of ['clerk', 'office-director', 'principal-leader', 'security-admin'] as const) {
    clients.set(role, await test.client(role));
  }
  const as = (who: string): TestClient => clients.get(who) as TestClient;
  await sealInUse(test);
  const matterId = randomUUID();
  const body = Array.from({ length: 9 }, (_, i) => ({
    id: `b${i}`,
    kind: 'paragraph',
    text: '请各村认真落实安全责任，逐户排查隐患，及时上报情况。'.repeat(4),
  }));
  const view = async (who: string) => (await as(who).get(`/api/v1/matters/${matterId}`)).body;
  const act = async (who: string, verb: string, more: object = {}) => {
    const seen = await view(who);
    const answer = await as(who).post(`/api/v1/matters/${matterId}/steps/${seen.mine.stepId}/${verb}`, {
      key: randomUUID(),
      expected: seen.revision,
      ...more,
    });
    expect(answer, `${verb}: ${JSON.stringify(answer.body)}`).toMatchObject({ status: 200 });
  };
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
    body,
  });
  const village = await test.addOrgan('东村', 'east', ['village-clerk']);
  await act('clerk', 'submit');
  await act('office-director', 'pass');
  await act('principal-leader', 'approve', { opinion: '同意' });
  await act('office-director', 'pass');
  await act('clerk', 'register', { copies: 1, receivers: [{ organId: village.id, role: '主送' }] });
  await act('clerk', 'seal');
  for (let i = 0; i < 300 && (await view('clerk')).mine?.node !== 'release'; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { document } = await view('clerk');
  registration = document.registration;
  const file = async (format: string): Promise<Uint8Array> => {
    const one = document.renditions.find(
      (rendition: { format: string; sealed: boolean }) => rendition.sealed && rendition.format === format,
    );
    return (await as('clerk').bytes(one.href)).bytes;
  };
  pdf = await file('pdf');
  ofd = await file('ofd');
  pages = readOfd(ofd).pages.length;
  writeFileSync(join(folder, 'sealed.pdf'), pdf);
}, 120_000);

afterAll(async () => {
  await test?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What the public list and the public trust list say of an address, with no more help from the node. */
async function judge(address: string) {
  const [keys, trust] = await Promise.all(
    ['/trust/paper-keys.json', '/trust/demo.json'].map(async (path) => (await fetch(test.url + path)).text()),
  );
  return checkPrintedCode(address, {
    keys: parseKeyList(keys!),
    trust: parseTrustList(trust!),
    now: test.clock.now().getTime(),
  });
}

async function expectRegistered(address: string | undefined): Promise<void> {
  const report = await judge(address ?? '');
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({
    verdict: 'registered-content',
    shortCode: registration.verifyCode,
    signer: '测试镇人民政府',
    demo: true,
  });
  const { number, pages: counted, issuer } = report.content!;
  expect(`${number.code}〔${number.year}〕${number.n}号`).toBe(registration.number);
  expect([counted, issuer]).toEqual([pages, '测试镇人民政府']);
  expect(title.startsWith(report.content!.title.replace('…', ''))).toBe(true);
}

describe('codes on paper', () => {
  it.skipIf(!poppler).each([150, 200, 300])('every page of the PDF at %i dpi, by ZXing', async (dpi) => {
    execFileSync('pdftoppm', [
      '-r',
      String(dpi),
      '-png',
      join(folder, 'sealed.pdf'),
      join(folder, `z${dpi}`),
    ]);
    const files = readdirSync(folder).filter((name) => name.startsWith(`z${dpi}-`));
    expect(files.length).toBe(pages);
    expect(pages).toBeGreaterThan(1);
    for (const name of files) {
      const codes = await readCodes(new Uint8Array(readFileSync(join(folder, name))));
      expect(codes).toHaveLength(1);
      await expectRegistered(codes[0]);
      expect(storedBytes(codes[0]!)).toBeLessThanOrEqual(280);
    }
  });

  it.skipIf(!poppler || !zbar).each([150, 200, 300])(
    'every page of the PDF at %i dpi, by ZBar',
    async (dpi) => {
      execFileSync('pdftoppm', [
        '-r',
        String(dpi),
        '-png',
        join(folder, 'sealed.pdf'),
        join(folder, `b${dpi}`),
      ]);
      for (const name of readdirSync(folder).filter((one) => one.startsWith(`b${dpi}-`))) {
        const read = execFileSync('zbarimg', ['-q', '--raw', join(folder, name)], { stdio: 'pipe' });
        await expectRegistered(read.toString('utf8').trim());
      }
    },
  );

  it('the OFD carries the same code on the same pages', async () => {
    const seen = new Set<string>();
    let count = 0;
    const document = readOfd(ofd);
    for (; count < document.pages.length; count++) {
      const { bytes: png } = await pngOfPage(document, count, { dpi: 200 });
      for (const code of await readCodes(png)) {
        seen.add(code);
        await expectRegistered(code);
      }
    }
    expect([count, seen.size]).toEqual([pages, 1]);
  });

  it('a code of the same node with one digit changed is refused', async () => {
    const report = await judge(`${test.url}/v/${registration.verifyCode}#${'9'.repeat(500)}`);
    expect(report.verdict).toBe('unreadable');
  });
});
