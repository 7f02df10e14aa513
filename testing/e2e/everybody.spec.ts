/** Every screen as everybody sees it: three widths, normal and large print, Chinese and English. */
import type { Page } from '@playwright/test';
import { paperInHand, papers } from '../../server/src/demo/papers.ts';
import { expectAccessible, expectNoOverflow, expectOneLanguage, picture, settle } from './inspect-screen.ts';
import { expect, node, type Office, test } from './office.ts';
import type { Person } from './person.ts';
import { totp } from './totp.ts';

const issued = papers.find((paper) => paper.id === 'D7')!;

type View = { print: 'normal' | 'large'; language: 'zh' | 'en' };

/** A phone, a tablet, a desk; the last one stays for what follows. */
const sizes = [
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
] as const;

/** What a screen is called and how one gets there. */
type Screen = readonly [name: string, open: (page: Page) => Promise<unknown>];

const at = (path: string) => (page: Page) => page.goto(path);

/** Opens a document from a list and, unless the sheet is wanted, one of the parts beside it. */
const matter =
  (list: string, title: string, tab?: string) =>
  async (page: Page): Promise<void> => {
    if (!page.url().includes('/matters/') || !(await page.locator('h1').innerText()).includes(title)) {
      await page.goto(list);
      await page.locator('[data-row]').filter({ hasText: title }).first().click();
      await expect(page.locator('h1')).toHaveText(title);
    }
    if (tab) {
      await page.locator(`[data-tab="${tab}"]`).click();
    }
  };

const clerkScreens: readonly Screen[] = [
  ['todo', at('/todo')],
  ['incoming', at('/incoming')],
  ['incoming-new', at('/incoming/new')],
  ['outgoing', at('/outgoing')],
  ['matter', matter('/outgoing', issued.title)],
  ['matter-timeline', matter('/outgoing', issued.title, 'timeline')],
  ['matter-trust', matter('/outgoing', issued.title, 'trust')],
  ['matter-delivery', matter('/outgoing', issued.title, 'delivery')],
  ['draft-new', at('/drafts/new')],
  ['register-outgoing', at('/registers/outgoing')],
  ['register-incoming', at('/registers/incoming')],
  ['ledgers', at('/ledgers')],
  [
    'ledger',
    async (page) => {
      await page.locator('main a.list-row, main .list a').first().click();
      await expect(page.locator('table')).toBeVisible();
    },
  ],
  ['log-book', at('/log-book')],
  ['circulation', at('/circulation')],
  ['find', at('/find')],
  ['make', at('/make')],
  ['me', at('/me')],
];

/** Chooses print and language on the first screen, where they are remembered for the person who signs in. */
async function choose(page: Page, { print, language }: View): Promise<void> {
  if (print === 'large') {
    await page.getByRole('button', { name: '大字' }).click();
  }
  if (language === 'en') {
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  }
}

/** Gives an account its usual look back. */
async function restore({ page }: Person): Promise<void> {
  await page.goto('/todo');
  const answered = await page.evaluate(async () => {
    const { csrf } = await (await fetch('/api/v1/session')).json();
    const answer = await fetch('/api/v1/me/preferences', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify({ largePrint: false, language: 'zh' }),
    });
    return answer.status;
  });
  expect(answered).toBeLessThan(300);
}

/** One screen at the width it has now. English is looked at by the checker of access on the desk only. */
async function inspect(page: Page, name: string, view: View): Promise<void> {
  const { width } = page.viewportSize()!;
  await test.step(`${name} ${width}`, async () => {
    await settle(page);
    await picture(page, `${name}-${width}-${view.print}-${view.language}`);
    await expectNoOverflow(page);
    await expectOneLanguage(page, view.language);
    if (view.language === 'zh' || (view.print === 'normal' && width === 1440)) {
      await expectAccessible(page);
    }
  });
}

/** Changes the window, as turning a tablet or another machine would, and waits until the page has taken it. */
async function resize(page: Page, size: (typeof sizes)[number]): Promise<void> {
  await page.setViewportSize(size);
  await page.waitForFunction((width) => innerWidth === width, size.width);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** One screen at every width. */
async function inspectWidths(page: Page, name: string, view: View): Promise<void> {
  for (const size of sizes) {
    await resize(page, size);
    await inspect(page, name, view);
  }
}

async function strangers(office: Office, view: View): Promise<void> {
  const page = await office.stranger();
  await page.goto('/');
  await choose(page, view);
  await inspectWidths(page, 'sign-in', view);
  await page.goto(view.language === 'en' ? '/verify?lang=en' : '/verify');
  await inspectWidths(page, 'verify', view);
}

/** A new notice with a few words and its page. */
async function writing({ page }: Person, view: View): Promise<void> {
  await page.goto('/drafts/new');
  await page.getByRole('button', { name: '通知', exact: true }).click();
  await page.locator('.title-text').fill('禾汀镇人民政府关于开展冬季安全用电检查的通知');
  await page
    .locator('.body-text')
    .fill('为做好冬季用电安全，现将有关事项通知如下。\n一、全面检查\n各村逐户提醒。');
  for (const size of sizes) {
    await resize(page, size);
    const preview = page.locator('[data-tab="preview"]');
    await expect(preview.or(page.locator('.preview')).first()).toBeVisible();
    if (await preview.isVisible()) {
      await page.locator('[data-tab="write"]').click();
      await inspect(page, 'draft-write', view);
      await preview.click();
    }
    await expect(page.locator('.preview .page-sheet img').first()).toBeVisible();
    await inspect(page, 'draft', view);
  }
}

/** The leader's paper in hand with the form open, and the pad where there is one. */
async function signing(office: Office, view: View): Promise<void> {
  const leader = await office.person('zz', (page) => choose(page, view));
  const { page } = leader;
  try {
    for (const size of sizes) {
      await resize(page, size);
      await matter('/todo', paperInHand.title)(page);
      await inspect(page, 'sign', view);
      await page.locator('.act-panel, .act-bar').locator('.button.primary').click();
      await expect(page.locator('form.verb-form')).toBeVisible();
      await inspect(page, 'sign-form', view);
      if (!(await page.locator('.page-sheet .ink-surface').first().isVisible())) {
        await page.locator('form.verb-form .button[aria-pressed]').first().click();
        await expect(page.locator('.pad-paper')).toBeVisible();
        await inspect(page, 'sign-pad', view);
      }
      await page.goto('/todo');
    }
  } finally {
    await restore(leader);
  }
}

for (const language of ['zh', 'en'] as const) {
  for (const print of ['normal', 'large'] as const) {
    test(`every screen in ${print} print, ${language}`, async ({ office }) => {
      test.setTimeout(300_000);
      const view = { print, language };
      await strangers(office, view);
      const clerk = await office.person('ws', (page) => choose(page, view));
      try {
        for (const [name, open] of clerkScreens) {
          await open(clerk.page);
          await inspectWidths(clerk.page, name, view);
        }
        await writing(clerk, view);
      } finally {
        await restore(clerk);
      }
      await signing(office, view);
    });
  }
}

test('nothing stands out at 320 pixels', async ({ office }) => {
  const { page } = await office.person('ws');
  await page.setViewportSize({ width: 320, height: 640 });
  for (const [name, open] of [...clerkScreens, ['verify', at('/verify')] as const]) {
    await open(page);
    await settle(page);
    await picture(page, `${name}-320`);
    await expectNoOverflow(page);
  }
});

/** The three administrators and their places. */
const administrators: readonly (readonly [login: string, places: readonly string[]])[] = [
  ['sys', ['/admin/people', '/admin/fonts']],
  ['sec', ['/admin/delegations', '/seals', '/admin/certificates']],
  ['aud', ['/admin/audit']],
];

for (const [login, places] of administrators) {
  test(`the administrator ${login} signs in with a one-time code`, async ({ office }) => {
    const page = await office.stranger();
    await page.goto('/');
    await page.getByLabel('用户名').fill(login);
    await page.getByLabel('密码', { exact: true }).fill('heting-2026');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel('六位验证码').fill('000000');
    await expect(page.getByRole('heading', { name: '再核对一次身份' })).toBeVisible();
    await picture(page, `second-factor-${login}`);
    const { now } = (await (await page.request.get('/api/v1/session')).json()).node;
    await page.getByLabel('六位验证码').fill(totp(node.secretOf(login), new Date(now)));
    await page.getByRole('button', { name: '确认身份' }).click();
    await expect(page.locator('.shell')).toBeVisible();
    for (const place of places) {
      await page.goto(place);
      await inspectWidths(page, place.slice(1).replace('/', '-'), { print: 'normal', language: 'zh' });
    }
    // No administrator sees documents.
    await expect(page.getByRole('link', { name: '待办' })).toHaveCount(0);
  });
}
