/** The public page: files and printed codes are checked in the browser, online and from one file without a network. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { readOfd } from '../../formats/src/ofd/index.ts';
import { papers } from '../../server/src/demo/papers.ts';
import { makeDemoAuthority } from '../../trust/src/certificates/index.ts';
import { keySigner } from '../../trust/src/crypto/index.ts';
import { completeDetached, prepareDetached } from '../../trust/src/documents/index.ts';
import { pngOfPage } from '../../typesetter/src/drawing/index.ts';
import { readCodes } from '../judges/read-codes.ts';
import { expectAccessible, expectNoOverflow, expectOneLanguage, picture } from './inspect-screen.ts';
import { expect, node, type Office, test } from './office.ts';

const issued = papers.find((paper) => paper.id === 'D7')!;

type Paper = { ofd: Buffer; pdf: Buffer; photo: Buffer; evidence: Buffer; code: string; number: string };

let made: Promise<Paper> | undefined;

/** A sealed document of the demonstration: both files, a picture of its first page, its evidence and its short code. */
function paper(office: Office): Promise<Paper> {
  made ??= (async () => {
    const clerk = await office.person('ws');
    await clerk.openFrom('/outgoing', issued.title);
    const id = clerk.page.url().split('/').at(-1);
    const { document } = await (await clerk.page.request.get(`/api/v1/matters/${id}`)).json();
    const bytes = async (format: string): Promise<Buffer> => {
      const file = document.renditions.find(
        (one: { format: string; sealed: boolean }) => one.format === format && one.sealed,
      );
      return await (await clerk.page.request.get(file.href)).body();
    };
    const [ofd, pdf] = [await bytes('ofd'), await bytes('pdf')];
    const { bytes: photo } = await pngOfPage(readOfd(new Uint8Array(ofd)), 0, { dpi: 200 });
    const { verifyCode: code, number } = document.registration;
    const { csrf } = await (await clerk.page.request.get('/api/v1/session')).json();
    const packed = await clerk.page.request.post('/api/v1/evidence', {
      data: { document: code },
      headers: { 'x-csrf-token': csrf },
    });
    expect(packed.status()).toBe(200);
    return { ofd, pdf, photo: Buffer.from(photo), evidence: await packed.body(), code, number };
  })();
  return made;
}

/** One bit turned; in a PDF early, among what is signed: behind it stand time-stamps and lists that only add to it. */
function changed(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  const at = Math.floor(copy.length / (copy.subarray(0, 5).toString() === '%PDF-' ? 4 : 2));
  copy[at] = copy[at]! ^ 1;
  return copy;
}

const file = (name: string, buffer: Buffer, mimeType = 'application/octet-stream') => ({
  name,
  mimeType,
  buffer,
});

async function check(page: Page, ...chosen: ReturnType<typeof file>[]): Promise<string | null> {
  await page.locator('#file').setInputFiles(chosen);
  await page.locator('#file-form button').click();
  const verdict = page.locator('.verdict');
  await expect(verdict).toBeVisible({ timeout: 30_000 });
  return await verdict.getAttribute('data-verdict');
}

/** Widths at which the page is looked at. */
async function lookAt(page: Page, name: string, language: 'zh' | 'en' = 'zh'): Promise<void> {
  for (const width of [320, 390, 768, 1440]) {
    await page.setViewportSize({ width, height: width < 700 ? 844 : 900 });
    await picture(page, `${name}-${width}`);
    await expectNoOverflow(page);
  }
  await expectAccessible(page);
  await expectOneLanguage(page, language);
  const small = await page
    .locator('main button:visible, main a:visible, header a:visible, main summary:visible')
    .evaluateAll((all) =>
      all
        .filter((one) => !one.closest('dd, #file'))
        .map((one) => ({ text: one.textContent, height: one.getBoundingClientRect().height }))
        .filter(({ height }) => height < 44),
    );
  expect(small).toEqual([]);
}

test('a file is checked here, and no request carries it', async ({ office }) => {
  const { ofd, pdf, number } = await paper(office);
  const page = await office.stranger();
  const sent: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() !== 'GET' || request.postData() !== null || pathname.startsWith('/api/')) {
      sent.push(`${request.method()} ${pathname} ${request.postData() ?? ''}`);
    }
  });
  await page.goto('/verify');
  await lookAt(page, 'verify-ask');
  expect(await check(page, file('收到的.ofd', ofd))).toBe('valid');
  await expect(page.getByText(number, { exact: true }).first()).toBeVisible();
  await expect(page.getByText('这是最新版本')).toBeVisible();
  await lookAt(page, 'verify-valid');
  await page.getByRole('button', { name: '核验另一份' }).click();
  expect(await check(page, file('收到的.pdf', pdf))).toBe('valid');
  await page.goBack();
  expect(['tampered', 'damaged']).toContain(await check(page, file('改过的.ofd', changed(ofd))));
  await expect(page.locator('.verdict.bad')).toBeVisible();
  await picture(page, 'verify-tampered');
  expect(sent.every((one) => /^GET \/api\/v1\/fingerprints\/[0-9a-f]{64} $/.test(one))).toBe(true);
  expect(sent.length).toBe(3);
});

test('a picture is checked by the signature file chosen with it', async ({ office }) => {
  const random = (n: number) => new Uint8Array(randomBytes(n));
  const now = Date.now();
  const life = { notBefore: now - 86_400_000, notAfter: now + 86_400_000 };
  const person = makeDemoAuthority({ random, now: life.notBefore }).issue(
    { commonName: '赵六' },
    { purpose: 'person', algorithm: 'sm2-sm3', ...life },
  );
  const signer = keySigner(person, { random });
  const photo = Buffer.from(random(4000));
  const prepared = prepareDetached(photo, { ...signer, time: now });
  const signature = completeDetached(prepared, await signer.sign(prepared.toBeSigned));
  const beside = file('现场.jpg.p7s', Buffer.from(signature));
  const page = await office.stranger();
  await page.goto('/verify');
  // Nobody this node believes vouches for the signer; the file is what was signed.
  expect(await check(page, file('现场.jpg', photo, 'image/jpeg'), beside)).toBe('intact-untrusted');
  await picture(page, 'verify-signature-file');
  await page.getByRole('button', { name: '核验另一份' }).click();
  expect(await check(page, beside, file('现场.jpg', changed(photo), 'image/jpeg'))).toBe('tampered');
});

test('a printed code: photo, camera, address, short code, without a script', async ({ office, browser }) => {
  const { photo, code, number } = await paper(office);
  const page = await office.stranger();

  await test.step('from a photo', async () => {
    await page.goto('/verify');
    expect(await check(page, file('照片.png', photo, 'image/png'))).toBe('registered-content');
    await expect(page.getByText(number, { exact: true }).first()).toBeVisible();
    await lookAt(page, 'verify-paper');
  });
  await test.step('through the camera, and read aloud', async () => {
    await page.addInitScript(deviceSpeaks);
    await page.addInitScript(cameraShows, photo.toString('base64'));
    await page.goto('/verify');
    await page.getByRole('button', { name: '扫描纸上的二维码' }).click();
    await expect(page.locator('.verdict[data-verdict="registered-content"]')).toBeVisible({
      timeout: 60_000,
    });
    await page.getByRole('button', { name: '读出来' }).click();
    const spoken = await page.evaluate(() => (globalThis as unknown as { spoken: string }).spoken);
    expect(spoken).toContain('请与手中的纸逐项对照');
    expect(spoken).toContain(`发文字号，${number}`);
    await page.getByRole('button', { name: '停止朗读' }).click();
    await expect(page.getByRole('button', { name: '读出来' })).toBeVisible();
  });

  await test.step('opened by the camera of a phone', async () => {
    const [address = ''] = await readCodes(new Uint8Array(photo));
    expect(new URL(address).pathname).toBe(`/v/${code}`);
    await page.goto(address);
    await expect(page.locator('.verdict[data-verdict="registered-content"]')).toBeVisible();
    await expect(page.getByText('这是最新版本')).toBeVisible();
    await page.goto('/verify');
    await page.goto(`${address.slice(0, -1)}${(Number(address.at(-1)) + 1) % 10}`);
    await expect(
      page.locator('.verdict[data-verdict="altered"], .verdict[data-verdict="unreadable"]'),
    ).toBeVisible();
  });

  await test.step('the short code by hand, and a wrong one', async () => {
    await page.goto('/verify');
    await page.locator('#code').fill('1234');
    await page.getByRole('button', { name: '查询核验码' }).click();
    await expect(page.getByText('核验码是 20 位数字')).toBeVisible();
    await page.locator('#code').fill(code.replace(/(\d{4})(?=\d)/g, '$1 '));
    await page.getByRole('button', { name: '查询核验码' }).click();
    await expect(page.getByText('这个核验码登记过')).toBeVisible();
    office.provoked.push(/codes/);
    await page.goto('/verify');
    await page.locator('#code').fill('0'.repeat(20));
    await page.getByRole('button', { name: '查询核验码' }).click();
    await expect(page.getByText('没有登记过这个核验码')).toBeVisible();
  });

  await test.step('in English', async () => {
    await page.goto(`/verify?lang=en`);
    await lookAt(page, 'verify-ask-en', 'en');
  });

  await test.step('without a script', async () => {
    const context = await browser.newContext({ baseURL: node.url, javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto('/verify');
    await plain.locator('#code').fill(code);
    await plain.locator('form button').click();
    await expect(plain.getByText(issued.title).first()).toBeVisible();
    await context.close();
  });
});

/** In the page: the camera is a canvas on which the photo lies. */
function cameraShows(base64: string): void {
  navigator.mediaDevices.getUserMedia = async () => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d')!;
    // Few frames: a whole sheet at every twentieth of a second leaves a small machine no time to read them.
    setInterval(() => context.drawImage(image, 0, 0), 400);
    return canvas.captureStream(3);
  };
}

/** In the page: the device has a Chinese voice, and what it says is kept. */
function deviceSpeaks(): void {
  const voices = [{ lang: 'zh-CN', localService: true, name: 'test' } as SpeechSynthesisVoice];
  speechSynthesis.getVoices = () => voices;
  speechSynthesis.cancel = () => undefined;
  speechSynthesis.speak = (utterance) => {
    (globalThis as unknown as { spoken: string }).spoken = utterance.text;
  };
  // The voice of a test is no voice of the browser.
  Object.defineProperty(SpeechSynthesisUtterance.prototype, 'voice', { set() {}, get: () => null });
}

/** A browser without a network, in which every request that is not for a file or of the page itself fails the test. */
async function alone(browser: Browser, requests: string[]): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) {
      requests.push(request.url());
    }
  });
  await context.setOffline(true);
  return page;
}

test('one file checks without a network', async ({ office, browser }) => {
  const { ofd, pdf, photo, evidence } = await paper(office);
  const stranger = await office.stranger();
  await stranger.goto('/verify');
  const download = stranger.waitForEvent('download');
  await stranger.getByRole('link', { name: '下载离线核验页面' }).click();
  const folder = mkdtempSync(join(tmpdir(), 'yiwen-offline-'));
  const path = join(folder, (await download).suggestedFilename());
  await (await download).saveAs(path);
  const requests: string[] = [];
  const page = await alone(browser, requests);
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  try {
    await page.goto(`file://${path}`);
    await expect(page.getByText('这个页面不联网')).toBeVisible();
    await lookAt(page, 'verify-offline');
    expect(await check(page, file('收到的.ofd', ofd))).toBe('valid');
    await page.getByRole('button', { name: '核验另一份' }).click();
    expect(await check(page, file('收到的.pdf', pdf))).toBe('valid');
    await page.getByRole('button', { name: '核验另一份' }).click();
    expect(['tampered', 'damaged']).toContain(await check(page, file('改过的.pdf', changed(pdf))));
    await page.getByRole('button', { name: '核验另一份' }).click();
    expect(await check(page, file('照片.png', photo, 'image/png'))).toBe('registered-content');
    await picture(page, 'verify-offline-paper');
    await page.getByRole('button', { name: '核验另一份' }).click();
    // The node of the tests has no witness: what nobody outside has seen is not called valid, and nothing is wrong.
    const verdict = await check(page, file('证据包.zip', evidence));
    expect(['valid', 'intact-time-unproven', 'intact-untrusted']).toContain(verdict);
    await expect(page.getByText('谁签的')).toBeVisible();
    await lookAt(page, 'verify-offline-evidence');
    await page.getByRole('button', { name: '核验另一份' }).click();
    expect(['tampered', 'damaged', 'refused']).toContain(
      await check(page, file('改过的.zip', changed(evidence))),
    );
    await page.getByRole('button', { name: '核验另一份' }).click();
    await page.locator('#address').fill('https://example.org/v/12345678901234567890#123');
    await page.getByRole('button', { name: '核对这个地址' }).click();
    await expect(page.locator('.verdict[data-verdict="unreadable"]')).toBeVisible();
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page.getByRole('heading', { name: 'Check a document' })).toBeVisible();
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  } finally {
    await page.context().close();
    rmSync(folder, { recursive: true, force: true });
  }
});
