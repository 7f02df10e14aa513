import { describe, expect, it } from 'vitest';
import type { GradientPaint, MeshPaint } from '../../drawing/index.ts';
import type { PatternPaint, ReadPaint } from '../model/read-types.ts';
import { codes, firstObject, ns, read } from './package.fixture.ts';

const path = (color: string, rest = ''): string =>
  `<ofd:PathObject ID="5" Boundary="0 0 99 99" Fill="true">${color}${rest}<ofd:AbbreviatedData>M 0 0 L 9 9 C</ofd:AbbreviatedData></ofd:PathObject>`;

const fill = (content: string, attributes = ''): ReadPaint =>
  firstObject('path', path(`<ofd:FillColor ${attributes}>${content}</ofd:FillColor>`)).fillColor!;

const segment = (position: number, value: string): string =>
  `<ofd:Segment Position="${position}"><ofd:Color Value="${value}"/></ofd:Segment>`;

const blackToRed = segment(0, '0 0 0') + segment(1, '255 0 0');

const gradient = (name: string, attributes: string, stops = blackToRed): GradientPaint =>
  fill(`<ofd:${name} ${attributes}>${stops}</ofd:${name}>`) as GradientPaint;

describe('gradients', () => {
  it.each([
    ['', false, false],
    ['Extend="0"', false, false],
    ['Extend="1"', true, false],
    ['Extend="2"', false, true],
    ['Extend="3"', true, true],
  ])('go on outside their end points as %j says', (extend, extendStart, extendEnd) => {
    expect(gradient('AxialShd', `StartPoint="1 2" EndPoint="11 2" ${extend}`)).toEqual({
      kind: 'axial',
      start: [1, 2],
      end: [11, 2],
      startRadius: 0,
      endRadius: 0,
      eccentricity: 0,
      angle: 0,
      repeat: 'pad',
      extendStart,
      extendEnd,
      stops: [
        { offset: 0, rgb: [0, 0, 0], alpha: 255 },
        { offset: 1, rgb: [255, 0, 0], alpha: 255 },
      ],
      alpha: 255,
    });
  });

  it('repeat a MapUnit between the end points, and stop half way when it does not go in', () => {
    const paint = gradient('AxialShd', 'StartPoint="0 0" EndPoint="10 0" MapType="Repeat" MapUnit="4"');
    expect(paint).toMatchObject({ repeat: 'pad', extendStart: false, start: [0, 0], end: [10, 0] });
    expect(paint.stops.map(({ offset, rgb }) => [offset, rgb[0]])).toEqual([
      [0, 0],
      [0.4, 255],
      [0.4, 0],
      [0.8, 255],
      [0.8, 0],
      [1, 128],
    ]);
  });

  it('mirror every second interval', () => {
    const paint = gradient('AxialShd', 'StartPoint="0 0" EndPoint="8 0" MapType="Reflect" MapUnit="4"');
    expect(paint.stops.map(({ offset, rgb }) => [offset, rgb[0]])).toEqual([
      [0, 0],
      [0.5, 255],
      [0.5, 255],
      [1, 0],
    ]);
  });

  it('repeat for ever when they extend to both sides, with the MapUnit as the line', () => {
    expect(
      gradient('AxialShd', 'StartPoint="0 0" EndPoint="10 0" MapType="Reflect" MapUnit="4" Extend="3"'),
    ).toMatchObject({ repeat: 'reflect', start: [0, 0], end: [4, 0] });
  });

  it('repeat far to the one side they extend to', () => {
    const paint = gradient('AxialShd', 'StartPoint="0 0" EndPoint="10 0" MapType="Repeat" Extend="2"');
    expect(paint).toMatchObject({ start: [0, 0], end: [650, 0], extendStart: false, extendEnd: true });
    expect(paint.stops).toHaveLength(130);
  });

  it('keep circles, ellipses and angles; circles do not shrink below a point', () => {
    const circles = 'StartPoint="0 0" StartRadius="2" EndPoint="10 0" EndRadius="12"';
    expect(gradient('RadialShd', `${circles} Eccentricity="0.5" Angle="30" Extend="1"`)).toMatchObject({
      kind: 'radial',
      startRadius: 2,
      endRadius: 12,
      eccentricity: 0.5,
      angle: 30,
      extendStart: true,
    });
    const repeated = gradient('RadialShd', `${circles} MapType="Repeat" MapUnit="1" Extend="1"`);
    expect(repeated).toMatchObject({ startRadius: 0, endRadius: 12 });
    expect(repeated.start[0]).toBeCloseTo(-2);
    const concentric = 'StartPoint="5 5" StartRadius="0" EndPoint="5 5" EndRadius="10"';
    expect(gradient('RadialShd', `${concentric} MapType="Repeat" MapUnit="5" Extend="3"`)).toMatchObject({
      repeat: 'repeat',
      endRadius: 5,
    });
  });

  it('order their segments whatever the positions say, and cap what is repeated', () => {
    const paint = gradient(
      'AxialShd',
      'StartPoint="0 0" EndPoint="10 0"',
      `${segment(0.5, '1') + segment(0.2, '2') + segment(7, '3')}<ofd:Segment/>`,
    );
    expect(paint.stops.map(({ offset }) => offset)).toEqual([0.5, 0.5, 1, 1]);
    const fine = gradient('AxialShd', 'StartPoint="0 0" EndPoint="1000 0" MapType="Repeat" MapUnit="0.0001"');
    expect(fine.stops.length).toBeLessThanOrEqual(4096);
    const none = gradient('AxialShd', 'StartPoint="0 0" EndPoint="0 0" MapType="Repeat"', '');
    expect(none).toMatchObject({ repeat: 'pad', stops: [] });
  });
});

describe('meshes', () => {
  const point = (x: number, y: number, flag?: number): string =>
    `<ofd:Point X="${x}" Y="${y}"${flag === undefined ? '' : ` EdgeFlag="${flag}"`}><ofd:Color Value="${x} ${y} 0"/></ofd:Point>`;
  const corners = (paint: ReadPaint): number[][][] =>
    (paint as MeshPaint).triangles.map((triangle) => triangle.map(({ xMm, yMm }) => [xMm, yMm]));

  it('join triangles by edge flags', () => {
    const paint = fill(
      `<ofd:GouraudShd Extend="1">${point(0, 0, 0)}${point(4, 0)}${point(0, 4)}${point(4, 4, 1)}${point(9, 9, 2)}${point(20, 0, 0)}${point(24, 0, 0)}${point(20, 4, 0)}${point(1, 1, 0)}<ofd:BackColor Value="9 9 9" Alpha="100"/></ofd:GouraudShd>`,
      'Alpha="128"',
    );
    expect(corners(paint)).toEqual([
      [
        [0, 0],
        [4, 0],
        [0, 4],
      ],
      [
        [4, 0],
        [0, 4],
        [4, 4],
      ],
      [
        [4, 0],
        [4, 4],
        [9, 9],
      ],
      [
        [20, 0],
        [24, 0],
        [20, 4],
      ],
    ]);
    expect(paint).toMatchObject({
      kind: 'mesh',
      alpha: 128,
      background: { kind: 'solid', rgb: [9, 9, 9], alpha: 100 },
    });
    expect((paint as MeshPaint).triangles[0]![1]).toEqual({ xMm: 4, yMm: 0, rgb: [4, 0, 0], alpha: 255 });
  });

  it.each(['LaGouraudShd', 'LaGourandShd'])('take lattices under the name %s', (name) => {
    const points = [0, 1, 2, 3, 4, 5, 6].map((at) => point(at % 3, Math.floor(at / 3))).join('');
    expect(corners(fill(`<ofd:${name} VerticesPerRow="3">${points}</ofd:${name}>`))).toEqual([
      [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      [
        [1, 0],
        [2, 0],
        [1, 1],
      ],
      [
        [2, 0],
        [1, 1],
        [2, 1],
      ],
    ]);
  });

  it('report points that make no triangle, and read only so many', () => {
    const none = read(path(`<ofd:FillColor><ofd:GouraudShd>${point(0, 0)}</ofd:GouraudShd></ofd:FillColor>`));
    expect(codes(none)).toContain('bad-shading');
    const many = read(
      path(
        `<ofd:FillColor><ofd:LaGouraudShd VerticesPerRow="2">${point(1, 1).repeat(20_001)}</ofd:LaGouraudShd></ofd:FillColor>`,
      ),
    );
    expect(codes(many)).toContain('too-many-points');
  });
});

describe('patterns', () => {
  it('hold their cell, its steps and how it is mirrored', () => {
    const paint = fill(
      '<ofd:Pattern Width="10" Height="5" XStep="12" ReflectMethod="RowAndColumn" RelativeTo="Page" CTM="1 0 0 1 3 4"><ofd:CellContent Thumbnail="7"><ofd:PathObject ID="6" Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 1 1</ofd:AbbreviatedData></ofd:PathObject><ofd:TextObject ID="7" Boundary="0 0 9 9" Font="9" Size="3"><ofd:TextCode X="0" Y="3">纹</ofd:TextCode></ofd:TextObject></ofd:CellContent></ofd:Pattern>',
      'Alpha="99"',
    ) as PatternPaint;
    expect(paint).toMatchObject({
      kind: 'pattern',
      widthMm: 10,
      heightMm: 5,
      xStepMm: 12,
      yStepMm: 5,
      reflect: 'RowAndColumn',
      relativeTo: 'Page',
      ctm: [1, 0, 0, 1, 3, 4],
      thumbnail: '7',
      alpha: 99,
    });
    expect(paint.objects.map(({ kind }) => kind)).toEqual(['path', 'text']);
  });

  it('without a size are grey and reported; within themselves they end', () => {
    const document = read(path('<ofd:FillColor><ofd:Pattern/></ofd:FillColor>'));
    expect(codes(document)).toEqual(expect.arrayContaining(['bad-pattern']));
    const nested = (depth: number): string =>
      depth === 0
        ? ''
        : `<ofd:FillColor><ofd:Pattern Width="1" Height="1"><ofd:CellContent>${path(nested(depth - 1))}</ofd:CellContent></ofd:Pattern></ofd:FillColor>`;
    expect(codes(read(path(nested(12))))).not.toContain('xml-too-deep');
    expect(codes(read(path(nested(30))))).toContain('xml-too-deep');
  });
});

describe('colour spaces', () => {
  const spaces = `<ofd:ColorSpaces><ofd:ColorSpace ID="1" Type="CMYK"/><ofd:ColorSpace ID="2" Type="GRAY" BitsPerComponent="1"/><ofd:ColorSpace ID="3" Type="RGB" BitsPerComponent="16"><ofd:Palette><ofd:CV>65535 0 0</ofd:CV></ofd:Palette></ofd:ColorSpace></ofd:ColorSpaces>`;
  const document = (cs: string): Record<string, string> => ({
    'Doc_0/Res.xml': `<ofd:Res ${ns}>${spaces}</ofd:Res>`,
    'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes>${cs}</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages></ofd:Document>`,
  });
  const rgb = (attributes: string, cs = ''): unknown =>
    (firstObject('path', path(`<ofd:FillColor ${attributes}/>`), document(cs)).fillColor as { rgb: unknown })
      .rgb;

  it.each([
    ['Value="0 0 0 255"', '', [0, 0, 0]],
    ['Value="0 0 0 255"', '<ofd:DefaultCS>1</ofd:DefaultCS>', [0, 0, 0]],
    ['Value="10 20 30"', '<ofd:DefaultCS>1</ofd:DefaultCS>', [10, 20, 30]],
    ['Value="1"', '<ofd:DefaultCS>2</ofd:DefaultCS>', [255, 255, 255]],
    ['Index="0"', '<ofd:DefaultCS>3</ofd:DefaultCS>', [255, 0, 0]],
    ['Value="65535 32768 0" ColorSpace="3"', '', [255, 128, 0]],
    ['Value="7" ColorSpace="nowhere"', '', [7, 7, 7]],
  ])('read %s with %j', (attributes, cs, expected) => {
    expect(rgb(attributes, cs)).toEqual(expected);
  });
});
