import { readFileSync } from 'node:fs';
import { writeZip } from '../../container/index.ts';
import { writePng } from '../../images/index.ts';
import { buildOfd, type OfdDocument, type OfdSpec, type PathSegment, readOfd } from '../../ofd/index.ts';
import { openOutlines, subsetFont } from '../../sfnt/index.ts';
import { engineFontPath } from '../pdf-to-ofd/engine.fixture.ts';

/** Packages with a bit of everything, made by our own writer; for tests of this folder only. */

const sentence = '青禾镇人民政府关于测试的通知 fi AVAT 2026〔1〕号演示无效';

/** A font as a file would embed it, and its glyph ids by character. */
export function embeddedFont(text: string): { bytes: Uint8Array; glyph: (char: string) => number } {
  const source = openOutlines(new Uint8Array(readFileSync(engineFontPath('serif-sc', '400Regular'))))!;
  const glyphs = Array.from(text, (char) => source.glyphFor(char.codePointAt(0)!) ?? 0);
  const names = { family: 'Demo Serif', postScript: 'DemoSerif' };
  const { bytes } = subsetFont(source, { glyphs, names });
  const opened = openOutlines(bytes)!;
  return { bytes, glyph: (char) => opened.glyphFor(char.codePointAt(0)!)! };
}

export const demoFont = embeddedFont(sentence);

export const rectangle = (x: number, y: number, width: number, height: number): PathSegment[] => [
  ['M', x, y],
  ['L', x + width, y],
  ['L', x + width, y + height],
  ['L', x, y + height],
  ['C'],
];

const red = { rgb: [230, 0, 18] as const };
const blue = { rgb: [0, 60, 200] as const };
const stops = [
  { offset: 0, rgb: [255, 255, 0] as const },
  { offset: 0.4, rgb: [255, 0, 0] as const },
  { offset: 1, rgb: [0, 0, 255] as const },
];
const fading = [
  { offset: 0, rgb: [255, 0, 0] as const, alpha: 255 },
  { offset: 1, rgb: [255, 0, 0] as const, alpha: 0 },
];

/** RGBA, half of it see-through. */
export const alphaPng = writePng({
  widthPx: 4,
  heightPx: 3,
  channels: 4,
  data: Uint8Array.from({ length: 48 }, (_, i) => (i % 4 === 3 ? (i < 24 ? 255 : 100) : (i * 37) & 255)),
});
export const plainPng = writePng({
  widthPx: 5,
  heightPx: 4,
  channels: 3,
  data: Uint8Array.from({ length: 60 }, (_, i) => (i * 53) & 255),
});
const maskPng = writePng({
  widthPx: 5,
  heightPx: 4,
  channels: 1,
  data: Uint8Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 255 : 0)),
});

const text = (
  words: string,
  x: number,
  y: number,
  more: Partial<Extract<OfdSpec['pages'][number]['objects'][number], { kind: 'text' }>> = {},
) => ({
  kind: 'text' as const,
  font: 'serif',
  sizeMm: 5,
  runs: [
    {
      text: words,
      xMm: x,
      yMm: y,
      deltaXMm: Array.from(words)
        .slice(1)
        .map(() => 5),
    },
  ],
  ...more,
});

/** Three pages: text; paints; groups, clips and pictures. */
export const richSpec: OfdSpec = {
  docId: 'abcdefabcdefabcdefabcdefabcdefab',
  title: '测试文件 <甲&乙>',
  author: '青禾镇',
  keywords: ['测试', '演示'],
  creationDate: '2026-01-02',
  fonts: [{ key: 'serif', fontName: '演示宋体', file: { bytes: demoFont.bytes, extension: 'ttf' } }],
  images: [
    { key: 'alpha', format: 'PNG', bytes: alphaPng },
    { key: 'plain', format: 'PNG', bytes: plainPng },
    { key: 'mask', format: 'PNG', bytes: maskPng },
  ],
  composites: [
    {
      key: 'unit',
      widthMm: 20,
      heightMm: 10,
      objects: [{ kind: 'path', segments: rectangle(0, 0, 30, 5), fill: blue }],
    },
  ],
  templates: [
    {
      key: 'frame',
      objects: [{ kind: 'path', segments: rectangle(5, 5, 200, 287), stroke: red, lineWidthMm: 0.5 }],
    },
  ],
  pages: [
    {
      widthMm: 210,
      heightMm: 297,
      templates: ['frame'],
      objects: [
        text('青禾镇人民政府', 20, 30, {
          sizeMm: 8,
          fill: red,
          runs: [{ text: '青禾镇人民政府', xMm: 20, yMm: 30, deltaXMm: [9, 9, 9.123, 9, 9, 9] }],
        }),
        text('关于 测试的通知', 20, 50),
        text('AVAT fi 2026', 20, 60, { hScale: 0.6 }),
        text('演示无效', 100, 60, { stroke: blue, lineWidthMm: 0.1, fill: 'none' }),
        text('演示', 150, 60, { stroke: blue, lineWidthMm: 0.1 }),
        text('通知', 20, 80, {
          charDirection: 90,
          runs: [{ text: '通知', xMm: 20, yMm: 80, deltaXMm: [0], deltaYMm: [6] }],
        }),
        text('演示', 60, 80, { ctm: [0.8, 0.3, -0.2, 1.1, 10, -20] }),
        text('测试', 120, 80, { fill: 'none' }),
        text('通知', 150, 80, { fill: { rgb: [0, 0, 0], alpha: 90 }, alpha: 128 }),
        text('号号', 20, 100, {
          runs: [
            {
              text: '号号',
              xMm: 20,
              yMm: 100,
              deltaXMm: [5],
              glyphs: [demoFont.glyph('号'), demoFont.glyph('演')],
            },
          ],
        }),
        text('测试', 60, 100, { fill: { kind: 'axial', start: [60, 95], end: [70, 100], stops } }),
        {
          kind: 'text',
          font: 'serif',
          sizeMm: 5,
          runs: [
            {
              text: '一二三',
              xMm: 100,
              yMm: 100,
              deltaXMm: [5, 5],
              transforms: [
                { position: 0, codeCount: 2, glyphs: [demoFont.glyph('青')] },
                { position: 2, codeCount: 1, glyphs: [demoFont.glyph('禾'), demoFont.glyph('镇')] },
              ],
            },
          ],
        },
      ],
      annotations: [
        {
          type: 'Link',
          creator: '测试',
          lastModDate: '2026-01-02',
          boundary: { xMm: 20, yMm: 45, widthMm: 40, heightMm: 6 },
          actions: [{ kind: 'goto', destination: { type: 'XYZ', page: 1, leftMm: 0, topMm: 100, zoom: 0 } }],
        },
        {
          type: 'Link',
          creator: '测试',
          lastModDate: '2026-01-02',
          boundary: { xMm: 20, yMm: 55, widthMm: 40, heightMm: 6 },
          actions: [{ kind: 'uri', uri: 'https://example.invalid/路径' }],
        },
      ],
    },
    {
      widthMm: 210,
      heightMm: 297,
      objects: [
        {
          kind: 'path',
          segments: rectangle(10, 10, 60, 20),
          fill: { kind: 'axial', start: [20, 10], end: [50, 20], stops, extendEnd: true },
        },
        {
          kind: 'path',
          segments: rectangle(80, 10, 60, 20),
          fill: { kind: 'axial', start: [100, 10], end: [112, 10], stops, repeat: 'repeat' },
        },
        {
          kind: 'path',
          segments: rectangle(150, 10, 50, 20),
          fill: { kind: 'axial', start: [170, 10], end: [182, 16], stops, repeat: 'reflect' },
        },
        {
          kind: 'path',
          segments: rectangle(10, 40, 60, 40),
          fill: {
            kind: 'radial',
            start: [30, 60],
            end: [40, 60],
            startRadius: 3,
            endRadius: 18,
            stops,
            extendStart: true,
            extendEnd: true,
          },
        },
        {
          kind: 'path',
          segments: rectangle(80, 40, 60, 40),
          fill: {
            kind: 'radial',
            start: [110, 60],
            end: [110, 60],
            startRadius: 4,
            endRadius: 9,
            stops,
            repeat: 'reflect',
          },
        },
        {
          kind: 'path',
          segments: rectangle(150, 40, 50, 40),
          fill: {
            kind: 'radial',
            start: [175, 60],
            end: [175, 60],
            startRadius: 0,
            endRadius: 20,
            eccentricity: 0.9,
            angle: 30,
            stops,
          },
        },
        {
          kind: 'path',
          segments: rectangle(10, 90, 60, 30),
          fill: { kind: 'axial', start: [10, 90], end: [70, 90], stops: fading },
          stroke: blue,
          lineWidthMm: 0.5,
        },
        {
          kind: 'path',
          segments: rectangle(80, 90, 60, 30),
          fill: {
            kind: 'mesh',
            background: { rgb: [230, 230, 230] },
            triangles: [
              [
                { xMm: 85, yMm: 92, rgb: [255, 0, 0] },
                { xMm: 135, yMm: 100, rgb: [0, 255, 0] },
                { xMm: 100, yMm: 118, rgb: [0, 0, 255] },
              ],
            ],
          },
        },
        {
          kind: 'path',
          segments: rectangle(150, 90, 50, 30),
          fill: {
            kind: 'pattern',
            widthMm: 6,
            heightMm: 4,
            xStepMm: 7,
            yStepMm: 5,
            reflect: 'RowAndColumn',
            objects: [{ kind: 'path', segments: [['M', 0, 0], ['L', 6, 0], ['L', 0, 4], ['C']], fill: red }],
          },
        },
        {
          kind: 'path',
          segments: [
            ['M', 10, 140],
            ['B', 30, 120, 50, 160, 70, 140],
          ],
          stroke: blue,
          lineWidthMm: 2,
          dash: { patternMm: [4, 2, 1, 2], offsetMm: 1 },
          cap: 'Round',
        },
        {
          kind: 'path',
          segments: [
            ['M', 0, 0],
            ['L', 40, 0],
            ['L', 20, 20],
          ],
          ctm: [1, 0, 0.5, 0.25, 80, 135],
          stroke: red,
          lineWidthMm: 4,
          join: 'Round',
        },
        {
          kind: 'path',
          segments: [['M', 150, 140], ['A', 20, 10, 30, 1, 1, 180, 150], ['C']],
          fill: red,
          rule: 'Even-Odd',
          stroke: blue,
          alpha: 120,
        },
        {
          kind: 'path',
          segments: [...rectangle(20, 160, 30, 30), ...rectangle(30, 170, 10, 10)],
          fill: blue,
          rule: 'Even-Odd',
        },
        {
          kind: 'path',
          segments: [['M', 60, 160], ['Q', 80, 150, 90, 190], ['L', 60, 190], ['C']],
          fill: red,
          stroke: blue,
          join: 'Bevel',
          lineWidthMm: 3,
        },
        {
          kind: 'path',
          segments: rectangle(110, 160, 60, 30),
          fill: {
            kind: 'lattice',
            perRow: 2,
            vertices: [
              { xMm: 110, yMm: 160, rgb: [255, 0, 0], alpha: 255 },
              { xMm: 170, yMm: 160, rgb: [255, 0, 0], alpha: 20 },
              { xMm: 110, yMm: 190, rgb: [0, 0, 255], alpha: 255 },
              { xMm: 170, yMm: 190, rgb: [0, 0, 255], alpha: 20 },
            ],
          },
        },
      ],
    },
    {
      widthMm: 100.5,
      heightMm: 150.25,
      objects: [
        { kind: 'image', image: 'plain', ctm: [30, 0, 0, 20, 10, 10] },
        { kind: 'image', image: 'alpha', ctm: [30, 5, -5, 20, 50, 10] },
        { kind: 'image', image: 'plain', mask: 'mask', ctm: [30, 0, 0, 20, 10, 35], alpha: 200 },
        { kind: 'composite', unit: 'unit', ctm: [1, 0, 0, 1, 50, 40], alpha: 100 },
        {
          kind: 'path',
          segments: rectangle(10, 60, 40, 30),
          fill: red,
          clips: [
            {
              areas: [
                { kind: 'path', segments: rectangle(12, 62, 20, 10) },
                {
                  kind: 'path',
                  segments: [['M', 25, 65], ['L', 25, 85], ['L', 45, 85], ['L', 45, 65], ['C']],
                },
              ],
            },
          ],
        },
        {
          kind: 'path',
          segments: rectangle(55, 60, 40, 30),
          fill: blue,
          clips: [
            {
              areas: [
                {
                  kind: 'text',
                  text: text('通知', 56, 80, {
                    sizeMm: 18,
                    runs: [{ text: '通知', xMm: 56, yMm: 80, deltaXMm: [18] }],
                  }),
                },
              ],
            },
            { areas: [{ kind: 'path', segments: rectangle(55, 60, 40, 15) }] },
          ],
        },
        text('演示无效', 10, 110, { sizeMm: 6, clips: [rectangle(0, 106, 25, 10)] }),
      ],
    },
  ],
  outlines: [
    {
      title: '第一部分',
      actions: [{ kind: 'goto', destination: { type: 'Fit', page: 0 } }],
      children: [{ title: '一', actions: [{ kind: 'goto', bookmark: '书签' }] }],
    },
    { title: '第二部分', expanded: false, children: [{ title: '二' }] },
  ],
  bookmarks: [{ name: '书签', destination: { type: 'FitH', page: 2, topMm: 20 } }],
};

/** Reads what a spec writes. */
export function documentOf(spec: OfdSpec): OfdDocument {
  return readOfd(writeZip(buildOfd(spec)));
}
