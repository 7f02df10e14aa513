/** The viewer: files made here and, where they are, real ones; by mouse, keyboard and finger; on paper. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readPdf } from '../../formats/src/pdf/index.ts';
import { papers } from '../../server/src/demo/papers.ts';
import { expectAccessible, expectNoOverflow, expectOneLanguage, picture } from './inspect-screen.ts';
import { expect, type Office, test } from './office.ts';
import { inkedShare } from './picture.ts';
import { documentOf, lineOf, text } from './viewer-files.ts';

const issued = papers.find((paper) => paper.id === 'D7')!;
const samples = process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../shared/samples');

type Shown = { name: string; buffer: Buffer };

/** Shows a file on the public page, where nobody signs in and the file is opened in the browser. */
async function show(page: Page, { name, buffer }: Shown, query = ''): Promise<void> {
  await page.goto(`/verify${query}`);
  await page.locator('#file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await page.locator('#file-form button').click();
  await expect(page.locator('.verdict')).toBeVisible({ timeout: 30_000 });
}

const sheet = (page: Page, number: number) => page.locator(`.page-sheet[data-page="${number}"]`);
const drawn = (page: Page, number: number) => sheet(page, number).locator('img, canvas').first();
const run = (page: Page, number: number, words: string) =>
  sheet(page, number).locator('.page-text text').filter({ hasText: words }).first();

async function opened(office: Office, file: Shown): Promise<Page> {
  const page = await office.stranger();
  await show(page, file);
  await expect(drawn(page, 1)).toBeVisible();
  await expect.poll(() => inkedShare(drawn(page, 1))).toBeGreaterThan(0.0005);
  return page;
}

/** The number of the page being read. */
const pageNow = (page: Page) => page.locator('.viewer-page-field input');

test('an OFD: contents, thumbnails, zoom, turning, keys', async ({ office }) => {
  const page = await opened(office, { name: '多页.ofd', buffer: documentOf(24) });
  const stage = page.locator('.viewer-stage');

  await test.step('sheets have the shape of their paper', async () => {
    const first = (await sheet(page, 1).boundingBox())!;
    expect(first.height / first.width).toBeCloseTo(297 / 210, 2);
    const second = (await sheet(page, 2).boundingBox())!;
    expect(second.width / first.width).toBeCloseTo(297 / 210, 2);
  });

  await test.step('a line of the contents leads to its place', async () => {
    await page.getByRole('button', { name: '目录', exact: true }).click();
    await page.getByRole('button', { name: '第2章', exact: true }).click();
    await expect(pageNow(page)).toHaveValue('11');
    // 100 mm down the page stands right below the bar.
    const box = (await sheet(page, 11).boundingBox())!;
    const bar = (await page.locator('.viewer-bar').boundingBox())!;
    const place = box.y + (100 / 297) * box.height;
    expect(Math.abs(place - bar.y - bar.height)).toBeLessThan(24);
  });

  await test.step('a thumbnail leads to its page, and the one being read is marked', async () => {
    await page.getByRole('button', { name: '缩略图', exact: true }).click();
    const thumbnail = page.locator('.viewer-thumb');
    await expect(thumbnail.and(page.locator('[aria-current="page"]'))).toHaveAccessibleName('第 11 页');
    await page.locator('.viewer-thumb[aria-label="第 13 页"]').click();
    await expect(pageNow(page)).toHaveValue('13');
    await expect
      .poll(() => inkedShare(page.locator('.viewer-thumb[aria-label="第 13 页"] img')))
      .toBeGreaterThan(0.0005);
    await page.getByRole('button', { name: '缩略图', exact: true }).click();
    await expect(thumbnail).toHaveCount(0);
  });

  await test.step('keys: first, last, next, previous, zoom, fit, turn', async () => {
    await stage.focus();
    await page.keyboard.press('Home');
    await expect(pageNow(page)).toHaveValue('1');
    await page.keyboard.press('PageDown');
    await expect(pageNow(page)).toHaveValue('2');
    await page.keyboard.press('End');
    await expect(pageNow(page)).toHaveValue('24');
    await page.keyboard.press('PageUp');
    await expect(pageNow(page)).toHaveValue('23');
    await page.keyboard.press('Home');
    const before = (await sheet(page, 1).boundingBox())!;
    await page.keyboard.press('+');
    await expect
      .poll(async () => (await sheet(page, 1).boundingBox())!.width)
      .toBeCloseTo(before.width * 1.25, 0);
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await expect
      .poll(async () => (await sheet(page, 1).boundingBox())!.width)
      .toBeCloseTo(before.width / 1.25, 0);
    await page.keyboard.press('0');
    await expect.poll(async () => (await sheet(page, 1).boundingBox())!.width).toBeCloseTo(before.width, 0);
    await page.keyboard.press('r');
    await expect
      .poll(async () => {
        const turned = (await sheet(page, 1).boundingBox())!;
        return turned.width / turned.height;
      })
      .toBeCloseTo(297 / 210, 2);
    for (let turn = 0; turn < 3; turn += 1) {
      await page.getByRole('button', { name: '向右转' }).click();
    }
    await expect.poll(async () => (await sheet(page, 1).boundingBox())!.width).toBeCloseTo(before.width, 0);
  });

  await test.step('Ctrl and the wheel zoom around the pointer', async () => {
    const line = run(page, 1, lineOf(1, 0));
    const before = (await line.boundingBox())!;
    await page.mouse.move(before.x + 2, before.y + before.height / 2);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    await expect.poll(async () => (await line.boundingBox())!.width).toBeGreaterThan(before.width * 1.2);
    const after = (await line.boundingBox())!;
    expect(Math.abs(after.y + after.height / 2 - before.y - before.height / 2)).toBeLessThan(12);
  });

  await test.step('the whole page fits the screen', async () => {
    await page.getByRole('button', { name: '整页' }).click();
    await expect
      .poll(async () => (await sheet(page, 1).boundingBox())!.height)
      .toBeLessThan(page.viewportSize()!.height);
  });

  await test.step('a typed number leads to its page', async () => {
    await pageNow(page).fill('20');
    await pageNow(page).press('Enter');
    await expect(sheet(page, 20)).toBeInViewport();
  });
});

test('text is found where it stands, and copied as it is read', async ({ office }) => {
  const page = await opened(office, { name: '查找.ofd', buffer: documentOf(24) });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());

  await test.step('every letter of the text layer stands over its glyph', async () => {
    const paper = (await sheet(page, 1).boundingBox())!;
    const perMm = paper.width / 210;
    const starts = await run(page, 1, lineOf(1, 0)).evaluate((element: SVGTextElement) =>
      [...element.textContent!].map((_, at) => element.getStartPositionOfChar(at).x),
    );
    for (const [at, x] of starts.entries()) {
      expect(x).toBeCloseTo(text.leftMm + at * text.sizeMm, 1);
    }
    const box = (await run(page, 1, lineOf(1, 0)).boundingBox())!;
    expect((box.y + box.height / 2 - paper.y) / perMm).toBeGreaterThan(text.topMm - text.sizeMm);
    expect((box.y + box.height / 2 - paper.y) / perMm).toBeLessThan(text.topMm + 1);
  });

  await test.step('Ctrl F finds: count, place, next, previous', async () => {
    await page.locator('.viewer-stage').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('标记丙');
    const count = page.locator('.viewer-count');
    await expect(count).toHaveText('1 / 24');
    const hit = sheet(page, 1).locator('.page-hits rect');
    await expect(hit).toHaveCount(1);
    const paper = (await sheet(page, 1).boundingBox())!;
    const perMm = paper.width / 210;
    const box = (await hit.boundingBox())!;
    // 本页标记丙: the third to fifth letters of the third line.
    expect((box.x - paper.x) / perMm).toBeCloseTo(text.leftMm + 2 * text.sizeMm, 0);
    expect(box.width / perMm).toBeCloseTo(3 * text.sizeMm, 0);
    const middle = (box.y + box.height / 2 - paper.y) / perMm;
    expect(Math.abs(middle - (text.topMm + 2 * text.stepMm - 0.38 * text.sizeMm))).toBeLessThan(1);
    await page.keyboard.press('Enter');
    await expect(count).toHaveText('2 / 24');
    await expect(sheet(page, 2).locator('.page-hits rect.now')).toBeInViewport();
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await expect(count).toHaveText('24 / 24');
    await expect(sheet(page, 24).locator('.page-hits rect.now')).toBeInViewport();
    await page.getByRole('button', { name: '下一处' }).click();
    await expect(count).toHaveText('1 / 24');
    await page.getByRole('textbox', { name: '在文件中查找' }).fill('没有这样的话');
    await expect(count).toHaveText('没有找到');
    await page.keyboard.press('Escape');
    await expect(page.locator('.page-hits')).toHaveCount(0);
  });

  await test.step('dragging from one line to another selects what lies between', async () => {
    const from = (await run(page, 1, lineOf(1, 0)).boundingBox())!;
    const to = (await run(page, 1, lineOf(1, 2)).boundingBox())!;
    const letter = from.width / [...lineOf(1, 0)].length;
    await page.mouse.move(from.x + letter * 3.1, from.y + from.height / 2);
    await page.mouse.down();
    // By a way that leads over empty paper.
    await page.mouse.move(from.x + letter * 14, from.y + from.height * 2, { steps: 4 });
    await page.mouse.move(to.x + letter * 4.9, to.y + to.height / 2, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.press('Control+c');
    expect(await copied()).toBe(`${lineOf(1, 0).slice(3)}\n${lineOf(1, 1)}\n${lineOf(1, 2).slice(0, 5)}`);
  });

  await test.step('Ctrl A takes the text of all pages, also of those that are not near', async () => {
    await page.locator('.viewer-stage').focus();
    await page.keyboard.press('Control+a');
    await expect
      .poll(async () => {
        await page.keyboard.press('Control+c');
        return (await copied()).split('\n').length;
      })
      .toBe(24 * 13);
    expect((await copied()).endsWith(lineOf(24, 11))).toBe(true);
  });
});

test('five hundred pages: few sheets exist, wherever one is', async ({ office }) => {
  test.setTimeout(180_000);
  const page = await opened(office, { name: '五百页.ofd', buffer: documentOf(500) });
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  const heapMiB = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize / 2 ** 20;
  };
  const before = await heapMiB();
  let most = 0;
  for (let step = 0; step < 120; step += 1) {
    await page.evaluate(
      (share) => {
        const root = document.scrollingElement!;
        root.scrollTop = share * (root.scrollHeight - root.clientHeight);
      },
      (step % 60) / 59,
    );
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    most = Math.max(most, await page.locator('.page-sheet').count());
  }
  expect(most).toBeLessThan(8);
  await page.locator('.viewer-stage').focus();
  await page.keyboard.press('End');
  await expect(pageNow(page)).toHaveValue('500');
  await expect(run(page, 500, lineOf(500, 0))).toBeAttached();
  await expect.poll(() => inkedShare(drawn(page, 500))).toBeGreaterThan(0.0005);
  await page.getByRole('button', { name: '缩略图', exact: true }).click();
  await expect(page.locator('.viewer-thumb[aria-label="第 500 页"]')).toBeInViewport();
  expect(await page.locator('.viewer-thumb').count()).toBeLessThan(40);
  await page.locator('.viewer-stage').focus();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('标记丙');
  await expect(page.locator('.viewer-count')).toHaveText(/^\d+ \/ 500$/, { timeout: 30_000 });
  expect((await heapMiB()) - before).toBeLessThan(60);
});

test('the pages are printed on their paper, and nothing else', async ({ office }) => {
  const page = await opened(office, { name: '打印.ofd', buffer: documentOf(3) });
  await page.evaluate(() => {
    // The browser's own window of printing cannot be pressed here.
    window.print = () => document.documentElement.setAttribute('data-printing', 'yes');
  });
  await page.getByRole('button', { name: '打印文件' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-printing', 'yes');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.print-page')).toHaveCount(3);
  await expect(page.locator('header, main, footer').first()).toBeHidden();
  const bytes = await page.pdf({ preferCSSPageSize: true });
  const pages = readPdf(new Uint8Array(bytes)).pages();
  expect(pages.length).toBe(3);
  // A page of lines and letters, not of dots: no picture of a page weighs this little.
  expect(bytes.length).toBeLessThan(400_000);
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(page.locator('.print-pages')).toHaveCount(0);
  await expect(page.locator('main')).toBeVisible();
});

test('seals speak the words of the report, in the office and in public', async ({ office }) => {
  const clerk = await office.person('ws');
  const { page } = clerk;
  await clerk.openFrom('/outgoing', issued.title);
  const id = page.url().split('/').at(-1);
  const { document } = await (await page.request.get(`/api/v1/matters/${id}`)).json();
  const [signature] = document.report.signatures;
  const said = async (at: Page) => {
    const panel = at.getByRole('dialog', { name: '签章' });
    await expect(panel).toContainText(document.report.sentence.zh);
    await expect(panel).toContainText(signature.sealName);
    await expect(panel).toContainText(signature.signer);
    await expect(panel).toContainText('内容没有被改动');
    await expect(panel).toContainText('演示无效');
    return panel;
  };

  await test.step('from the bar, and from there to the place', async () => {
    await page.getByRole('button', { name: '1 处签章' }).click();
    const panel = await said(page);
    await panel.getByRole('button', { name: /看第 \d 页上的/ }).click();
    await expect(panel).toBeHidden();
  });

  await test.step('from the seal itself', async () => {
    const mark = page.getByRole('button', { name: `${signature.sealName}，看核验结论` }).first();
    await expect(mark).toBeInViewport();
    await mark.click();
    await said(page);
    await page.keyboard.press('Escape');
  });

  for (const format of ['ofd', 'pdf'] as const) {
    await test.step(`a stranger sees them at the ${format} file`, async () => {
      const file = document.renditions.find((one: { format: string }) => one.format === format);
      const buffer = await (await page.request.get(file.href)).body();
      const stranger = await opened(office, { name: file.name, buffer });
      const sentence = await stranger.locator('.verdict h1').innerText();
      await stranger.getByRole('button', { name: '1 处签章' }).click();
      await expect(stranger.getByRole('dialog', { name: '签章' })).toContainText(sentence);
      await stranger.keyboard.press('Escape');
      await stranger.getByRole('button', { name: '查找', exact: true }).click();
      await stranger.keyboard.type(issued.title.slice(0, 7));
      await expect(stranger.locator('.viewer-count')).toHaveText(/^1 \/ \d+$/);
      await expectAccessible(stranger);
      await expectOneLanguage(stranger, 'zh');
    });
  }
});

test('the page behind a printed code takes the file too', async ({ office }) => {
  const clerk = await office.person('ws');
  await clerk.openFrom('/outgoing', issued.title);
  const id = clerk.page.url().split('/').at(-1);
  const { document } = await (await clerk.page.request.get(`/api/v1/matters/${id}`)).json();
  const file = document.renditions.find((one: { format: string }) => one.format === 'ofd');
  const buffer = await (await clerk.page.request.get(file.href)).body();
  const page = await office.stranger();
  await page.goto(`/v/${document.registration.verifyCode}`);
  await expect(page.locator('h1')).toContainText('演示无效');
  await page.getByRole('button', { name: '核验另一份' }).click();
  await page
    .locator('#file')
    .setInputFiles({ name: file.name, mimeType: 'application/octet-stream', buffer });
  await page.getByRole('button', { name: '核验文件' }).click();
  await expect(page.locator('.verdict h1')).toHaveText(document.report.sentence.zh, { timeout: 30_000 });
  await expect.poll(() => inkedShare(drawn(page, 1))).toBeGreaterThan(0.0005);
  await page.goBack();
  await expect(page.locator('#file-form')).toBeVisible();
});

test('what is no document is said so plainly', async ({ office }) => {
  const bad: Shown[] = [
    { name: '坏.ofd', buffer: Buffer.from('PK\u0003\u0004 no archive at all') },
    { name: '半.ofd', buffer: documentOf(3).subarray(0, 1500) },
    { name: '坏.pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog') },
  ];
  const page = await office.stranger();
  for (const file of bad) {
    await show(page, file);
    await expect(page.getByRole('heading', { name: '这个文件打不开' })).toBeVisible();
  }
});

const real = [
  ['ofd/02-invoice-5pages-templates-seal-v4.ofd', 5],
  ['ofd/05-judgment-5pages-seal-v1-structure-valid.ofd', 5],
  ['ofd/07-riding-seal-v4-5pages-list-protected.ofd', 5],
  ['ofd/11-gov-approval-sheet-handwriting-annots.ofd', 1],
  ['ofd/12-manual-annots-links-embedded-fonts.ofd', 3],
  ['pdf/ok-06-pades-b.pdf', 1],
] as const;

for (const [file, pages] of real) {
  test(`a real file of others is shown: ${file}`, async ({ office }) => {
    const path = join(samples, file);
    test.skip(!existsSync(path), `没有样本文件，跳过 no sample files at ${samples} (YIWEN_SAMPLES)`);
    const page = await opened(office, { name: file, buffer: readFileSync(path) });
    await page.locator('.viewer-stage').focus();
    await page.keyboard.press('End');
    await expect(sheet(page, pages)).toBeAttached();
    await expect.poll(() => inkedShare(drawn(page, pages))).toBeGreaterThan(0.0005);
    const name = file.replace(/.*\//, '').replace(/\W+/g, '-');
    await picture(page, `viewer-${name}`);
  });
}

test.describe('on a phone', () => {
  test('panes are sheets, two fingers zoom, nothing is too small or stands out', async ({
    browser,
    office,
  }) => {
    const context = await browser.newContext({
      baseURL: process.env.YIWEN_E2E_URL ?? '',
      locale: 'zh-CN',
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => office.complaints.push(error.message));
    await show(page, { name: '手机.ofd', buffer: documentOf(24) });
    await expect(drawn(page, 1)).toBeVisible();
    await sheet(page, 1).scrollIntoViewIfNeeded();

    await page.getByRole('button', { name: '更多' }).click();
    await picture(page, 'viewer-more-390');
    await page.getByRole('button', { name: '目录' }).click();
    await expect(page.getByRole('dialog', { name: '目录' })).toBeVisible();
    await picture(page, 'viewer-contents-390');
    await page.getByRole('button', { name: '第3章' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(pageNow(page)).toHaveValue('21');

    const small = await page
      .locator('.viewer-bar :is(button, input)')
      .evaluateAll(
        (elements) =>
          elements
            .map((element) => element.getBoundingClientRect())
            .filter(({ width, height }) => width > 0 && (width < 43.5 || height < 43.5)).length,
      );
    expect(small, 'places to press under 44 px').toBe(0);

    const width = (await sheet(page, 21).boundingBox())!.width;
    const session = await context.newCDPSession(page);
    const fingers = (gap: number) => [
      { x: 195 - gap, y: 500, id: 1 },
      { x: 195 + gap, y: 500, id: 2 },
    ];
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(40) });
    for (let gap = 50; gap <= 80; gap += 10) {
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(gap) });
    }
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(async () => (await sheet(page, 21).boundingBox())!.width).toBeGreaterThan(width * 1.6);
    await expectNoOverflow(page);
    await expectAccessible(page);
    await context.close();
  });

  test('large print, English, and 320 pixels', async ({ office }) => {
    const page = await office.stranger();
    await page.goto('/');
    await page.getByRole('button', { name: '大字' }).click();
    await page.setViewportSize({ width: 320, height: 640 });
    await show(page, { name: 'file.ofd', buffer: documentOf(24) }, '?lang=en');
    await expect(drawn(page, 1)).toBeVisible();
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await sheet(page, 1).scrollIntoViewIfNeeded();
    await picture(page, 'viewer-320-large-en');
    await expectNoOverflow(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'More' }).click();
    await expectOneLanguage(page, 'en');
    await picture(page, 'viewer-more-320-large-en');
  });
});

test('the viewer on three widths', async ({ office }) => {
  const page = await opened(office, { name: '三种宽度.ofd', buffer: documentOf(24) });
  for (const size of [
    { width: 390, height: 844 },
    { width: 820, height: 1180 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(size);
    await page.locator('.viewer-bar').scrollIntoViewIfNeeded();
    await expect(drawn(page, 1)).toBeVisible();
    await picture(page, `viewer-${size.width}`);
    await expectNoOverflow(page);
    await expectAccessible(page);
  }
});
