/**
 * How soon the first page of a file is seen, in a browser on a phone's screen: from the moment the file is in hand to
 * its first page painted; with nothing of the viewer fetched yet (cold), and when a document was shown before (warm).
 * The browser slows down only the page's own thread; the thread that reads the file stays fast. So a third figure is
 * four times what it takes without slowing anything: no phone that is four times as slow takes longer.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { documentOf } from '../testing/e2e/viewer-files.ts';
import { type Figure, sampleOf } from './measure.ts';

const runs = 3;
const slowdown = 4;

/** Files to show: what the product writes, and real ones where they are. */
function files(root: string): [name: string, bytes: Buffer][] {
  const samples = process.env.YIWEN_SAMPLES ?? join(root, '../shared/samples');
  const real = [
    'ofd/02-invoice-5pages-templates-seal-v4.ofd',
    'ofd/05-judgment-5pages-seal-v1-structure-valid.ofd',
    'ofd/09-permit-two-seals-v4-pages-tampered.ofd',
    'ofd/11-gov-approval-sheet-handwriting-annots.ofd',
    'ofd/12-manual-annots-links-embedded-fonts.ofd',
    'pdf/ok-06-pades-b.pdf',
  ]
    .map((name) => join(samples, name))
    .filter((path) => existsSync(path))
    .map((path): [string, Buffer] => [path.replace(/.*\/([^/]+)$/, '$1'), readFileSync(path)]);
  return [['20 pages of text, OFD', documentOf(20)], ['500 pages of text, OFD', documentOf(500)], ...real];
}

/** Milliseconds until the first page is painted. */
type Shown = { cold: number; warm: number };

/** Runs in the page, where `base64` is the file: a script, because nothing else here is made for a browser. */
const showTwiceInPage = (base64: string): string => `(async () => {
  const bytes = Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));
  const show = async () => {
    const place = document.createElement('div');
    document.body.replaceChildren(place);
    const file = new File([bytes], 'file');
    const since = performance.now();
    const { showFile } = await import('/public-viewer.js');
    const takeAway = await showFile(place, file, null, 'zh');
    for (;;) {
      const drawn = place.querySelector('.page-sheet img, .page-sheet canvas');
      if (drawn && (drawn.tagName === 'CANVAS' || drawn.complete)) {
        break;
      }
      if (performance.now() - since > 60000) {
        throw new Error('no page was shown within a minute');
      }
      await new Promise((done) => setTimeout(done, 4));
    }
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const taken = performance.now() - since;
    takeAway();
    return taken;
  };
  return { cold: await show(), warm: await show() };
})()`;

/** Two showings one after the other in a fresh browser profile. */
async function showTwice(browser: Browser, url: string, bytes: Buffer, rate: number): Promise<Shown> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  const page = await context.newPage();
  await page.goto(new URL('/verify', url).href);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  const shown = await page.evaluate<Shown>(showTwiceInPage(bytes.toString('base64')));
  await context.close();
  return shown;
}

/** First pages of every file. Empty where there is no browser. */
export async function viewerFigures(url: string, root: string): Promise<Figure[]> {
  const executablePath = process.env.YIWEN_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    return [];
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const figures: Figure[] = [];
    for (const [name, bytes] of files(root)) {
      const take = async (rate: number): Promise<Shown[]> => {
        const all: Shown[] = [];
        for (let run = 0; run < runs; run += 1) {
          all.push(await showTwice(browser, url, bytes, rate));
        }
        return all;
      };
      const slowed = await take(slowdown);
      const plain = await take(1);
      const bare = { name: 'warm, not slowed', sample: sampleOf(plain.map(({ warm }) => warm)) };
      const figure = (label: string, times: number[]): Figure => ({
        name: `first page, ${name}: ${label}`,
        unit: 'ms',
        sample: sampleOf(times),
        bare,
      });
      figures.push(
        figure(
          `cold, page thread ${slowdown}× slower`,
          slowed.map(({ cold }) => cold),
        ),
        figure(
          `warm, page thread ${slowdown}× slower`,
          slowed.map(({ warm }) => warm),
        ),
        figure(
          `warm, ${slowdown} × unslowed`,
          plain.map(({ warm }) => warm * slowdown),
        ),
      );
    }
    return figures;
  } finally {
    await browser.close();
  }
}
