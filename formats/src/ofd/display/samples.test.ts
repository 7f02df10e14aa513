/** Every page of the public samples, as a list, as SVG and on a canvas (origin and licences: the samples' README). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, Path2D } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { parseXml } from '../../container/index.ts';
import {
  type CanvasContext,
  type DisplayItem,
  type DisplayList,
  drawCanvas,
  drawSvg,
  showablePictures,
} from '../../drawing/index.ts';
import { displayPage, readOfd } from '../index.ts';

const folder = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'ofd');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ofd')) : [];
if (files.length === 0) {
  console.log(`skipped: no OFD samples at ${folder} (set YIWEN_SAMPLES)`);
}

const open = (start: string) =>
  readOfd(new Uint8Array(readFileSync(join(folder, files.find((name) => name.startsWith(start))!))));

/** What could not be taken over as written; samples not named here have nothing. */
const expected: Readonly<Record<string, readonly string[]>> = {
  '10': ['picture-missing'],
};

const leaves = (items: readonly DisplayItem[]): Exclude<DisplayItem, { kind: 'group' }>[] =>
  items.flatMap((item) => (item.kind === 'group' ? leaves(item.items) : [item]));

/** How much of the paper is not white, 0–1. */
async function inked(list: DisplayList): Promise<number> {
  const [width, height] = [Math.ceil(list.area.widthMm), Math.ceil(list.area.heightMm)];
  const canvas = createCanvas(width, height);
  drawCanvas(list, canvas.getContext('2d') as unknown as CanvasContext, {
    pixelsPerMm: 1,
    pictures: new Map(),
    createPath: () => new Path2D(),
    createCanvas: (w, h) => {
      const layer = createCanvas(w, h);
      return { image: layer, context: layer.getContext('2d') as unknown as CanvasContext };
    },
  });
  const data = canvas.data();
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) {
    dark += data[at]! + data[at + 1]! + data[at + 2]! < 720 ? 1 : 0;
  }
  return dark / (width * height);
}

describe.skipIf(files.length === 0)('pages of public files', () => {
  it.each(files)('%s is drawn by every drawer, with the findings we know', async (file) => {
    const document = open(file);
    const codes: string[] = [];
    for (const index of document.pages.keys()) {
      const list = displayPage(document, index);
      codes.push(...list.findings.map((finding) => finding.code));
      const { pictures, findings } = await showablePictures(list);
      expect(findings, file).toEqual([]);
      expect([...pictures.keys()]).toEqual([...list.pictures.keys()]);
      const root = parseXml(new TextEncoder().encode(drawSvg(list, { pictures })), { bytes: 1e8 });
      expect(root.name).toBe('svg');
      const share = await inked(list);
      // One page of the judgment is empty.
      expect(share > 0 || list.items.length === 0, `${file} ${index}`).toBe(true);
    }
    expect(codes).toEqual(expected[file.slice(0, 2)] ?? []);
  });

  it('draw CIDs of a bare CFF font as the characters they stand for', () => {
    const list = displayPage(open('09'), 1);
    const bare = leaves(list.items).filter(
      (item) => item.kind === 'glyphs' && item.font.name === 'AdobeSongStd-Light',
    );
    const words = bare.flatMap((item) => (item.kind === 'glyphs' ? item.glyphs : []));
    expect(words.map(({ text }) => text).join('')).toContain('本附件随《建筑工程施工许可证》一并核发');
    // 、 is CID 97 and the font's third glyph.
    expect(words.find(({ text }) => text === '、')?.glyphId).toBe(3);
  });

  it('keep handwriting last, above the sheet', () => {
    const list = displayPage(open('11'), 0);
    expect(list.items.slice(-6).every((item) => item.kind === 'group')).toBe(true);
    expect(leaves(list.items.slice(-6)).some((item) => item.kind === 'path')).toBe(true);
  });

  it('share opened fonts from page to page', () => {
    const document = open('12');
    const fonts = [1, 2].map((index) => {
      const items = leaves(displayPage(document, index).items);
      return new Map(items.flatMap((item) => (item.kind === 'glyphs' ? [[item.font.key, item.font]] : [])));
    });
    const both = [...fonts[0]!].filter(([key]) => fonts[1]!.has(key));
    expect(both.length).toBeGreaterThan(0);
    for (const [key, font] of both) {
      expect(fonts[1]!.get(key)).toBe(font);
    }
  });
});
