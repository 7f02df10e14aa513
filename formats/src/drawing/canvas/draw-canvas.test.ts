import { createCanvas, Path2D } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import type { DisplayItem, DisplayList, OutlineFont } from '../display-list.ts';
import { area, axial, box, group, list, radial, solid } from '../lists.fixture.ts';
import type { MeshPaint, TilingPaint } from '../paint.ts';
import { rectanglePath } from '../path.ts';
import type { CanvasContext, CanvasImage } from './canvas-types.ts';
import { drawCanvas } from './draw-canvas.ts';

const pixelsPerMm = 10;
const createPath = () => new Path2D();
let layers = 0;

/** Draws and gives the colour at a place in millimetres. */
function draw(
  content: readonly DisplayItem[] | DisplayList,
  pictures: ReadonlyMap<string, CanvasImage> = new Map(),
): (x: number, y: number) => number[] {
  const page = 'items' in content ? content : list(content);
  const canvas = createCanvas(200, 100);
  const context = canvas.getContext('2d');
  layers = 0;
  drawCanvas(page, context as unknown as CanvasContext, {
    pixelsPerMm,
    pictures,
    createPath,
    createCanvas: (width, height) => {
      layers += 1;
      const layer = createCanvas(width, height);
      return { image: layer, context: layer.getContext('2d') as unknown as CanvasContext };
    },
  });
  const { data } = context.getImageData(0, 0, 200, 100);
  return (x, y) => {
    const at = (Math.floor(y * pixelsPerMm) * 200 + Math.floor(x * pixelsPerMm)) * 4;
    return [...data.subarray(at, at + 3)];
  };
}

const white = [255, 255, 255];
const red = [255, 0, 0];
const blue = [0, 0, 255];
const near = (actual: readonly number[], expected: readonly number[], within = 4) => {
  expect(Math.max(...actual.map((value, at) => Math.abs(value - expected[at]!)))).toBeLessThanOrEqual(within);
};

describe('a canvas', () => {
  it('shows paths, fill rules and lines on white paper', () => {
    const ring = [
      ...rectanglePath({ xMm: 2, yMm: 2, widthMm: 6, heightMm: 6 }),
      ...rectanglePath({ xMm: 4, yMm: 4, widthMm: 2, heightMm: 2 }),
    ];
    const line: DisplayItem = {
      kind: 'path',
      path: [
        { operator: 'M', numbers: [12, 5] },
        { operator: 'L', numbers: [18, 5] },
      ],
      evenOdd: false,
      stroke: {
        paint: solid(0, 0, 255),
        widthMm: 1,
        join: 'miter',
        cap: 'butt',
        miterLimit: 4,
        dashMm: [2, 2],
        dashOffsetMm: 0,
      },
    };
    const at = draw([{ kind: 'path', path: ring, evenOdd: true, fill: solid(255, 0, 0) }, line]);
    expect(at(3, 3)).toEqual(red);
    expect(at(5, 5)).toEqual(white);
    expect(at(13, 5)).toEqual(blue);
    expect(at(15, 5)).toEqual(white);
    expect(at(17, 5)).toEqual(blue);
  });

  it('blends a group of several marks as one, one mark without a layer', () => {
    const two = [box(0, 0, 10, 10, solid(255, 0, 0)), box(5, 0, 10, 10, solid(0, 0, 255))];
    const at = draw([group(two, { opacity: 0.5 })]);
    expect(layers).toBe(1);
    near(at(2, 5), [255, 127, 127]);
    near(at(7, 5), [127, 127, 255]);
    const single = draw([group([box(0, 0, 10, 10, solid(255, 0, 0))], { opacity: 0.5 })]);
    expect(layers).toBe(0);
    near(single(2, 5), [255, 127, 127]);
  });

  it('multiplies seals with what lies under them', () => {
    const under = box(0, 0, 20, 10, solid(200, 200, 100));
    const seal = group([box(0, 0, 10, 10, solid(255, 255, 255)), box(5, 0, 5, 10, solid(255, 0, 0))], {
      blend: 'multiply',
    });
    const at = draw([under, seal]);
    near(at(2, 5), [200, 200, 100], 1);
    near(at(7, 5), [200, 0, 0], 1);
  });

  it('cuts by the intersection of clips and the union of their areas', () => {
    const filled = [box(0, 0, 20, 10, solid(255, 0, 0))];
    const areas = [area(1, 0, 4, 10), area(10, 0, 8, 10)];
    const at = draw([group(filled, { clips: [areas, [area(0, 0, 20, 5)], [area(0, 2, 20, 8)]] })]);
    expect(at(3, 3)).toEqual(red);
    expect(at(12, 3)).toEqual(red);
    expect(at(7, 3)).toEqual(white);
    expect(at(3, 1)).toEqual(white);
    expect(at(3, 7)).toEqual(white);
    // Areas drawn against each other do not cancel out where they overlap.
    const backwards = {
      ...area(0, 0, 10, 10),
      path: [...rectanglePath({ xMm: 10, yMm: 0, widthMm: -10, heightMm: 10 })],
    };
    const overlap = draw([group(filled, { clips: [[area(0, 0, 10, 10), backwards]] })]);
    expect(overlap(5, 5)).toEqual(red);
    expect(overlap(15, 5)).toEqual(white);
  });

  it('keeps clips outside the group’s matrix', () => {
    const moved = group([box(0, 0, 5, 10, solid(255, 0, 0))], {
      matrix: [2, 0, 0, 1, 4, 0],
      clips: [[area(6, 0, 4, 10)]],
    });
    const at = draw([moved]);
    expect(at(5, 5)).toEqual(white);
    expect(at(7, 5)).toEqual(red);
    expect(at(12, 5)).toEqual(white);
  });

  it('leaves the context as it was', () => {
    const canvas = createCanvas(20, 20);
    const context = canvas.getContext('2d');
    context.globalAlpha = 0.5;
    drawCanvas(
      list([group([box(0, 0, 9, 9, solid(1, 2, 3))], { clips: [[area(0, 0, 3, 3)]] })]),
      context as unknown as CanvasContext,
      {
        pixelsPerMm: 1,
        pictures: new Map(),
        createPath,
        createCanvas: () => {
          throw new Error('no layer is needed');
        },
      },
    );
    expect(context.globalAlpha).toBeCloseTo(0.5, 1);
    context.fillStyle = '#000000';
    context.fillRect(0, 0, 20, 20);
    expect(context.getImageData(15, 15, 1, 1).data[3]).toBeGreaterThan(100);
    expect(context.getTransform().isIdentity).toBe(true);
  });
});

describe('paints on a canvas', () => {
  const whole = (fill: Parameters<typeof box>[4]) => draw([box(0, 0, 20, 10, fill)]);

  it('run axial gradients between their ends, and on where they are extended', () => {
    const plain = whole(axial());
    expect(plain(2, 5)).toEqual(white);
    near(plain(10, 5), [127, 0, 127], 6);
    expect(plain(18, 5)).toEqual(white);
    const extended = whole(axial({ extendStart: true, extendEnd: true }));
    expect(extended(2, 5)).toEqual(red);
    expect(extended(18, 5)).toEqual(blue);
  });

  it('repeat and mirror gradients to both sides', () => {
    const repeated = whole(axial({ start: [8, 0], end: [12, 0], repeat: 'repeat' }));
    for (const x of [2, 6, 10, 14, 18]) {
      near(repeated(x, 5), [127, 0, 127], 8);
    }
    const mirrored = whole(axial({ start: [8, 0], end: [12, 0], repeat: 'reflect' }));
    near(mirrored(8.1, 5), red, 12);
    near(mirrored(4.1, 5), blue, 12);
    near(mirrored(15.9, 5), red, 12);
    near(mirrored(0.1, 5), red, 12);
  });

  it('repeat circles outwards', () => {
    const rings = whole(radial({ endRadius: 2, repeat: 'repeat' }));
    near(rings(11, 5), [127, 0, 127], 12);
    near(rings(13, 5), [127, 0, 127], 12);
    near(rings(15, 5), [127, 0, 127], 12);
  });

  it('turn circles into ellipses by eccentricity and angle', () => {
    // e = 0.866: the short half-axis is half the long one.
    const flat = whole(radial({ eccentricity: Math.sqrt(0.75) }));
    near(flat(12, 5), [127, 0, 127], 10);
    near(flat(10, 6), [127, 0, 127], 10);
    expect(flat(10, 7.5)).toEqual(white);
    const upright = whole(radial({ eccentricity: Math.sqrt(0.75), angle: 90 }));
    near(upright(10, 7), [127, 0, 127], 10);
    expect(upright(12.5, 5)).toEqual(white);
  });

  it('show the inside of an open cone', () => {
    const cone = whole(radial({ start: [4, 5], startRadius: 1, end: [14, 5], endRadius: 3 }));
    // Inside the end circle: (x − 4 − 10t)² = (1 + 2t)², the root below 1.
    const t = (14 - 4 - 1) / (10 + 2);
    near(cone(14, 5), [255 * (1 - t), 0, 255 * t], 8);
    expect(cone(19, 5)).toEqual(white);
    expect(cone(1, 5)).toEqual(white);
  });

  const corner = (xMm: number, yMm: number, rgb: [number, number, number]) => ({ xMm, yMm, rgb, alpha: 255 });
  const mesh: MeshPaint = {
    kind: 'mesh',
    triangles: [
      [corner(0, 0, [255, 0, 0]), corner(10, 0, [0, 255, 0]), corner(0, 10, [0, 0, 255])],
      [corner(10, 0, [0, 255, 0]), corner(10, 10, [255, 255, 255]), corner(0, 10, [0, 0, 255])],
    ],
    background: solid(10, 20, 30),
    alpha: 255,
  };

  it('run colours between the corners of triangles, the background where there are none', () => {
    const at = whole(mesh);
    near(at(2.5, 2.5), [127, 64, 64], 6);
    near(at(5, 5), [0, 127, 127], 8);
    near(at(0.1, 0.1), [250, 3, 3], 8);
    expect(at(15, 5)).toEqual([10, 20, 30]);
  });

  it('lay any paint into lines', () => {
    const line: DisplayItem = {
      kind: 'path',
      path: [
        { operator: 'M', numbers: [0, 5] },
        { operator: 'L', numbers: [20, 5] },
      ],
      evenOdd: false,
      stroke: {
        paint: mesh,
        widthMm: 2,
        join: 'miter',
        cap: 'butt',
        miterLimit: 4,
        dashMm: [],
        dashOffsetMm: 0,
      },
    };
    const at = draw([line]);
    near(at(5, 5), [0, 127, 127], 8);
    expect(at(15, 5)).toEqual([10, 20, 30]);
    expect(at(5, 7)).toEqual(white);
  });

  const tiles = (more: Partial<TilingPaint> = {}): TilingPaint => ({
    kind: 'tiling',
    widthMm: 2,
    heightMm: 2,
    xStepMm: 4,
    yStepMm: 4,
    reflect: 'Normal',
    matrix: [1, 0, 0, 1, 1, 1],
    // Reaches out of its cell, which cuts it.
    items: [box(0, 0, 1, 3, solid(255, 0, 0))],
    alpha: 255,
    ...more,
  });

  it('repeat cells at their steps, cut to their size', () => {
    const at = whole(tiles());
    for (const [x, y] of [
      [1.5, 1.5],
      [5.5, 1.5],
      [17.5, 5.5],
    ] as const) {
      expect(at(x, y)).toEqual(red);
      expect(at(x + 1, y)).toEqual(white);
      expect(at(x, y + 2)).toEqual(white);
    }
    near(whole(tiles({ alpha: 51 }))(1.5, 1.5), [255, 204, 204]);
  });

  it('mirror every second column and row', () => {
    const mirrored = whole(tiles({ reflect: 'RowAndColumn', items: [box(0, 0, 1, 1, solid(255, 0, 0))] }));
    expect(mirrored(1.5, 1.5)).toEqual(red);
    expect(mirrored(5.5, 1.5)).toEqual(white);
    expect(mirrored(6.5, 1.5)).toEqual(red);
    expect(mirrored(1.5, 6.5)).toEqual(red);
    expect(mirrored(6.5, 6.5)).toEqual(red);
  });

  it('copy a block of cells where they are very many', () => {
    const at = whole(
      tiles({
        matrix: [0.05, 0, 0, 0.05, 0, 0],
        items: [box(0, 0, 2, 2, solid(0, 0, 255))],
        xStepMm: 2,
        yStepMm: 2,
      }),
    );
    near(at(10, 5), blue, 2);
    near(at(19.5, 9.5), blue, 2);
  });
});

describe('text and pictures on a canvas', () => {
  const font: OutlineFont = {
    key: 'squares',
    name: 'squares',
    bytes: new Uint8Array(),
    embedded: true,
    outline: (() => {
      const path = rectanglePath({ xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 });
      return () => path;
    })(),
    glyphFor: () => 1,
    advance: () => 1,
  };
  const glyphs = (fill: Parameters<typeof box>[4]): DisplayItem => ({
    kind: 'glyphs',
    font,
    sizeMm: 2,
    glyphs: [
      { glyphId: 1, text: '甲', matrix: [2, 0, 0, -2, 2, 5] },
      { glyphId: 1, text: '乙', matrix: [2, 0, 0, -2, 12, 5] },
    ],
    fill,
  });

  it('stand above their baseline', () => {
    const at = draw([glyphs(solid(255, 0, 0))]);
    expect(at(3, 4)).toEqual(red);
    expect(at(13, 4)).toEqual(red);
    expect(at(3, 6)).toEqual(white);
    expect(at(5, 4)).toEqual(white);
  });

  it('share one gradient over the whole text', () => {
    const at = draw([glyphs(axial({ start: [2, 0], end: [14, 0] }))]);
    near(at(3, 4), [233, 0, 22], 8);
    near(at(13, 4), [21, 0, 233], 8);
  });

  it('are the decoded picture, or a pale box', () => {
    const picture = createCanvas(2, 1);
    const context = picture.getContext('2d');
    context.fillStyle = '#0000ff';
    context.fillRect(0, 0, 2, 1);
    const image = (key: string, x: number): DisplayItem => ({
      kind: 'image',
      picture: key,
      matrix: [5, 0, 0, 5, x, 2],
    });
    const at = draw([image('a', 2), image('b', 12)], new Map([['a', picture]]));
    expect(at(4, 4)).toEqual(blue);
    expect(at(14, 4)).toEqual([232, 232, 232]);
    expect(at(9, 4)).toEqual(white);
  });

  it('take turned groups with them', () => {
    const turned = group([box(0, 0, 4, 2, solid(255, 0, 0))], { matrix: [0, 1, -1, 0, 10, 2] });
    const at = draw([turned]);
    expect(at(9, 5)).toEqual(red);
    expect(at(11, 5)).toEqual(white);
  });
});

it('goes on without layers when a page asks for too many', () => {
  const two = [box(0, 0, 20, 10, solid(255, 0, 0)), box(0, 0, 20, 10, solid(255, 0, 0))];
  // Each takes a layer of the whole page; once there is no more room, the items are drawn fainter one by one.
  const many = Array.from({ length: 4000 }, () => group(two, { opacity: 0.01 }));
  const at = draw(many);
  expect(layers).toBeLessThanOrEqual(2000);
  near(at(10, 5), red, 80);
  const unions = [area(0, 0, 20, 10), area(0, 0, 5, 10)];
  const cut = group([box(0, 0, 20, 10, solid(255, 0, 0))], { clips: [unions] });
  expect(draw([...many, ...Array.from({ length: 500 }, () => cut)])(10, 5)).toEqual(red);
});

it('ends patterns in patterns in patterns', () => {
  const nested = (depth: number): Parameters<typeof box>[4] =>
    depth === 0
      ? solid(255, 0, 0)
      : {
          kind: 'tiling',
          widthMm: 1,
          heightMm: 1,
          xStepMm: 1,
          yStepMm: 1,
          reflect: 'RowAndColumn',
          matrix: [0.1, 0, 0, 0.1, 0, 0],
          items: [box(0, 0, 1, 1, nested(depth - 1))],
          alpha: 255,
        };
  near(draw([box(0, 0, 20, 10, nested(1))])(10, 5), red, 2);
  expect(draw([box(0, 0, 20, 10, nested(5))])(10, 5)).toHaveLength(3);
});

it('ends pictures laid over one another without end, counting their own pixels too', () => {
  const pictures = new Map<string, CanvasImage>([['a', { width: 20_000, height: 20_000 }]]);
  const image: DisplayItem = { kind: 'image', picture: 'a', matrix: [5, 0, 0, 5, 2, 2] };
  const away: DisplayItem = { kind: 'image', picture: 'a', matrix: [5, 0, 0, 5, 500, 2] };
  const context = createCanvas(200, 100).getContext('2d') as unknown as CanvasContext;
  let drawn = 0;
  context.drawImage = () => {
    drawn += 1;
  };
  const makers = { createPath, createCanvas: () => expect.unreachable('no layers are needed') };
  const items = [...Array<DisplayItem>(50).fill(away), ...Array<DisplayItem>(50).fill(image)];
  drawCanvas(list(items), context, { pixelsPerMm, pictures, ...makers });
  expect(drawn).toBe(3);
});
