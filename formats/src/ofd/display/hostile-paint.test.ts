/** Pages of well-formed objects with outrageous numbers, through every drawer: none throws, none hangs. */
import { createCanvas, Path2D } from '@napi-rs/canvas';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseXml } from '../../container/index.ts';
import { type CanvasContext, drawCanvas, drawSvg } from '../../drawing/index.ts';
import { displayPage } from '../index.ts';
import { embeddedFont, onePage, pixelPng, trianglePath } from './one-page.fixture.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`hostile paint: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

const number = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -6000, max: 6000 }).map((n) => n / 100) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1e-9, 1e-4, 1e5, -1e9, 1e12, 1e300, -1e300) },
);
const numbers = (count: number) =>
  fc.tuple(...Array.from({ length: count }, () => number)).map((n) => n.join(' '));
const attributes = (model: Record<string, fc.Arbitrary<string | number>>) =>
  fc.record(model, { requiredKeys: [] }).map((record) =>
    Object.entries(record)
      .map(([name, value]) => ` ${name}="${value}"`)
      .join(''),
  );
const word = (...words: string[]) => fc.constantFrom(...words);
const alpha = fc.constantFrom(0, 51, 255, 300, -1);

const { object } = fc.letrec<{ object: string; paint: string }>((tie) => {
  const segments = fc
    .array(
      fc.tuple(attributes({ Position: fc.integer({ min: -50, max: 150 }).map((n) => n / 100) }), alpha),
      {
        maxLength: 4,
      },
    )
    .map((list) =>
      list
        .map(
          ([place, a], index) =>
            `<ofd:Segment${place}><ofd:Color Value="${index * 60} 9 ${255 - index}" Alpha="${a}"/></ofd:Segment>`,
        )
        .join(''),
    );
  const gradient = fc
    .tuple(
      word('AxialShd', 'RadialShd'),
      attributes({
        StartPoint: numbers(2),
        EndPoint: numbers(2),
        StartRadius: number,
        EndRadius: number,
        MapType: word('Direct', 'Repeat', 'Reflect'),
        MapUnit: number,
        Extend: fc.constantFrom(0, 1, 2, 3),
        Eccentricity: number,
        Angle: number,
      }),
      segments,
    )
    .map(([name, attrs, inner]) => `<ofd:${name}${attrs}>${inner}</ofd:${name}>`);
  const point = fc
    .tuple(number, number, fc.constantFrom(0, 1, 2))
    .map(
      ([x, y, edge]) =>
        `<ofd:Point X="${x}" Y="${y}" EdgeFlag="${edge}"><ofd:Color Value="200 9 ${edge}"/></ofd:Point>`,
    );
  const mesh = fc
    .tuple(word('GouraudShd', 'LaGouraudShd'), fc.array(point, { maxLength: 7 }), fc.constantFrom(0, 1))
    .map(
      ([name, points, extend]) =>
        `<ofd:${name} VerticesPerRow="2" Extend="${extend}">${points.join('')}<ofd:BackColor Value="1 2 3"/></ofd:${name}>`,
    );
  const pattern = fc
    .tuple(
      attributes({
        Width: number,
        Height: number,
        XStep: number,
        YStep: number,
        ReflectMethod: word('Normal', 'Row', 'Column', 'RowAndColumn'),
        RelativeTo: word('Page', 'Object'),
        CTM: numbers(6),
      }),
      fc.array(tie('object'), { maxLength: 2 }),
    )
    .map(
      ([attrs, cells]) =>
        `<ofd:Pattern Width="3" Height="2"${attrs.replace(/ (Width|Height)="[^"]*"/g, '')}><ofd:CellContent>${cells.join('')}</ofd:CellContent></ofd:Pattern>`,
    );
  const colour = fc
    .tuple(word('FillColor', 'StrokeColor'), fc.oneof({ depthSize: 'small' }, gradient, mesh, pattern), alpha)
    .map(([name, inner, a]) => `<ofd:${name} Alpha="${a}">${inner}</ofd:${name}>`);
  const data = fc
    .array(
      fc.oneof(
        numbers(2).map((n) => `M ${n}`),
        numbers(2).map((n) => `L ${n}`),
        numbers(4).map((n) => `Q ${n}`),
        numbers(6).map((n) => `B ${n}`),
        fc.tuple(numbers(3), word('0 0', '1 0', '0 1', '1 1'), numbers(2)).map((n) => `A ${n.join(' ')}`),
        fc.constant('C'),
      ),
      { maxLength: 6 },
    )
    .map((list) => list.join(' '));
  const common = {
    Boundary: numbers(4),
    CTM: numbers(6),
    Alpha: alpha,
    LineWidth: number,
    DashPattern: numbers(2),
    DashOffset: number,
    MiterLimit: number,
    Join: word('Miter', 'Round', 'Bevel'),
    Fill: word('true', 'false'),
    Stroke: word('true', 'false'),
  };
  const clips = fc
    .tuple(data, data)
    .map(
      ([a, b]) =>
        `<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path><ofd:AbbreviatedData>${a}</ofd:AbbreviatedData></ofd:Path></ofd:Area><ofd:Area><ofd:Path><ofd:AbbreviatedData>${b}</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`,
    );
  const inside = fc
    .tuple(fc.option(colour, { nil: '' }), fc.option(clips, { nil: '' }))
    .map((all) => all.join(''));
  return {
    paint: colour,
    object: fc.oneof(
      fc
        .tuple(attributes(common), inside, data)
        .map(
          ([attrs, inner, path]) =>
            `<ofd:PathObject ID="5"${attrs}>${inner}<ofd:AbbreviatedData>${path}</ofd:AbbreviatedData></ofd:PathObject>`,
        ),
      fc
        .tuple(
          attributes({ ...common, HScale: number, CharDirection: number, Weight: number }),
          number,
          inside,
          numbers(2),
        )
        .map(
          ([attrs, size, inner, delta]) =>
            `<ofd:TextObject ID="6" Font="9" Size="${size}"${attrs}>${inner}<ofd:TextCode X="1" Y="4" DeltaX="${delta}">丁你丂</ofd:TextCode></ofd:TextObject>`,
        ),
      attributes(common).map(
        (attrs) =>
          `<ofd:ImageObject ID="7" ResourceID="7"${attrs}><ofd:Border LineWidth="1"/></ofd:ImageObject>`,
      ),
    ),
  };
});

const media =
  '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>';
const createPath = () => new Path2D();
const picture = createCanvas(1, 1);

it(
  'is drawn, whatever its numbers',
  () => {
    let drawn = 0;
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 4 }), (objects) => {
        const document = onePage({ objects: objects.join(''), resources: embeddedFont + media });
        const stamp = {
          page: 0,
          boundary: { xMm: 1, yMm: 1, widthMm: 9, heightMm: 9 },
          image: { mime: 'image/png', bytes: pixelPng },
        };
        const list = displayPage(document, 0, { stamps: [stamp] });
        drawn += list.items.length - 1;
        expect(parseXml(new TextEncoder().encode(drawSvg(list)), { bytes: 1e8 }).name).toBe('svg');
        const canvas = createCanvas(100, 50);
        const pictures = new Map([...list.pictures.keys()].map((key) => [key, picture]));
        drawCanvas(list, canvas.getContext('2d') as unknown as CanvasContext, {
          pixelsPerMm: 1,
          pictures,
          createPath,
          createCanvas: (width, height) => {
            expect(Number.isInteger(width) && width > 0 && width <= 4096).toBe(true);
            expect(Number.isInteger(height) && height > 0).toBe(true);
            const layer = createCanvas(width, height);
            return { image: layer, context: layer.getContext('2d') as unknown as CanvasContext };
          },
        });
        // Canvases may draw only when they are asked for their pixels.
        expect(canvas.data()).toHaveLength(100 * 50 * 4);
      }),
      { seed, numRuns: Math.ceil(250 * soak) },
    );
    expect(drawn).toBeGreaterThan(60 * soak);
  },
  60_000 * Math.max(1, soak),
);

it('inherits settings through a chain of DrawParams, though not through one without end', () => {
  const params = Array.from({ length: 100 }, (_, i) =>
    i === 99 ? '<ofd:DrawParam ID="99" LineWidth="2"/>' : `<ofd:DrawParam ID="${i}" Relative="${i + 1}"/>`,
  ).join('');
  const width = (param: number) => {
    const objects = trianglePath(`Boundary="0 0 50 50" DrawParam="${param}"`);
    const [item] = displayPage(
      onePage({ objects, resources: `<ofd:DrawParams>${params}</ofd:DrawParams>` }),
      0,
    ).items;
    return item?.kind === 'group' ? item.items : [item];
  };
  expect(width(90)).toMatchObject([{ stroke: { widthMm: 2 } }]);
  expect(width(0)).toMatchObject([{ stroke: { widthMm: 0.353 } }]);
});
