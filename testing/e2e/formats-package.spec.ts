/** The formats package in a browser: bundled as it is, without polyfills, it writes, reads, draws and converts. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { rolldown } from 'rolldown';

const source = `
import { ofdToPdf } from '@yiwen/formats/convert';
import { drawCanvas, drawSvg } from '@yiwen/formats/drawing';
import { displayPage, extractText, newOfd, plainText, readOfd } from '@yiwen/formats/ofd';

export async function roundTrip() {
  const ofd = newOfd({ id: '0f8fad5b-d9cb-469f-a165-70867728950e' });
  const font = ofd.namedFont('宋体');
  ofd.page(210, 297).text('一文通', { x: 20, y: 30, size: 10, font }).path([['M', 20, 50], ['L', 60, 50]], { stroke: [255, 0, 0], width: 2 });
  const document = readOfd(ofd.write());
  const list = displayPage(document, 0);
  const canvas = window.document.createElement('canvas');
  canvas.width = 210;
  canvas.height = 297;
  const context = canvas.getContext('2d');
  const createCanvas = (width, height) => {
    const image = new OffscreenCanvas(width, height);
    return { image, context: image.getContext('2d') };
  };
  drawCanvas(list, context, { pixelsPerMm: 1, pictures: new Map(), createCanvas, createPath: () => new Path2D() });
  const [red, green, blue] = context.getImageData(40, 50, 1, 1).data;
  const { pdf } = await ofdToPdf(document);
  return {
    text: plainText(extractText(document)),
    svg: drawSvg(list).slice(0, 4),
    pixel: [red, green, blue],
    pdf: String.fromCharCode(...pdf.subarray(0, 5)),
  };
}
`;

test('the formats package works in a browser', async ({ page }) => {
  const folder = mkdtempSync(join(import.meta.dirname, '../../.cache/package-'));
  const input = join(folder, 'entry.js');
  writeFileSync(input, source);
  const bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'iife', name: 'yiwenFormats', codeSplitting: false });
  await bundle.close();
  await page.goto('about:blank');
  await page.addScriptTag({ content: output[0].code });
  const result = await page.evaluate(() =>
    (globalThis as never as { yiwenFormats: { roundTrip(): Promise<unknown> } }).yiwenFormats.roundTrip(),
  );
  expect(result).toEqual({ text: '一文通', svg: '<svg', pixel: [255, 0, 0], pdf: '%PDF-' });
});
