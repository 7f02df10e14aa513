/** A spec that uses everything `buildOfd` can write, for reading back and for other readers. */
import { writePng } from '../../images/index.ts';
import type { OfdSpec, PageObjectSpec, PathSegment } from '../model/build-types.ts';

const pixels = (channels: 1 | 3): Uint8Array =>
  writePng({
    widthPx: 4,
    heightPx: 4,
    channels,
    data: Uint8Array.from({ length: 16 * channels }, (_, at) => ((at * 53) % 2 === 0 ? 255 : 0)),
  });

/** A closed rectangle. */
export const rectangle = (x: number, y: number, width: number, height: number): PathSegment[] => [
  ['M', x, y],
  ['L', x + width, y],
  ['L', x + width, y + height],
  ['L', x, y + height],
  ['C'],
];

const words = (text: string, xMm: number, yMm: number): PageObjectSpec & { kind: 'text' } => ({
  kind: 'text',
  font: 'song',
  sizeMm: 5,
  runs: [{ text, xMm, yMm, deltaXMm: Array.from({ length: [...text].length - 1 }, () => 5) }],
});

/** The objects of the first page, by what they show. */
export const shown = {
  title: { ...words('演示文件标题', 60, 30), label: 'title', tag: '标题' },
  vertical: {
    ...words('竖排', 190, 40),
    runs: [{ text: '竖排', xMm: 190, yMm: 40, deltaYMm: [5.5] }],
    readDirection: 90,
    charDirection: 90,
    hScale: 0.8,
    weight: 700,
    italic: true,
  },
  outlined: { ...words('描边', 20, 45), fill: 'none', stroke: { rgb: [0, 0, 255] }, lineWidthMm: 0.2 },
  mapped: {
    ...words('连字', 60, 45),
    runs: [
      {
        text: '甲合字乙',
        xMm: 60,
        yMm: 45,
        deltaXMm: [5, 5],
        transforms: [{ position: 1, codeCount: 2, glyphs: [7] }],
      },
    ],
  },
  axial: {
    kind: 'path',
    segments: rectangle(20, 60, 40, 20),
    fill: {
      kind: 'axial',
      start: [20, 60],
      end: [60, 60],
      repeat: 'reflect',
      mapUnitMm: 10,
      stops: [
        { offset: 0, rgb: [255, 0, 0] },
        { offset: 1, rgb: [255, 255, 255], alpha: 128 },
      ],
    },
    stroke: { rgb: [0, 0, 0] },
    lineWidthMm: 0.5,
    join: 'Round',
    cap: 'Square',
    miterLimit: 3,
    dash: { patternMm: [2, 1], offsetMm: 0.5 },
  },
  radial: {
    kind: 'path',
    segments: rectangle(70, 60, 40, 20),
    fill: {
      kind: 'radial',
      start: [90, 70],
      startRadius: 2,
      end: [92, 71],
      endRadius: 15,
      extendStart: true,
      extendEnd: true,
      eccentricity: 0.5,
      angle: 30,
      stops: [
        { offset: 0, rgb: [0, 128, 0] },
        { offset: 0.5, rgb: [255, 255, 0] },
        { offset: 1, rgb: [0, 0, 128] },
      ],
      alpha: 200,
    },
  },
  mesh: {
    kind: 'path',
    segments: rectangle(120, 60, 30, 20),
    fill: {
      kind: 'mesh',
      triangles: [
        [
          { xMm: 120, yMm: 60, rgb: [255, 0, 0] },
          { xMm: 150, yMm: 60, rgb: [0, 255, 0] },
          { xMm: 135, yMm: 80, rgb: [0, 0, 255] },
        ],
      ],
      background: { rgb: [240, 240, 240] },
    },
  },
  lattice: {
    kind: 'path',
    segments: rectangle(160, 60, 20, 20),
    fill: {
      kind: 'lattice',
      perRow: 2,
      vertices: [
        { xMm: 160, yMm: 60, rgb: [255, 0, 0] },
        { xMm: 180, yMm: 60, rgb: [0, 255, 0] },
        { xMm: 160, yMm: 80, rgb: [0, 0, 255] },
        { xMm: 180, yMm: 80, rgb: [255, 255, 0] },
      ],
    },
  },
  pattern: {
    kind: 'path',
    segments: rectangle(20, 90, 40, 20),
    rule: 'Even-Odd',
    fill: {
      kind: 'pattern',
      widthMm: 5,
      heightMm: 5,
      xStepMm: 6,
      yStepMm: 7,
      reflect: 'RowAndColumn',
      relativeTo: 'Page',
      ctm: [1, 0.1, 0, 1, 0, 0],
      objects: [{ kind: 'path', segments: rectangle(1, 1, 3, 3), fill: { rgb: [200, 100, 0] } }],
    },
  },
  arc: {
    kind: 'path',
    segments: [['M', 70, 100], ['A', 10, 5, 30, 0, 1, 90, 100], ['Q', 95, 90, 100, 100], ['C']],
    ctm: [1, 0, 0, 1, 2, 0],
    stroke: { kind: 'space', space: 'ink', values: [0, 100, 100, 0], alpha: 250 },
    alpha: 128,
    drawParam: 'thick',
  },
  inherited: {
    kind: 'path',
    segments: rectangle(120, 90, 20, 10),
    fill: 'inherit',
    stroke: 'inherit',
    drawParam: 'thick',
  },
  image: {
    kind: 'image',
    image: 'color',
    ctm: [30, 0, 0, 30, 20, 120],
    mask: 'bits',
    substitution: 'bits',
    border: {
      lineWidthMm: 0.4,
      horizontalRadiusMm: 1,
      verticalRadiusMm: 2,
      dash: { patternMm: [1, 2], offsetMm: 0.25 },
      color: { rgb: [1, 2, 3] },
    },
  },
  clipped: {
    kind: 'path',
    segments: rectangle(60, 120, 40, 30),
    fill: { rgb: [10, 20, 30] },
    clips: [
      rectangle(65, 125, 30, 20),
      {
        areas: [
          { kind: 'path', segments: rectangle(0, 0, 10, 10), ctm: [2, 0, 0, 2, 65, 125], rule: 'Even-Odd' },
          { kind: 'text', text: words('剪', 70, 140) },
        ],
      },
    ],
  },
  unit: { kind: 'composite', unit: 'emblem', ctm: [2, 0, 0, 2, 120, 120], label: 'emblem' },
  group: {
    kind: 'group',
    label: 'block',
    tag: '正文',
    clips: [rectangle(20, 160, 150, 40)],
    objects: [words('块中的文字', 20, 170), { kind: 'group', objects: [words('更深', 20, 180)] }],
  },
  hidden: {
    ...words('隐藏', 20, 210),
    visible: false,
    actions: [
      {
        kind: 'uri',
        uri: 'https://example.org/?a=1&b=2',
        base: 'https://example.org/',
        region: rectangle(0, 0, 5, 5),
      },
      { kind: 'gotoAttachment', attachment: 0, newWindow: true },
      { kind: 'sound', media: 'bell' },
    ],
  },
} satisfies Record<string, PageObjectSpec>;

/** Two pages, every part of a document. */
export const everything: OfdSpec = {
  docId: 'fedcba9876543210fedcba9876543210',
  title: '全部功能',
  author: '演示镇人民政府',
  subject: '主题',
  abstract: '摘要',
  keywords: ['一', '二'],
  creationDate: '2026-11-24',
  modDate: '2026-11-25',
  docUsage: 'EBook',
  cover: { format: 'PNG', bytes: pixels(3) },
  creator: '亦文',
  creatorVersion: '1',
  customDatas: [{ name: '密级', value: '公开' }],
  fonts: [{ key: 'song', fontName: '宋体', familyName: 'SimSun', serif: true, bold: true, fixedWidth: true }],
  images: [
    { key: 'color', format: 'PNG', bytes: pixels(3) },
    { key: 'bits', format: 'PNG', bytes: pixels(1) },
  ],
  media: [{ key: 'bell', type: 'Audio', format: 'mp3', bytes: Uint8Array.of(0x49, 0x44, 0x33) }],
  colorSpaces: [
    { key: 'rgb', type: 'RGB' },
    { key: 'ink', type: 'CMYK' },
    {
      key: 'named',
      type: 'GRAY',
      bitsPerComponent: 4,
      palette: [[0], [15]],
      profile: Uint8Array.of(0, 0, 0, 0),
    },
  ],
  defaultColorSpace: 'rgb',
  drawParams: [
    { key: 'base', lineWidthMm: 1, stroke: { rgb: [255, 0, 0] } },
    { key: 'thick', relative: 'base', cap: 'Round', fill: { rgb: [0, 255, 0] } },
  ],
  composites: [
    {
      key: 'emblem',
      widthMm: 20,
      heightMm: 10,
      thumbnail: 'color',
      objects: [
        {
          kind: 'path',
          segments: rectangle(0, 0, 20, 10),
          fill: { kind: 'space', space: 'named', index: 1 },
        },
        words('印', 5, 8),
      ],
    },
    { key: 'outer', widthMm: 30, heightMm: 30, objects: [{ kind: 'composite', unit: 'emblem' }] },
  ],
  templates: [
    {
      key: 'head',
      name: '红头',
      zOrder: 'Foreground',
      widthMm: 210,
      heightMm: 297,
      objects: [words('红头', 90, 15)],
    },
    { key: 'foot', objects: [words('页脚', 90, 290)] },
  ],
  pages: [
    {
      widthMm: 210,
      heightMm: 297,
      applicationBox: { xMm: 1, yMm: 2, widthMm: 200, heightMm: 290 },
      contentBox: { xMm: 28, yMm: 37, widthMm: 156, heightMm: 225 },
      bleedBox: { xMm: 0, yMm: 0, widthMm: 210, heightMm: 297 },
      templates: ['head', { template: 'foot', zOrder: 'Background' }],
      background: [words('底纹', 90, 150)],
      foreground: [words('前景', 90, 160)],
      layers: [{ type: 'Custom', drawParam: 'base', objects: [{ kind: 'composite', unit: 'outer' }] }],
      objects: Object.values(shown),
      actions: [{ kind: 'goto', bookmark: '第二页' }],
      annotations: [
        {
          type: 'Link',
          creator: '演示',
          lastModDate: '2026-11-24',
          boundary: { xMm: 60, yMm: 25, widthMm: 30, heightMm: 6 },
          actions: [
            { kind: 'goto', destination: { type: 'XYZ', page: 1, leftMm: 10, topMm: 20, zoom: 1.5 } },
          ],
        },
        {
          type: 'Highlight',
          subtype: 'Highlight',
          creator: '演示',
          lastModDate: '2026-11-24',
          remark: '划重点',
          parameters: [{ name: '颜色', value: '黄' }],
          visible: true,
          print: false,
          noZoom: true,
          noRotate: true,
          readOnly: false,
          objects: [
            { kind: 'path', segments: rectangle(28, 60, 100, 6), fill: { rgb: [255, 255, 0], alpha: 90 } },
          ],
        },
        {
          type: 'Stamp',
          creator: '演示',
          lastModDate: '2026-11-24',
          objects: [{ kind: 'image', image: 'color', ctm: [40, 0, 0, 40, 120, 230] }],
        },
        {
          type: 'Path',
          creator: '演示',
          lastModDate: '2026-11-24',
          objects: [
            {
              kind: 'path',
              segments: [
                ['M', 20, 20],
                ['B', 30, 10, 40, 30, 50, 20],
              ],
              stroke: { rgb: [255, 0, 0] },
            },
          ],
        },
        {
          type: 'Watermark',
          creator: '演示',
          lastModDate: '2026-11-24',
          objects: [{ ...words('演示无效', 80, 140), alpha: 40 }],
        },
      ],
    },
    {
      widthMm: 297,
      heightMm: 210,
      templates: ['foot'],
      objects: [{ ...words('第二页', 20, 20), tag: '正文' }],
    },
  ],
  outlines: [
    {
      title: '第一章',
      expanded: false,
      actions: [{ kind: 'goto', destination: { type: 'Fit', page: 0 } }],
      children: [
        {
          title: '第一节',
          actions: [
            {
              kind: 'goto',
              destination: { type: 'FitR', page: 1, leftMm: 1, topMm: 2, rightMm: 3, bottomMm: 4 },
            },
          ],
        },
      ],
    },
    { title: '第二章' },
  ],
  bookmarks: [{ name: '第二页', destination: { type: 'FitH', page: 1, topMm: 5 } }],
  actions: [{ kind: 'goto', destination: { type: 'Fit', page: 0 } }],
  permissions: {
    edit: false,
    annot: true,
    export: false,
    signature: true,
    watermark: false,
    printScreen: false,
    print: { printable: true, copies: 3 },
    validFrom: '2026-01-01T00:00:00',
    validUntil: '2027-01-01T00:00:00',
  },
  viewPreferences: {
    pageMode: 'UseOutlines',
    pageLayout: 'OneColumn',
    tabDisplay: 'DocTitle',
    hideToolbar: true,
    hideMenubar: false,
    hideWindowUI: false,
    zoom: 1.25,
  },
  attachments: [
    {
      name: '数据.xml',
      format: 'xml',
      bytes: new TextEncoder().encode('<x/>'),
      visible: false,
      usage: 'none',
      creationDate: '2026-11-24',
    },
  ],
  customTags: [
    {
      typeId: 'demo',
      prefix: 'd',
      namespace: 'http://example.org/demo',
      root: {
        name: '演示',
        children: [
          { name: '标题', attributes: { 级别: '一' }, objects: ['title'] },
          { name: '徽标', text: '一枚', objects: ['emblem'], children: [{ name: '块', objects: ['block'] }] },
        ],
      },
    },
  ],
  extensions: [
    {
      appName: '演示程序',
      appVersion: '1.0',
      company: '演示',
      date: '2026-11-24',
      label: 'title',
      properties: [{ name: '颜色', type: 'string', value: '红' }],
    },
  ],
};
