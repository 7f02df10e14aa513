/** What is asked of every screen: a picture to look at, no serious fault of access, one language, nothing cut off. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { demoLedgers } from '../../server/src/demo/ledgers.ts';
import { people } from '../../server/src/demo/people.ts';
import { adminWords } from '../../web/src/words/admin-words.ts';
import { draftWords } from '../../web/src/words/draft-words.ts';
import { sealWords } from '../../web/src/words/seal-words.ts';
import { setupWords } from '../../web/src/words/setup-words.ts';
import { verifyWords } from '../../web/src/words/verify-words.ts';
import { viewerWords } from '../../web/src/words/viewer-words.ts';
import { zh } from '../../web/src/words/zh.ts';

const root = join(import.meta.dirname, '../..');

/** Latin words a Chinese office uses as they are. */
const latinAllowed = new Set([
  'OFD',
  'PDF',
  'DOCX',
  'TTF',
  'OTF',
  'MB',
  'KB',
  'SM',
  'SHA',
  'English',
  'Esc',
  'Enter',
]);

/** Names of fonts, and of accounts, are written as they are. */
const fontNames = /\b(?:Noto|Source Han|Fandol)(?: ?[A-Z][A-Za-z]*)*/g;
const logins = new Set(people.map(({ login }) => login));

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree): string[] {
  return Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : leaves(value)));
}

/** Labels that the flows give, in Chinese. */
function flowLabels(): string[] {
  return ['dispatch-1', 'incoming-1', 'seal-use-1'].flatMap((name) => {
    const text = readFileSync(join(root, `server/src/modules/workflow/flows/${name}.json`), 'utf8');
    return [...text.matchAll(/"zh": "([^"]+)"/g)].map(([, label]) => label!);
  });
}

/** The interface's own Chinese words, which an English screen must not show; names and titles are data and stay. */
const chineseWords = new Set(
  [
    ...leaves(zh),
    ...leaves(adminWords.zh),
    ...leaves(draftWords.zh),
    ...leaves(sealWords.zh),
    ...leaves(setupWords.zh),
    ...leaves(verifyWords.zh),
    ...leaves(viewerWords.zh),
    ...flowLabels(),
  ].filter((word) => /\p{Script=Han}/u.test(word) && !word.includes('{')),
);
// The product's name is the demonstration node's name too, 意见 is a kind of document; columns of ledgers and
// names of posts are as the organs wrote them.
chineseWords.delete(zh.product.name);
chineseWords.delete('意见');
for (const column of demoLedgers().flatMap(({ columns }) => columns)) {
  chineseWords.delete(column);
}
for (const { posts } of people) {
  for (const { title } of posts) {
    chineseWords.delete(title);
  }
}

/** Waits until nothing on the screen is still being fetched or drawn. */
export async function settle(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeAttached();
  await expect(page.locator('.skeleton, .progress, [aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    const shown = [...document.images].filter((image) => image.loading !== 'lazy');
    await Promise.all(shown.map((image) => image.decode().catch(() => undefined)));
    await document.fonts.ready;
  });
}

/** Texts on the screen and in its labels; code, hashes, keys, documents and what somebody typed are left out. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let at = walker.nextNode(); at; at = walker.nextNode()) {
      if (at instanceof Element) {
        for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
          texts.push(at.getAttribute(name) ?? '');
        }
      } else if (
        !at.parentElement?.closest('code, kbd, pre, .hash, .key, .page-text, script, style, textarea')
      ) {
        texts.push(at.textContent ?? '');
      }
    }
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  });
}

/** No words of the other language. */
export async function expectOneLanguage(page: Page, language: 'zh' | 'en'): Promise<void> {
  const texts = await textsOf(page);
  if (language === 'zh') {
    const latin = texts.flatMap((text) =>
      // Addresses, file names and commands are no words.
      (
        text
          .replace(/\S*[/\\]\S*|\S+\.\w{2,4}\b|npx yiwen verify/g, '')
          .replace(fontNames, '')
          .match(/[A-Za-z][A-Za-z0-9]+/g) ?? []
      ).filter((word) => !latinAllowed.has(word.replace(/\d+$/, '')) && !logins.has(word)),
    );
    expect(latin, 'English left in the Chinese view').toEqual([]);
  } else {
    expect(
      texts.filter((text) => chineseWords.has(text)),
      'Chinese left in the English view',
    ).toEqual([]);
  }
}

/** No serious or critical finding of axe. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    );
  expect(grave).toEqual([]);
}

/** Nothing stands out at the side of the screen. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const { wide, room } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }));
  expect(wide, `${page.url()} at ${room} px`).toBeLessThanOrEqual(room);
}

/** Takes the picture `test-results/screens/<name>.png`. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(root, 'test-results/screens', `${name}.png`), animations: 'disabled' });
}
