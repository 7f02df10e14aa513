/** What comes in: D2 through the whole 收文, real files of others with their verdicts, a DOCX as the text of a draft. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { papers } from '../../server/src/demo/papers.ts';
import { docx } from './docx.ts';
import { write } from './handwriting.ts';
import { expect, test } from './office.ts';
import { inkedShare } from './picture.ts';

const paper = papers.find((one) => one.id === 'D2')!;
const samples = process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../shared/samples');

test('D2 comes in, is instructed in ink, handled, read, and closed', async ({ office }) => {
  const { title } = paper;
  const clerk = await office.person('ws');
  const director = await office.person('dzb');
  const secretary = await office.person('sj');

  await clerk.openTodo(title);
  const trust = await clerk.tab('签章与核验');
  await expect(trust.getByText(/没有被改动，由青槐县农业农村局于.*盖章，可以采信。演示无效/)).toBeVisible();
  await clerk.act('签收');
  await clerk.act('登记并送拟办');
  await clerk.openFrom('/incoming', title);
  const sheet = clerk.page.getByRole('region', { name: '收文处理笺' });
  await clerk.tab('处理笺');
  await expect(sheet).toContainText('青槐县农业农村局');
  await expect(sheet).toContainText('青槐农函〔2026〕26号');

  await director.openTodo(title);
  await director.act('送批示', async (form) => {
    await form.getByLabel('意见').fill('拟请张三同志批示，建议由农业中心承办，王五同志阅。');
    await form.getByRole('radio', { name: /张三/ }).check();
  });

  await secretary.openTodo(title);
  const form = await secretary.choose('批示并交办');
  const page = (await secretary.page.locator('.page-sheet[data-page="1"]').boundingBox())!;
  await write(secretary.page, 'pen', {
    x: page.x + page.width * 0.6,
    y: page.y + page.height * 0.02,
    width: page.width * 0.28,
    height: page.height * 0.07,
  });
  await expect(secretary.page.getByRole('img', { name: '手写完毕' })).toBeVisible();
  await form.getByLabel('意见').fill('请冯乙同志办理，王五同志阅。');
  await form
    .getByRole('group', { name: /由谁承办/ })
    .getByRole('checkbox', { name: /冯乙/ })
    .check();
  await form
    .getByRole('group', { name: /请谁传阅/ })
    .getByRole('checkbox', { name: /王五/ })
    .check();
  await secretary.send('批示并交办');

  const handler = await office.person('ny');
  await handler.openTodo(title);
  await handler.act('办理完毕', (asked) =>
    asked.getByLabel('办理结果').fill('已按表样汇总三个村的储备地块，函复县农业农村局。'),
  );
  const reader = await office.person('fz1');
  await reader.openTodo(title);
  await reader.act('已阅');

  // A 函 asks for an answer: it is closed once the answer stands in the matter.
  await clerk.openTodo(title);
  await clerk.act('登记答复', (asked) => asked.getByLabel('办理结果').fill('已复函，禾汀政函〔2026〕10号。'));
  await clerk.act('办结');
  await clerk.openFrom('/incoming', title);
  await expect(clerk.page.getByText('已办结').first()).toBeVisible();
  await clerk.tab('处理笺');
  for (const text of [
    '拟请张三同志批示',
    '请冯乙同志办理，王五同志阅。',
    '已按表样汇总三个村的储备地块',
    '王五 2026年11月23日',
  ]) {
    await expect(sheet).toContainText(text);
  }
  await expect(sheet.getByRole('img', { name: '张三的手写批示' })).toBeVisible();
  const href = await clerk.page.getByRole('link', { name: '打印处理笺' }).getAttribute('href');
  const printed = await (await clerk.page.request.get(href ?? '')).body();
  expect(printed.subarray(0, 5).toString()).toBe('%PDF-');
  const acts = (await clerk.tab('时间线')).locator('.timeline > li');
  await expect(acts.filter({ hasText: '李四' })).toHaveCount(0);
  expect(await acts.count()).toBeGreaterThanOrEqual(7);
});

const strangers = [
  { file: 'ofd/03-invoice-seal-v4-valid.ofd', verdict: /没有被改动/ },
  { file: 'ofd/04-invoice-seal-v4-document-tampered.ofd', verdict: /被?改动|被?改过/ },
  { file: 'pdf/ok-06-pades-b.pdf', verdict: /没有被改动/ },
] as const;

for (const { file, verdict } of strangers) {
  test(`a real file of others shows its verdict: ${file}`, async ({ office }) => {
    const path = join(samples, file);
    test.skip(!existsSync(path), `没有样本文件，跳过 no sample files at ${samples} (YIWEN_SAMPLES)`);
    const clerk = await office.person('ws');
    const { page } = clerk;
    await page.goto('/incoming/new');
    await page.locator('input[type="file"]').setInputFiles(path);
    await expect(page.locator('form.incoming-form').getByText(verdict).first()).toBeVisible({
      timeout: 30_000,
    });
    const title = `外来文件登记 ${file.replace(/.*\//, '')} ${Date.now()}`;
    await page.getByLabel('标题').fill(title);
    await page.getByLabel('来文单位').fill('外单位');
    await page.getByRole('button', { name: '登记来文' }).click();
    await expect(page.locator('h1')).toHaveText(title, { timeout: 30_000 });
    const trust = await clerk.tab('签章与核验');
    await expect(trust.getByText(verdict).first()).toBeVisible();
    const sheet = page.locator('.page-sheet').locator('img, canvas').first();
    await expect(sheet).toBeVisible();
    await expect.poll(() => inkedShare(sheet)).toBeGreaterThan(0.0005);
  });
}

test('a DOCX becomes the text of a draft, and another goes along as an attachment', async ({ office }) => {
  const clerk = await office.person('ws');
  const { page } = clerk;
  const title = `禾汀镇人民政府关于开展第${Date.now() % 10_000}次冬季清洁行动的通知`;
  const paragraphs = [
    '为做好冬季村庄清洁，现将有关事项通知如下。',
    '一、时间安排',
    '2026年12月1日至12月20日。',
    '二、工作要求',
    '各村要发动群众，不搞检查评比。',
  ];
  await page.goto('/drafts/new');
  await page.getByRole('button', { name: '通知', exact: true }).click();
  const file = page.locator('input[type="file"]');
  const mimeType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  await file.setInputFiles({ name: '清洁行动.docx', mimeType, buffer: docx(title, paragraphs) });
  await page.getByRole('button', { name: '用作正文' }).click();
  await expect(page.getByText('正文已换成“清洁行动.docx”里的文字')).toBeVisible();
  await expect(page.getByLabel('标题', { exact: true })).toHaveValue(title);
  await expect(page.getByLabel('正文', { exact: true })).toHaveValue(paragraphs.join('\n'));
  await file.setInputFiles({ name: '任务表.docx', mimeType, buffer: docx('任务表', ['各村任务见下。']) });
  await page.getByRole('button', { name: '作为附件' }).click();
  await expect(page.getByText(/1\. 任务表\.docx/)).toBeVisible();
  await page.getByLabel('主送机关').fill('各村（居）民委员会');
  await expect(page.getByText(/已存到服务器/)).toBeVisible();
  await clerk.act('送审核');
  await clerk.openFrom('/outgoing', title);
  const files = await clerk.tab('附件');
  await expect(files.getByRole('link', { name: /任务表\.docx/ })).toBeVisible();
});

test('a paper marked as a state secret is refused and not stored', async ({ office }) => {
  const clerk = await office.person('ws');
  const { page } = clerk;
  office.provoked.push(/422 .*\/api\/v1\/uploads$/);
  await page.goto('/incoming/new');
  await page.locator('input[type="file"]').setInputFiles({
    name: '文件.docx',
    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    buffer: docx('机密★5年', ['关于某事项的通知']),
  });
  await expect(page.getByRole('alert')).toContainText(/密/);
  await expect(page.locator('form.incoming-form')).toHaveCount(0);
});
