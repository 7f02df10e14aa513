/**
 * The main job through the screens only: 孙八 drafts, 钱七 returns and passes, 李四 signs in ink, 复核, 登记, 用印, 核发,
 * the villages sign for it, and a stranger checks both files.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { papers } from '../../server/src/demo/papers.ts';
import { write } from './handwriting.ts';
import { expect, node, type Office, test } from './office.ts';
import type { Person } from './person.ts';
import { inkedShare } from './picture.ts';

const paper = papers.find((one) => one.id === 'D6')!;
const villages = [
  ['c1', '枫汀村'],
  ['c2', '前垄坝村'],
  ['c3', '鹤影湾村'],
  ['c4', '竹沐岭村'],
  ['c5', '新禾社区'],
] as const;

/** Types the document and sees its page and the number that is free. Answers the number. */
async function draft({ page }: Person, title: string): Promise<string> {
  await page.goto('/drafts/new');
  await page.getByRole('button', { name: '通知', exact: true }).click();
  await page.getByLabel('标题', { exact: true }).fill(title);
  await page.getByLabel('主送机关').fill(paper.mainReceivers);
  await page.getByLabel('正文', { exact: true }).fill(paper.body.join('\n'));
  const forecast = page.getByText(/现在空着的是 禾汀政发〔2026〕\d+号/);
  await expect(forecast).toBeVisible();
  const [number = ''] = /禾汀政发〔2026〕\d+号/.exec(await forecast.innerText()) ?? [];
  const preview = page.getByRole('tab', { name: '版面预览' });
  const narrow = await preview.isVisible();
  if (narrow) {
    await preview.click();
  }
  const sheet = page.locator('.preview .page-sheet img').first();
  await expect(sheet).toBeVisible();
  // A page of five paragraphs and a red head, not a blank one.
  await expect.poll(() => inkedShare(sheet)).toBeGreaterThan(0.02);
  await expect(page.getByText(/\d{3} 字，\d 页/)).toBeVisible();
  if (narrow) {
    await page.getByRole('tab', { name: '写稿' }).click();
  }
  await expect(page.getByText(/已存到服务器/)).toBeVisible();
  return number;
}

/** The leader writes on the page itself with a pen, or on the pad with a finger, and signs. */
async function signInInk(person: Person, title: string): Promise<void> {
  await person.openTodo(title);
  const { page } = person;
  const form = await person.choose('签发');
  const onPage = await page.locator('.page-sheet .ink-surface').first().isVisible();
  if (onPage) {
    const sheet = (await page.locator('.page-sheet[data-page="1"]').boundingBox())!;
    await write(page, 'pen', {
      x: sheet.x + sheet.width * 0.6,
      y: sheet.y + sheet.height * 0.03,
      width: sheet.width * 0.28,
      height: sheet.height * 0.08,
    });
  } else {
    await form.getByRole('button', { name: '手写批示' }).click();
    const paper = (await page.locator('.pad-paper').boundingBox())!;
    await write(page, 'finger', {
      x: paper.x + paper.width * 0.1,
      y: paper.y + paper.height * 0.1,
      width: paper.width * 0.8,
      height: paper.height * 0.8,
    });
    await page.getByRole('button', { name: '用这个' }).click();
  }
  await expect(page.getByRole('img', { name: '手写完毕' })).toBeVisible();
  await page.locator('form.verb-form').getByRole('button', { name: '同意', exact: true }).click();
  await expect(page.getByLabel('意见')).toHaveValue(/同意/);
  await person.send('签发');
}

/** Registers for the four villages and the community, seals, waits for both files, downloads them, sends. */
async function issue(
  person: Person,
  title: string,
  number: string,
  folder: string,
): Promise<[string, string]> {
  const { page } = person;
  await person.openTodo(title);
  await person.act('登记', async (form) => {
    await form.getByRole('button', { name: /^各村和社区/ }).click();
    for (const [, name] of villages) {
      await expect(form.getByRole('checkbox', { name: new RegExp(`${name}.*委员会`) })).toBeChecked();
    }
    await form.getByLabel('份数').fill('30');
  });
  await expect(page.getByText(number).first()).toBeVisible();
  await person.act('用印');
  await expect(page.getByRole('button', { name: '核发', exact: true })).toBeVisible({ timeout: 60_000 });
  const trust = await person.tab('签章与核验');
  await expect(
    trust.getByText(/没有被改动，由禾汀镇人民政府于2026年11月23日盖章，可以采信。演示无效/),
  ).toBeVisible();
  const files: string[] = [];
  for (const name of ['OFD 版式文件', 'PDF 文件']) {
    const download = page.waitForEvent('download');
    await trust.getByRole('link', { name: new RegExp(`^${name}.*已用印`) }).click();
    const file = await download;
    const path = join(folder, file.suggestedFilename());
    await file.saveAs(path);
    files.push(path);
  }
  await person.act('核发');
  return files as [string, string];
}

/** A village clerk sees what came, reads its verdict, and signs for it. */
async function signFor(person: Person, title: string): Promise<void> {
  await person.openTodo(title);
  const trust = await person.tab('签章与核验');
  await expect(trust.getByText(/演示无效/).first()).toBeVisible();
  await expect(trust.getByText('内容没有被改动').first()).toBeVisible();
  await person.act('签收');
}

/** The answer of the public page to a file, chosen or dropped. */
async function publicVerdict(office: Office, path: string, how: 'chosen' | 'dropped'): Promise<string> {
  const page = await office.stranger();
  await page.goto('/verify');
  if (how === 'chosen') {
    await page.locator('#file').setInputFiles(path);
    await page.getByRole('button', { name: '核验文件' }).click();
  } else {
    const bytes = (await readFile(path)).toString('base64');
    const transfer = await page.evaluateHandle(async (base64) => {
      const carried = new DataTransfer();
      carried.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'sent.ofd'));
      return carried;
    }, bytes);
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
  }
  const verdict = page.locator('.verdict h1');
  await expect(verdict).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('这是最新版本')).toBeVisible();
  const text = await verdict.innerText();
  await page.context().close();
  return text;
}

/** What the command line says about a file. */
async function commandVerdict(
  path: string,
  ...more: string[]
): Promise<{ verdict: string; sentence: { zh: string } }> {
  const yiwen = join(import.meta.dirname, '../../cli/bin/yiwen.js');
  const { stdout } = await promisify(execFile)(process.execPath, [
    yiwen,
    'verify',
    '--json',
    path,
    ...more,
  ]).catch(
    // Any verdict but `valid` ends with exit code 1, its report printed all the same.
    (error: { code: number; stdout: string }) => {
      expect(error.code).toBe(1);
      return error;
    },
  );
  return JSON.parse(stdout);
}

test('one document from draft to a sealed copy that anyone can verify', async ({ office }, info) => {
  test.setTimeout(240_000);
  // A title of its own for each run, so that the lists never hold it twice.
  const batch = Math.floor(Date.now() / 1000) % 10_000;
  const title = `禾汀镇人民政府关于做好2027年度城乡居民基本医疗保险第${batch}批参保缴费工作的通知`;
  const clerk = await office.person('ws');
  const reviewer = await office.person('dzb');
  const leader = await office.person('zz');

  const number = await test.step('孙八 drafts and sends for review', async () => {
    const free = await draft(clerk, title);
    await clerk.act('送审核');
    return free;
  });

  await test.step('钱七 returns it with a remark; 孙八 mends and sends again; 钱七 passes', async () => {
    await reviewer.openTodo(title);
    await reviewer.act('退回修改', (form) => form.getByLabel('理由').fill('请写明咨询电话。'));
    await clerk.openTodo(title);
    await expect(clerk.page.getByText('钱七退回修改')).toBeVisible();
    await expect(clerk.page.getByText('请写明咨询电话。')).toBeVisible();
    const body = clerk.page.getByLabel('正文', { exact: true });
    await body.fill(`${await body.inputValue()}\n五、咨询电话：000-00000008。`);
    await expect(clerk.page.getByText(/已存到服务器/)).toBeVisible();
    await clerk.act('送审核');
    await reviewer.openTodo(title);
    await reviewer.act('送签发', async (form) => {
      await form.getByRole('button', { name: '同意', exact: true }).click();
      await form.getByRole('radio', { name: /李四/ }).check();
    });
  });

  await test.step('李四 signs in ink', () => signInInk(leader, title));

  await test.step('钱七 rechecks', async () => {
    await reviewer.openTodo(title);
    await reviewer.act('复核通过');
  });

  const [ofd, pdf] = await test.step('孙八 registers, seals, downloads and sends', () =>
    issue(clerk, title, number, info.outputPath()));

  await test.step('three of five sign: 孙八 sees who has and who has not', async () => {
    for (const [login] of villages.slice(0, 3)) {
      await signFor(await office.person(login), title);
    }
    await clerk.openFrom('/outgoing', title);
    const delivery = await clerk.tab('分发');
    await expect(delivery.getByText('已收到 3 个，共 5 个')).toBeVisible();
    for (const [i, [, name]] of villages.entries()) {
      const row = delivery.getByRole('listitem').filter({ hasText: name });
      await expect(row).toContainText(i < 3 ? '已签收' : '已送达');
    }
    for (const [login] of villages.slice(3)) {
      await signFor(await office.person(login), title);
    }
    await clerk.openFrom('/outgoing', title);
    await expect((await clerk.tab('分发')).getByText('全部已签收')).toBeVisible();
  });

  await test.step('every act stands in the log', async () => {
    await expect(async () => {
      await clerk.openFrom('/outgoing', title);
      const acts = (await clerk.tab('时间线')).locator('.timeline > li');
      expect(await acts.count()).toBeGreaterThanOrEqual(11);
      await expect(acts.filter({ hasText: /已入册 第 \d+ 条/ })).toHaveCount(await acts.count(), {
        timeout: 100,
      });
    }).toPass({ timeout: 30_000 });
    const signed = clerk.page.locator('.timeline > li').filter({ hasText: '李四' });
    await expect(signed.getByText(/看的是第 2 版/).first()).toBeVisible();
  });

  await test.step('the ink was kept with time and pressure', async () => {
    const id = clerk.page.url().split('/').at(-1);
    const view = await (await clerk.page.request.get(`/api/v1/matters/${id}`)).json();
    const ink = view.timeline.find((act: { ink?: object }) => act.ink).ink;
    expect(ink.device.pointerType).toBe(info.project.name === 'phone' ? 'touch' : 'pen');
    expect(ink.strokes.length).toBe(7);
    const points: number[][] = ink.strokes.flatMap((stroke: { points: number[][] }) => stroke.points);
    expect(points.some((point) => (point[3] ?? 0) > 0)).toBe(true);
    expect(new Set(points.map((point) => point[2])).size).toBeGreaterThan(3);
  });

  await test.step('a stranger checks the files and the code', async () => {
    const trust = await clerk.tab('签章与核验');
    await trust.getByText('细节', { exact: true }).click();
    const code = trust.getByRole('link', { name: /^\d{20}$/ });
    await expect(code).toBeVisible();
    const stranger = await office.stranger();
    await stranger.goto(`/v/${await code.innerText()}`);
    await expect(stranger.locator('h1')).toContainText(number);
    await expect(stranger.locator('h1')).toContainText('演示无效');
    await expect(stranger.getByText('这是最新版本')).toBeVisible();
    for (const [path, how] of [
      [ofd, 'dropped'],
      [pdf, 'chosen'],
    ] as const) {
      expect(await publicVerdict(office, path, how)).toMatch(/没有被?改动.*演示无效|演示无效.*没有被?改动/s);
    }
  });

  await test.step('孙八 takes the evidence package, and the command line finds nothing wrong in it', async () => {
    await clerk.openFrom('/outgoing', title);
    const trust = await clerk.tab('签章与核验');
    const download = clerk.page.waitForEvent('download');
    await trust.getByRole('button', { name: '取证据包' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/\.zip$/);
    const path = info.outputPath('evidence.zip');
    await file.saveAs(path);
    // No witness watches this node's log, so the most that can be said is that nobody trusted has seen it.
    expect((await commandVerdict(path, '--trust', node.trustFolder)).verdict).toBe('intact-untrusted');
  });

  await test.step('the command line says the same', async () => {
    for (const path of [ofd, pdf]) {
      const trusted = await commandVerdict(path, '--trust', node.trustFolder);
      expect(trusted.verdict).toBe('valid');
      expect(trusted.sentence.zh).toContain('演示无效');
      expect((await commandVerdict(path)).verdict).toBe('intact-untrusted');
    }
  });
});
