import { describe, expect, it } from 'vitest';
import {
  applyTo,
  type DisplayItem,
  type GroupItem,
  type ImageItem,
  type PathItem,
  pathBox,
} from '../../drawing/index.ts';
import { displayPage } from '../index.ts';
import { embeddedFont, type OnePage, onePage, packPage, pixelPng, trianglePath } from './one-page.fixture.ts';

const show = (content: OnePage, options: Parameters<typeof displayPage>[2] = {}) =>
  displayPage(onePage(content), 0, options);
const codes = (content: OnePage) => show(content).findings.map((finding) => finding.code);
const group = (item: DisplayItem | undefined) => item as GroupItem;
/** The item inside groups that hold one thing. */
const inside = (item: DisplayItem | undefined): DisplayItem =>
  item?.kind === 'group' ? inside(item.items[0]) : item!;
/** The box of the first area of a clip. */
const clipBox = (item: DisplayItem | undefined, clip = 0) => {
  const area = group(item).clips[clip]![0]!;
  return pathBox(area.path, area.matrix);
};

describe('lines and colours', () => {
  const params =
    '<ofd:DrawParams><ofd:DrawParam ID="40" LineWidth="2" Cap="Round"><ofd:StrokeColor Value="1 2 3"/></ofd:DrawParam><ofd:DrawParam ID="41" Relative="42" Join="Bevel"/><ofd:DrawParam ID="42" Relative="41" LineWidth="3"/></ofd:DrawParams>';
  const stroke = (attributes: string, layer = 'DrawParam="40"') =>
    (inside(show({ objects: trianglePath(attributes), resources: params, layer }).items[0]) as PathItem)
      .stroke;

  it('come from the object, its DrawParam, the layer’s, then the standard', () => {
    expect(stroke('Boundary="0 0 50 50"')).toMatchObject({ widthMm: 2, cap: 'round', join: 'miter' });
    expect(stroke('Boundary="0 0 50 50" DrawParam="41"')).toMatchObject({
      widthMm: 3,
      join: 'bevel',
      cap: 'round',
      paint: { rgb: [1, 2, 3] },
    });
    expect(stroke('Boundary="0 0 50 50" DrawParam="41" LineWidth="7"')).toMatchObject({ widthMm: 7 });
    expect(stroke('Boundary="0 0 50 50"', '')).toMatchObject({
      widthMm: 0.353,
      cap: 'butt',
      paint: { rgb: [0, 0, 0], alpha: 255 },
      dashMm: [],
    });
    expect(stroke('Boundary="0 0 50 50" LineWidth="0"')!.widthMm).toBeGreaterThan(0);
    expect(stroke('Boundary="0 0 50 50" DashPattern="2 1" DashOffset="1"')).toMatchObject({
      dashMm: [2, 1],
      dashOffsetMm: 1,
    });
  });

  it('are folded into one paint where only one is drawn, and a group of two is blended as a whole', () => {
    const red = '<ofd:FillColor Value="255 0 0" Alpha="102"/>';
    const one = show({
      objects: trianglePath('Boundary="0 0 50 50" Stroke="false" Fill="true" Alpha="51"', red),
    });
    expect(group(one.items[0]).opacity).toBe(1);
    expect((inside(one.items[0]) as PathItem).fill).toMatchObject({ rgb: [255, 0, 0], alpha: 102 * 0.2 });
    const both = show({ objects: trianglePath('Boundary="0 0 50 50" Fill="true" Alpha="51"', red) });
    expect(group(both.items[0]).opacity).toBeCloseTo(0.2);
    expect((inside(both.items[0]) as PathItem).fill).toMatchObject({ alpha: 102 });
  });

  it('draw nothing for hidden, transparent and unpainted objects', () => {
    for (const attributes of [
      'Visible="false"',
      'Alpha="0"',
      'Stroke="false"',
      'Stroke="false" Fill="true"',
    ]) {
      expect(show({ objects: trianglePath(`Boundary="0 0 50 50" ${attributes}`) }).items).toEqual([]);
    }
  });
});

describe('place and clips', () => {
  it('applies the CTM, then the Boundary’s corner', () => {
    const list = show({ objects: trianglePath('Boundary="10 20 50 50" CTM="2 0 0 2 1 1"') });
    expect(group(list.items[0]).matrix).toEqual([2, 0, 0, 2, 11, 21]);
    expect(group(list.items[0]).clips).toEqual([]);
  });

  it('cuts what reaches out of the Boundary, but not lines on its edge', () => {
    const cut = show({ objects: trianglePath('Boundary="10 20 5 5"') });
    expect(clipBox(cut.items[0])).toEqual({ xMm: 10, yMm: 20, widthMm: 5, heightMm: 5 });
    const edge =
      '<ofd:PathObject ID="6" Boundary="10 20 30 0" LineWidth="0.5"><ofd:AbbreviatedData>M 0 0 L 30 0</ofd:AbbreviatedData></ofd:PathObject>';
    expect(group(show({ objects: edge }).items[0]).clips).toEqual([]);
  });

  it('cuts by Clips that the CTM does not touch: areas unite, clips intersect', () => {
    const area = (x: number, ctm = '') =>
      `<ofd:Area ${ctm}><ofd:Path ID="8" Boundary="${x} 0 4 4" Fill="true"><ofd:AbbreviatedData>M 0 0 L 4 0 L 4 4 L 0 4 C</ofd:AbbreviatedData></ofd:Path></ofd:Area>`;
    const clips = `<ofd:Clips><ofd:Clip>${area(0)}${area(6, 'CTM="2 0 0 2 0 0"')}</ofd:Clip><ofd:Clip>${area(1)}</ofd:Clip></ofd:Clips>`;
    const list = show({ objects: trianglePath('Boundary="10 20 50 50" CTM="2 0 0 2 0 0"', clips) });
    const { clips: shapes, matrix } = group(list.items[0]);
    expect(matrix).toEqual([2, 0, 0, 2, 10, 20]);
    expect(shapes.map((shape) => shape.map((part) => pathBox(part.path, part.matrix)))).toEqual([
      [
        { xMm: 10, yMm: 20, widthMm: 4, heightMm: 4 },
        { xMm: 22, yMm: 20, widthMm: 8, heightMm: 8 },
      ],
      [{ xMm: 11, yMm: 20, widthMm: 4, heightMm: 4 }],
    ]);
  });

  it('cuts by the shapes of a text, and not at all where they are not known', () => {
    const clip = (word: string) =>
      `<ofd:Clips><ofd:Clip><ofd:Area><ofd:Text ID="8" Boundary="1 2 9 9" Font="9" Size="4"><ofd:TextCode X="0" Y="4">${word}</ofd:TextCode></ofd:Text></ofd:Area></ofd:Clip></ofd:Clips>`;
    const objects = (word: string) => trianglePath('Boundary="10 20 50 50"', clip(word));
    const cut = show({ objects: objects('丁'), resources: embeddedFont });
    expect(clipBox(cut.items[0])).toEqual({ xMm: 11, yMm: 22, widthMm: 4, heightMm: 4 });
    const not = show({ objects: objects('你'), resources: embeddedFont });
    expect(group(not.items[0]).clips).toEqual([]);
    expect(not.findings.map((finding) => finding.code)).toContain('clip-without-outlines');
  });
});

describe('images', () => {
  const media =
    '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image" Format="JB2"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia><ofd:MultiMedia ID="8" Type="Image"><ofd:MediaFile>b.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>';
  const image = (attributes = '', inner = '') =>
    `<ofd:ImageObject ID="5" Boundary="10 10 20 30" CTM="20 0 0 30 0 0" ResourceID="7" ${attributes}>${inner}</ofd:ImageObject>`;

  it('are the unit square under the CTM, known by their first bytes', () => {
    const list = show({ objects: image(), resources: media });
    expect(list.items).toEqual([{ kind: 'image', picture: 'a.png', matrix: [20, 0, 0, 30, 10, 10] }]);
    expect(list.pictures.get('a.png')).toEqual({ bytes: pixelPng, mediaType: 'image/png' });
  });

  it('fill their Boundary without a CTM and are cut when they reach out of it', () => {
    const bare = image().replace('CTM="20 0 0 30 0 0"', '');
    expect(show({ objects: bare, resources: media }).items[0]).toMatchObject({
      matrix: [20, 0, 0, 30, 10, 10],
    });
    const wide = show({ objects: image().replace('CTM="20', 'CTM="40'), resources: media });
    expect(clipBox(wide.items[0])).toMatchObject({ widthMm: 20 });
  });

  it('bring their mask along as a picture of its own', () => {
    const list = show({ objects: image('ImageMask="8"'), resources: media });
    const { picture } = list.items[0] as ImageItem;
    expect(list.pictures.get(picture)).toMatchObject({ mask: { mediaType: 'image/png' } });
    expect(codes({ objects: image('ImageMask="88"'), resources: media })).toContain('mask-missing');
  });

  it('take the better twin on paper only', () => {
    const content = { objects: image('Substitution="8"'), resources: media };
    expect((show(content).items[0] as ImageItem).picture).toBe('a.png');
    expect((show(content, { printing: true }).items[0] as ImageItem).picture).toBe('b.png');
  });

  it('have a border along their edge, round where it says so', () => {
    const border =
      '<ofd:Border LineWidth="0.5" HorizonalCornerRadius="5" VerticalCornerRadius="6"><ofd:BorderColor Value="9 8 7"/></ofd:Border>';
    const list = show({ objects: image('', border), resources: media });
    const [, frame] = group(list.items[0]).items as [ImageItem, PathItem];
    expect(group(list.items[0]).matrix).toEqual([1, 0, 0, 1, 10, 10]);
    expect(frame.stroke).toMatchObject({ widthMm: 0.5, paint: { rgb: [9, 8, 7] } });
    expect(frame.path[0]!.numbers).toEqual([5, 0]);
    expect(pathBox(frame.path, [1, 0, 0, 1, 0, 0])).toEqual({ xMm: 0, yMm: 0, widthMm: 20, heightMm: 30 });
  });

  it('are a pale box where the file is missing, and a finding where its format is unknown', () => {
    const missing = show({ objects: image() });
    expect(inside(missing.items[0])).toMatchObject({ kind: 'path', fill: { rgb: [232, 232, 232] } });
    expect(missing.findings.map((finding) => finding.code)).toContain('picture-missing');
    const unknown = show({ objects: image(), resources: media, entries: { 'a.png': 'nothing' } });
    expect(unknown.items[0]).toMatchObject({ kind: 'image' });
    expect(unknown.findings).toMatchObject([{ code: 'picture-unknown-format', evidence: 'JB2' }]);
  });
});

describe('composites and patterns', () => {
  const unit = (id: number, content: string) =>
    `<ofd:CompositeGraphicUnit ID="${id}" Width="20" Height="10"><ofd:Content>${content}</ofd:Content></ofd:CompositeGraphicUnit>`;
  const units = (...list: string[]) =>
    `<ofd:CompositeGraphicUnits>${list.join('')}</ofd:CompositeGraphicUnits>`;
  const use = (id: number, ctm = '') =>
    `<ofd:CompositeObject ID="6" Boundary="10 20 80 80" ResourceID="${id}" ${ctm}/>`;

  it('draw the unit under CTM and Boundary, cut to its size', () => {
    const list = show({
      objects: use(3, 'CTM="2 0 0 2 0 0"'),
      resources: units(unit(3, trianglePath('Boundary="1 1 50 50"'))),
    });
    expect(clipBox(list.items[0])).toEqual({ xMm: 10, yMm: 20, widthMm: 40, heightMm: 20 });
    expect(group(list.items[0]).matrix).toEqual([2, 0, 0, 2, 10, 20]);
    expect(group(group(list.items[0]).items[0]).matrix).toEqual([1, 0, 0, 1, 1, 1]);
  });

  it('end where a unit holds itself or is not defined', () => {
    const ring = units(unit(3, use(4)), unit(4, use(3) + trianglePath('Boundary="0 0 9 9"')));
    const list = show({ objects: use(3), resources: ring });
    expect(inside(list.items[0])).toMatchObject({ kind: 'path' });
    expect(list.findings.map((finding) => finding.code)).toEqual(['composite-ring']);
    expect(codes({ objects: use(5), resources: ring })).toEqual(['composite-missing']);
  });

  it('end within the budget when units multiply themselves', () => {
    const chain = Array.from({ length: 8 }, (_, i) =>
      unit(i, i === 7 ? trianglePath('Boundary="0 0 9 9"').repeat(9) : use(i + 1).repeat(9)),
    );
    const list = show({ objects: use(0), resources: units(...chain) });
    expect(list.findings.map((finding) => finding.code)).toEqual(['page-too-complex']);
  });

  const pattern = (attributes: string) =>
    trianglePath(
      'Boundary="10 20 50 50" Stroke="false" Fill="true" CTM="2 0 0 2 0 0"',
      `<ofd:FillColor Alpha="128"><ofd:Pattern Width="4" Height="3" XStep="5" YStep="1" ${attributes}><ofd:CellContent>${trianglePath('Boundary="0 0 4 3"')}</ofd:CellContent></ofd:Pattern></ofd:FillColor>`,
    );
  const tiling = (attributes: string) =>
    (inside(show({ objects: pattern(attributes) }).items[0]) as PathItem).fill;

  it('are tiles of items, with steps no smaller than a tile', () => {
    expect(tiling('CTM="1 0 0 1 2 3" ReflectMethod="Row"')).toMatchObject({
      kind: 'tiling',
      widthMm: 4,
      heightMm: 3,
      xStepMm: 5,
      yStepMm: 3,
      reflect: 'Row',
      alpha: 128,
      matrix: [1, 0, 0, 1, 2, 3],
      items: [{ kind: 'group', items: [{ kind: 'path' }] }],
    });
  });

  it('end three deep', () => {
    const nested = (depth: number): string =>
      trianglePath(
        'Boundary="0 0 9 9" Stroke="false" Fill="true"',
        depth === 0
          ? '<ofd:FillColor Value="1 2 3"/>'
          : `<ofd:FillColor><ofd:Pattern Width="4" Height="3"><ofd:CellContent>${nested(depth - 1)}</ofd:CellContent></ofd:Pattern></ofd:FillColor>`,
      );
    expect(codes({ objects: nested(3) })).toEqual([]);
    expect(codes({ objects: nested(4) })).toEqual(['pattern-not-drawn']);
  });

  it('begin at the page’s corner when they say so', () => {
    const fill = tiling('RelativeTo="Page"');
    expect(fill?.kind).toBe('tiling');
    if (fill?.kind === 'tiling') {
      // Cell to object, object to page: the page's own origin and scale again.
      const [x, y] = applyTo(fill.matrix, 0, 0);
      expect(applyTo([2, 0, 0, 2, 10, 20], x, y)).toEqual([0, 0]);
      expect(fill.matrix[0]).toBe(0.5);
    }
  });
});

describe('shading', () => {
  it('keeps gradients and meshes in object space, with the object’s Alpha', () => {
    const vertex = (x: number, y: number, rgb: string) =>
      `<ofd:Point X="${x}" Y="${y}"><ofd:Color Value="${rgb}"/></ofd:Point>`;
    const mesh = `<ofd:FillColor><ofd:GouraudShd>${vertex(0, 0, '255 0 0')}${vertex(9, 0, '0 255 0')}${vertex(9, 9, '0 0 255')}</ofd:GouraudShd></ofd:FillColor>`;
    const list = show({
      objects: trianglePath('Boundary="10 20 50 50" Stroke="false" Fill="true" Alpha="51"', mesh),
    });
    expect((inside(list.items[0]) as PathItem).fill).toMatchObject({
      kind: 'mesh',
      alpha: 51,
      triangles: [[{ xMm: 0, rgb: [255, 0, 0] }, { xMm: 9, yMm: 0 }, { yMm: 9 }]],
    });
    const empty = '<ofd:FillColor><ofd:AxialShd StartPoint="0 0" EndPoint="1 0"/></ofd:FillColor>';
    const none = show({ objects: trianglePath('Boundary="0 0 9 9" Stroke="false" Fill="true"', empty) });
    expect(none.items).toEqual([]);
    expect(none.findings.map((finding) => finding.code)).toContain('gradient-without-colours');
  });
});

describe('the order of a page', () => {
  const marked = (width: number) => trianglePath(`Boundary="0 0 50 50" LineWidth="${width}"`);
  const widths = (items: readonly DisplayItem[]) =>
    items.map((item) => (inside(item) as PathItem).stroke?.widthMm);
  const template = (zOrder: string, width: number) => ({
    common: `<ofd:TemplatePage ID="${width}" BaseLoc="T${width}.xml"/>`,
    page: `<ofd:Template TemplateID="${width}" ZOrder="${zOrder}"/>`,
    xml: `<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>${marked(width)}</ofd:Layer></ofd:Content></ofd:Page>`,
  });
  const annot = (width: number, attributes = '') =>
    `<ofd:Annot ID="1" Type="Path" ${attributes}><ofd:Appearance Boundary="30 5 20 20">${marked(width)}</ofd:Appearance></ofd:Annot>`;

  it('is background, body, foreground, seals, annotations', () => {
    const [back, front] = [template('Background', 1), template('Foreground', 3)];
    const list = show(
      {
        objects: marked(2),
        common: back.common + front.common,
        page: front.page + back.page,
        entries: { 'T1.xml': back.xml, 'T3.xml': front.xml },
        annotations: annot(5),
      },
      {
        stamps: [
          {
            page: 0,
            boundary: { xMm: 1, yMm: 1, widthMm: 4, heightMm: 4 },
            image: { mime: '', bytes: pixelPng },
          },
        ],
      },
    );
    expect(widths(list.items)).toEqual([1, 2, 3, undefined, 5]);
    expect(group(list.items[4]).matrix).toEqual([1, 0, 0, 1, 30, 5]);
  });

  it('leaves out annotations that are hidden, and on paper those not to be printed', () => {
    const content = { annotations: annot(5, 'Visible="false"') + annot(6, 'Print="false"') + annot(7) };
    expect(widths(show(content).items)).toEqual([6, 7]);
    expect(widths(show(content, { printing: true }).items)).toEqual([7]);
  });
});

describe('seals', () => {
  const boundary = { xMm: 60, yMm: 5, widthMm: 8, heightMm: 40 };
  const clip = { xMm: 2, yMm: 0, widthMm: 4, heightMm: 40 };

  it('fill their boundary, cut to their clip, and multiply like ink', () => {
    const stamp = { page: 0, boundary, clip, image: { mime: 'image/png', bytes: pixelPng } };
    const list = show({}, { stamps: [stamp, { ...stamp, page: 1 }] });
    expect(list.items).toHaveLength(1);
    expect(list.items[0]).toMatchObject({ blend: 'multiply', matrix: [1, 0, 0, 1, 60, 5] });
    expect(clipBox(list.items[0])).toEqual({ xMm: 62, yMm: 5, widthMm: 4, heightMm: 40 });
    expect(inside(list.items[0])).toMatchObject({ kind: 'image', matrix: [8, 0, 0, 40, 0, 0] });
  });

  it('that are packages show their first page in its own area', () => {
    const inner = packPage({
      objects:
        trianglePath('Boundary="0 0 50 50"') +
        '<ofd:TextObject ID="6" Boundary="0 0 50 50" Font="9" Size="4"><ofd:TextCode X="0" Y="4">丁</ofd:TextCode></ofd:TextObject>',
      resources: embeddedFont,
      physicalBox: '10 10 40 20',
    });
    const stamp = { page: 0, boundary, image: { mime: 'application/ofd', bytes: inner } };
    const list = show({ resources: embeddedFont }, { stamps: [stamp, stamp] });
    const page = group(group(list.items[0]).items[0]);
    expect(applyTo(page.matrix, 10, 10)).toEqual([0, 0]);
    expect(applyTo(page.matrix, 50, 30)).toEqual([8, 40]);
    const glyphs = page.items[1];
    expect(glyphs?.kind === 'glyphs' && glyphs.font.key).toMatch(/^stamp-[\da-f]+-\d+\/f\.otf$/);
    expect(list.findings).toEqual([]);
  });

  it('that cannot be shown are left out with a finding', () => {
    const text = new TextEncoder().encode('<script>');
    for (const mime of ['text/html', 'application/ofd']) {
      const list = show({}, { stamps: [{ page: 0, boundary, image: { mime, bytes: text } }] });
      expect(list.items).toEqual([]);
      expect(list.findings.map((finding) => finding.code)).toEqual(['stamp-unreadable']);
    }
  });
});

it('refuses a page that does not exist', () => {
  expect(() => displayPage(onePage({}), 1)).toThrow(RangeError);
});
