/** Seals: a section asks for one on a file, the leader agrees, the keeper seals, and the register tells it all. */
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoOverflow, expectOneLanguage, picture, settle } from './inspect-screen.ts';
import { expect, test } from './office.ts';
import { documentOf } from './viewer-files.ts';

/** The screen at the widths of phone, tablet and desk: a picture of each, and nothing stands out at the side. */
async function inspect(page: Page, name: string): Promise<void> {
  await settle(page);
  await expectAccessible(page);
  await expectOneLanguage(page, 'zh');
  for (const width of [320, 390, 820, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await settle(page);
    await picture(page, `${name}-${width}`);
    await expectNoOverflow(page);
  }
}

const password = '只用来签名 2026';

/** The leader signs what they approve; afterwards the key is ended, as other tests meet the leader without one. */
async function enrol(page: Page): Promise<void> {
  await page.goto('/me');
  const section = page.locator('#signing');
  await section.getByLabel('登录密码').fill('heting-2026');
  await section.getByLabel('签名口令', { exact: true }).fill(password);
  await section.getByLabel('再输一次').fill(password);
  await section.getByRole('button', { name: '用签名口令启用' }).click();
  await expect(section.getByText('在用')).toBeVisible({ timeout: 30_000 });
}

async function endKey(page: Page): Promise<void> {
  await page.goto('/me');
  await page.locator('#signing').getByRole('button', { name: '停用' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '不再使用' }).click();
  await expect(page.locator('#signing').getByText('还没有启用个人签名')).toBeVisible();
}

test('a file is sealed on application, and the register of uses says who asked, agreed and sealed', async ({
  office,
}) => {
  const name = `居住证明${Date.now()}.ofd`;
  const asking = (await office.person('mz')).page;
  await asking.goto('/seals/uses/new');
  await asking
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'application/ofd', buffer: documentOf(3) });
  await expect(asking.getByText(name)).toBeVisible();
  await asking
    .getByLabel('用哪枚印章')
    .selectOption({ label: '青槐县禾汀镇人民政府便民服务专用章（演示无效）' });
  await asking.getByLabel('用途').fill('为村民出具居住证明');
  await asking.getByLabel('由谁审批').selectOption({ label: '镇长（李四）' });
  await inspect(asking, 'seal-use-new');
  await asking.getByRole('button', { name: '送审批' }).click();
  await expect(asking.locator('.badge').filter({ hasText: '等审批' })).toBeVisible();

  const leader = await office.person('zz');
  await enrol(leader.page);
  await leader.openTodo(name);
  await leader.page.getByRole('button', { name: '同意用印' }).click();
  await inspect(leader.page, 'seal-use-approve');
  await leader.page.getByLabel('签名口令').fill(password);
  await leader.page.locator('form').getByRole('button', { name: '同意用印' }).click();
  await expect(leader.page.locator('.badge').filter({ hasText: '已批准' })).toBeVisible({ timeout: 30_000 });
  await endKey(leader.page);

  const keeper = await office.person('ws');
  await keeper.openTodo(name);
  await keeper.page.locator('.act-panel').getByRole('button', { name: '用印', exact: true }).click();
  await keeper.page.locator('form').getByRole('button', { name: '用印', exact: true }).click();
  await expect(keeper.page.locator('.badge').filter({ hasText: '已用印' })).toBeVisible({ timeout: 30_000 });

  await asking.reload();
  await expect(asking.getByText('盖好章的文件')).toBeVisible();
  await inspect(asking, 'seal-use-sealed');
  const [download] = await Promise.all([
    asking.waitForEvent('download'),
    asking.getByRole('link', { name: /下载/ }).click(),
  ]);
  expect(download.suggestedFilename()).toContain('已用印');

  await keeper.page.goto('/seals');
  await inspect(keeper.page, 'seals');
  await keeper.page.getByRole('link', { name: /便民服务专用章/ }).click();
  const line = keeper.page.locator('tr').filter({ hasText: name });
  for (const who of ['郑甲', '李四', '孙八']) {
    await expect(line).toContainText(who);
  }
  await inspect(keeper.page, 'seal');
});
