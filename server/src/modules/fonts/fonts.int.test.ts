/** The office's fonts on a running node: added, used by the next page, replaced, removed; what is no font stays out. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stopEngines } from '@yiwen/typesetter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestClient } from '../../testing/test-client.ts';
import { startTestNode, type TestNode } from '../../testing/test-node.ts';
import { authorityModule } from '../authority/index.ts';
import { documentsModule } from '../documents/index.ts';
import { logModule } from '../log/index.ts';
import { sealingModule } from '../sealing/index.ts';
import { workflowModule } from '../workflow/index.ts';
import { fontsModule } from './index.ts';

const require = createRequire(import.meta.url);
const noto = (path: string) =>
  new Uint8Array(
    readFileSync(join(dirname(require.resolve('@expo-google-fonts/noto-serif-sc/package.json')), path)),
  );
const heavy = noto('800ExtraBold/NotoSerifSC_800ExtraBold.ttf');
const semi = noto('600SemiBold/NotoSerifSC_600SemiBold.ttf');
const latin = new Uint8Array(
  readFileSync(
    join(dirname(require.resolve('pdfjs-dist/package.json')), 'standard_fonts/LiberationSans-Regular.ttf'),
  ),
);

let test: TestNode;
let admin: TestClient;
let clerk: TestClient;
let folder: string;

beforeAll(async () => {
  test = await startTestNode({
    modules: [logModule, workflowModule, authorityModule, sealingModule, fontsModule, documentsModule],
    roles: ['clerk', 'system-admin', 'security-admin', 'audit-admin'],
  });
  admin = await test.client('system-admin');
  clerk = await test.client('clerk');
  folder = join(test.node.dataDir, 'fonts', test.organ.id);
}, 120_000);

afterAll(async () => {
  stopEngines();
  await test?.stop();
});

const put = (name: string, bytes: Uint8Array, fields: Record<string, string> = {}) =>
  admin.upload('/api/v1/fonts', [{ field: 'file', name, bytes }], fields);

async function previewFonts(): Promise<{ role: string; name: string; standIn: boolean }[]> {
  const answer = await clerk.post('/api/v1/preview', {
    kind: '通知',
    form: '文件',
    fields: {
      organMark: ['测试镇人民政府'],
      withWenjian: true,
      title: '测试镇人民政府关于防汛的通知',
      mainReceivers: '各村民委员会',
      signature: ['测试镇人民政府'],
    },
    body: [{ id: 'b1', kind: 'paragraph', text: '请做好防汛工作。' }],
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (answer.body as { fonts: { role: string; name: string; standIn: boolean }[] }).fonts;
}
const roleOf = (body: unknown, role: string) =>
  (body as { roles: { role: string; file: string; standIn: boolean; own: boolean }[] }).roles.find(
    (one) => one.role === role,
  );

describe('fonts of the office', () => {
  it('take the place of the stand-in on the next page, and leave it again', async () => {
    expect((await previewFonts()).find((font) => font.role === 'xiaobiaosong')).toMatchObject({
      standIn: true,
    });

    const added = await put('FZXBSJW.ttf', heavy);
    expect(added.status, JSON.stringify(added.body)).toBe(200);
    expect(added.body).toMatchObject({
      added: { file: 'FZXBSJW.ttf', roles: ['xiaobiaosong', 'redhead'] },
      problems: [],
    });
    expect((added.body as { replaced: object[] }).replaced).toMatchObject([
      { standIn: true },
      { standIn: true },
    ]);
    expect(roleOf(added.body, 'xiaobiaosong')).toMatchObject({
      file: 'FZXBSJW.ttf',
      standIn: false,
      own: true,
    });
    const used = await previewFonts();
    expect(used.find((font) => font.role === 'xiaobiaosong')).toMatchObject({ standIn: false });
    expect(used.find((font) => font.role === 'redhead')).toMatchObject({ standIn: false });

    const second = await put('另一种小标宋.ttf', semi);
    expect(second.body).toMatchObject({ replaced: [{ file: 'FZXBSJW.ttf', standIn: false }] });
    expect(readdirSync(folder)).toEqual(['另一种小标宋.ttf']);

    const removed = await admin.delete(`/api/v1/fonts/${encodeURIComponent('另一种小标宋.ttf')}`);
    expect(removed.status).toBe(200);
    expect(roleOf(removed.body, 'xiaobiaosong')).toMatchObject({ standIn: true, own: false });
    expect((await previewFonts()).find((font) => font.role === 'xiaobiaosong')).toMatchObject({
      standIn: true,
    });

    const audit = await (await test.client('audit-admin')).get('/api/v1/admin/audit');
    const kinds = (audit.body as { items: { kind: string }[] }).items.map((item) => item.kind);
    // The test's clock stands still, so the acts have no order among themselves.
    expect(kinds.filter((kind) => kind.startsWith('fonts.')).sort()).toEqual([
      'fonts.font-added',
      'fonts.font-added',
      'fonts.font-removed',
    ]);
  }, 120_000);

  it('take the role they are given when their name tells none, under a name of ours', async () => {
    expect(await put('myfont.ttf', heavy)).toMatchObject({
      status: 422,
      body: { error: { code: 'fonts.role-unclear' } },
    });
    const added = await put('../../etc/my font.TTF', heavy, { role: 'kaiti' });
    expect(added.body).toMatchObject({ added: { file: '楷体.ttf', roles: ['kaiti'] } });
    expect(readdirSync(folder)).toEqual(['楷体.ttf']);
    expect((await admin.delete(`/api/v1/fonts/${encodeURIComponent('楷体.ttf')}`)).status).toBe(200);
  }, 120_000);

  it('keep out what is no font, is cut short, is too large or has no Chinese, and say why', async () => {
    const refused = async (name: string, bytes: Uint8Array, code: string) => {
      const answer = await put(name, bytes, { role: 'heiti' });
      expect(answer.body, name).toMatchObject({ error: { code } });
    };
    await refused('黑体.ttf', new TextEncoder().encode('no font'), 'fonts.not-usable');
    await refused('黑体.ttf', heavy.slice(0, heavy.length / 2), 'fonts.not-usable');
    await refused('黑体.ttc', heavy, 'fonts.not-usable');
    await refused('黑体.ttf', latin, 'fonts.few-characters');
    await refused('黑体.ttf', new Uint8Array(60 * 1024 * 1024 + 1), 'fonts.too-large');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  }, 120_000);

  it('are the system administrator’s to change, and only files of the folder can be removed', async () => {
    expect((await clerk.get('/api/v1/fonts')).status).toBe(200);
    expect(
      (await clerk.upload('/api/v1/fonts', [{ field: 'file', name: '楷体.ttf', bytes: heavy }], {})).status,
    ).toBe(403);
    expect((await clerk.delete('/api/v1/fonts/a.ttf')).status).toBe(403);
    for (const name of ['../authority/root.ttf', 'nothing.ttf']) {
      expect((await admin.delete(`/api/v1/fonts/${encodeURIComponent(name)}`)).status).toBe(404);
    }
  });

  it('a broken file put into the folder by hand is named and passed over', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '仿宋.ttf'), 'no font');
    const { body } = await admin.get('/api/v1/fonts');
    expect(body).toMatchObject({ problems: [{ file: '仿宋.ttf' }] });
    expect(roleOf(body, 'fangsong')).toMatchObject({ own: false });
    rmSync(join(folder, '仿宋.ttf'));
  });
});
