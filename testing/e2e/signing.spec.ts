/**
 * Personal signing at the screen: the leader enrols a signing password and signs 签发 with it; the director enrols the
 * device (Chromium's virtual authenticator with PRF) and signs 审核; this browser checks both again from the log.
 */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, type Office, test } from './office.ts';
import type { Person } from './person.ts';

const password = '只用来签名 2026';

/** A call of the API as whoever is signed in on this page. */
async function call(page: Page, method: 'GET' | 'POST', path: string, body?: object): Promise<never> {
  return (await page.evaluate(
    async ([how, where, text]) => {
      const session = await (await fetch('/api/v1/session')).json();
      const answer = await fetch(where!, {
        method: how!,
        headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrf },
        ...(text === null ? {} : { body: text! }),
      });
      if (!answer.ok) {
        throw new Error(`${where}: ${await answer.text()}`);
      }
      return await answer.json();
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  )) as never;
}

/** A draft of the clerk's, submitted for review. */
async function submitted(clerk: Person, title: string): Promise<void> {
  const matterId = randomUUID();
  const { page } = clerk;
  await call(page, 'POST', '/api/v1/drafts', {
    matterId,
    key: randomUUID(),
    kind: '通知',
    form: '文件',
    fields: {
      organMark: ['禾汀镇人民政府'],
      withWenjian: true,
      title,
      mainReceivers: '各村（居）民委员会',
      signature: ['禾汀镇人民政府'],
      printedBy: '禾汀镇党政办公室',
    },
    body: [{ id: 'b1', kind: 'paragraph', text: '请各村做好防汛值守。' }],
  });
  const seen: { revision: number; mine: { stepId: string } } = await call(
    page,
    'GET',
    `/api/v1/matters/${matterId}`,
  );
  await call(page, 'POST', `/api/v1/matters/${matterId}/steps/${seen.mine.stepId}/submit`, {
    key: randomUUID(),
    expected: seen.revision,
  });
}

/** Ends keys of an earlier run on the same node. */
async function endKeys(page: Page): Promise<void> {
  const { keys }: { keys: { id: string; state: string }[] } = await call(page, 'GET', '/api/v1/me/signing');
  for (const key of keys.filter(({ state }) => state === 'active')) {
    await call(page, 'POST', `/api/v1/me/signing/keys/${key.id}/revoke`, { reason: 'replaced' });
  }
}

/** A device that unlocks by a touch and gives PRF outputs. */
async function addAuthenticator(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      automaticPresenceSimulation: true,
      isUserVerified: true,
    } as never,
  });
}

/** 我 → 我的签名, enrolled by a signing password. */
async function enrolByPassword({ page }: Person): Promise<void> {
  await page.goto('/me');
  const section = page.locator('#signing');
  await expect(section.getByText('还没有启用个人签名')).toBeVisible();
  await section.getByLabel('登录密码').fill('heting-2026');
  const enrol = section.getByRole('button', { name: '用签名口令启用' });
  await section.getByLabel('签名口令', { exact: true }).fill('heting-2026');
  await section.getByLabel('再输一次').fill('heting-2026');
  await enrol.click();
  await expect(section.getByText('不能和登录密码相同')).toBeVisible();
  await section.getByLabel('签名口令', { exact: true }).fill(password);
  await section.getByLabel('再输一次').fill('另一个口令 2026');
  await enrol.click();
  await expect(section.getByText('两次输入不一样')).toBeVisible();
  await section.getByLabel('再输一次').fill(password);
  await enrol.click();
  await expect(section.getByText('在用')).toBeVisible({ timeout: 30_000 });
  await expect(section.getByText(/证书：.*演示无效/).first()).toBeVisible();
}

async function enrolByDevice({ page }: Person): Promise<void> {
  await addAuthenticator(page);
  await page.goto('/me');
  const section = page.locator('#signing');
  await section.getByLabel('登录密码').fill('heting-2026');
  await section.getByRole('button', { name: '在这台设备上启用' }).click();
  await expect(section.getByText('在用')).toBeVisible({ timeout: 30_000 });
  await expect(section.getByText('通行密钥解锁的密钥')).toBeVisible();
}

/** The act of this name in the timeline, checked on this machine. */
async function checkSigned({ page }: Person, act: string, who: RegExp): Promise<void> {
  const entry = page.locator('.timeline > li').filter({ hasText: act });
  await expect(entry.getByText(/已由本人签名/)).toBeVisible();
  const check = entry.getByRole('button', { name: '本机核对' });
  await expect(async () => {
    await page.reload();
    await page.getByRole('tab', { name: /^时间线/ }).click();
    await check.click({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await expect(entry.getByText(who)).toBeVisible();
}

async function people(office: Office): Promise<[Person, Person, Person]> {
  return [await office.person('ws'), await office.person('dzb'), await office.person('zz')];
}

test('an approval is signed by the person, with a password or the device, and checked by anybody who sees it', async ({
  office,
}) => {
  const [clerk, director, leader] = await people(office);
  const title = `禾汀镇人民政府关于做好防汛值守的通知（${randomUUID().slice(0, 4)}）`;
  await submitted(clerk, title);
  await endKeys(director.page);
  await endKeys(leader.page);

  await enrolByDevice(director);
  await director.openTodo(title);
  await director.act('送签发', async (form) => {
    await expect(form.getByText('提交时请在设备上确认')).toBeVisible();
    const chosen = form.getByRole('radio', { name: /镇长/ }).or(form.getByRole('button', { name: /镇长/ }));
    if (await chosen.first().isVisible()) {
      await chosen.first().click();
    }
  });

  await enrolByPassword(leader);
  await leader.openTodo(title);
  const form = await leader.choose('签发');
  await form.getByRole('button', { name: '同意', exact: true }).click();
  const submit = form.locator('button[type="submit"]');
  await submit.click();
  await expect(form.getByText('请输入签名口令')).toBeVisible();
  await form.getByLabel('签名口令', { exact: true }).fill('不是这个口令');
  await submit.click();
  await expect(form.getByText(/签名口令不对，没有提交/)).toBeVisible({ timeout: 30_000 });
  await form.getByLabel('签名口令', { exact: true }).fill(password);
  await leader.send('签发');

  await leader.openFrom('/outgoing', title);
  await leader.tab('时间线');
  await checkSigned(leader, '签发', /签名核对无误：.*演示无效/);
  await checkSigned(leader, '审核通过', /签名核对无误：.*演示无效/);
});

// The node is everybody's: whoever comes after is not to be asked for a signature by a device that is gone.
test.afterEach(async ({ office }) => {
  for (const login of ['dzb', 'zz']) {
    await endKeys((await office.person(login)).page);
  }
});
