import { describe, expect, it } from 'vitest';
import { attr, children, parseXml, type XmlElement } from '../../container/index.ts';
import { mediaTypeOf } from '../../images/index.ts';
import type { DisplayItem, Picture } from '../display-list.ts';
import { area, axial, box, group, list, radial, solid } from '../lists.fixture.ts';
import { drawSvg, type SvgOptions } from './draw-svg.ts';

const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);
const picture = (bytes: Uint8Array): Picture => ({ bytes, mediaType: mediaTypeOf(bytes) });

function draw(
  items: readonly DisplayItem[],
  options: SvgOptions = {},
  pictures: Record<string, Picture> = {},
): XmlElement {
  return parseXml(new TextEncoder().encode(drawSvg(list(items, pictures), options)));
}

/** Every element of a name, wherever it stands. */
function all(root: XmlElement, name: string): XmlElement[] {
  return children(root).flatMap((one) => [...(one.name === name ? [one] : []), ...all(one, name)]);
}

/** The definition an attribute points at. */
function pointed(root: XmlElement, value: string | undefined): XmlElement {
  const id = /^(?:url\(#|#)([\w-]+)\)?$/.exec(value ?? '')![1];
  return children(all(root, 'defs')[0]!).find((one) => attr(one, 'id') === id)!;
}

const values = (element: XmlElement, ...names: string[]) => names.map((name) => attr(element, name));

describe('a list as SVG', () => {
  it('is as large as its area, in millimetres, on white paper', () => {
    const root = draw([]);
    expect(values(root, 'viewBox', 'width', 'height')).toEqual(['0 0 20 10', '20mm', '10mm']);
    expect(values(children(root)[0]!, 'width', 'fill')).toEqual(['20', '#ffffff']);
    expect(() => drawSvg(list([]), { idPrefix: '1" x' })).toThrow(RangeError);
  });

  it('hands the matrix of a plain group to the one thing in it', () => {
    const item = group([group([box(0, 0, 1, 1, solid(1, 2, 3))], { matrix: [2, 0, 0, 2, 1, 1] })], {
      matrix: [1, 0, 0, 1, 5, 6],
    });
    const root = draw([item]);
    expect(all(root, 'g')).toEqual([]);
    expect(attr(all(root, 'path')[0]!, 'transform')).toBe('matrix(2 0 0 2 6 7)');
  });

  it('cuts before the matrix applies, each clip by the one before it', () => {
    const cut = group([box(0, 0, 9, 9, solid(0, 0, 0))], {
      matrix: [2, 0, 0, 2, 0, 0],
      clips: [[area(0, 0, 4, 4), area(6, 0, 4, 4)], [{ ...area(1, 1, 9, 9), evenOdd: true }]],
    });
    const root = draw([cut]);
    const [outer] = all(root, 'g');
    const last = pointed(root, attr(outer!, 'clip-path'));
    expect(attr(children(last)[0]!, 'clip-rule')).toBe('evenodd');
    const first = pointed(root, attr(last, 'clip-path'));
    expect(children(first)).toHaveLength(2);
    expect(attr(all(outer!, 'path')[0]!, 'transform')).toBe('matrix(2 0 0 2 0 0)');
  });

  it('says opacity and blending on the group', () => {
    const root = draw([
      group([box(0, 0, 1, 1, solid(0, 0, 0)), box(0, 0, 1, 1, solid(0, 0, 0))], { opacity: 0.25 }),
      group([box(0, 0, 1, 1, solid(0, 0, 0))], { blend: 'multiply' }),
      group([box(0, 0, 1, 1, solid(0, 0, 0))], { blend: 'darken' }),
    ]);
    const groups = children(root).filter((one) => one.name === 'g');
    expect(groups.map((one) => attr(one, 'opacity') ?? attr(one, 'style'))).toEqual([
      '0.25',
      'mix-blend-mode:multiply',
      'mix-blend-mode:darken',
    ]);
  });
});

describe('paints as SVG', () => {
  const fill = (paint: Parameters<typeof box>[4]) => {
    const root = draw([box(0, 0, 20, 10, paint)]);
    const path = all(root, 'path').at(-1)!;
    return { root, path, definition: pointed(root, attr(path, 'fill')) };
  };

  it('end gradients with transparent stops where they do not go on', () => {
    const { definition, path } = fill(axial({ alpha: 51, extendStart: true }));
    expect(values(definition, 'x1', 'y1', 'x2', 'y2', 'spreadMethod')).toEqual([
      '5',
      '0',
      '15',
      '0',
      undefined,
    ]);
    expect(children(definition).map((stop) => values(stop, 'offset', 'stop-color', 'stop-opacity'))).toEqual([
      ['0', '#ff0000', undefined],
      ['1', '#0000ff', undefined],
      ['1', '#0000ff', undefined],
      ['1', '#0000ff', '0'],
    ]);
    expect(attr(path, 'fill-opacity')).toBe('0.2');
  });

  it('leave repeating to the browser and squeeze circles by a transform', () => {
    const { definition } = fill(radial({ repeat: 'reflect', eccentricity: Math.sqrt(0.75) }));
    expect(values(definition, 'spreadMethod', 'gradientTransform', 'cx', 'cy', 'r', 'fr')).toEqual([
      'reflect',
      'matrix(1 0 0 0.5 0 0)',
      '10',
      '10',
      '4',
      '0',
    ]);
  });

  it('paint an open cone twice, the inside first', () => {
    const { root } = fill(radial({ start: [4, 5], startRadius: 1, end: [14, 5], endRadius: 3 }));
    const paths = all(root, 'path');
    expect(paths).toHaveLength(2);
    const [inside, outside] = paths.map((path) => pointed(root, attr(path, 'fill')));
    expect(values(inside!, 'fx', 'cx')).toEqual(['14', '4']);
    expect(values(outside!, 'fx', 'cx')).toEqual(['4', '14']);
  });

  it('are the last colour, or nothing, where a gradient has no length', () => {
    const still = { start: [5, 0], end: [5, 0] } as const;
    const [on, off] = [true, false].map((extendEnd) =>
      attr(all(draw([box(0, 0, 9, 9, axial({ ...still, extendEnd }))]), 'path')[0]!, 'fill'),
    );
    expect([on, off]).toEqual(['#0000ff', 'none']);
  });

  it('write equal gradients once', () => {
    const root = draw([box(0, 0, 9, 9, axial()), box(9, 0, 9, 9, axial())]);
    expect(all(root, 'linearGradient')).toHaveLength(1);
  });

  it('are cells of a pattern, mirrored ones beside them', () => {
    const { definition } = fill({
      kind: 'tiling',
      widthMm: 2,
      heightMm: 3,
      xStepMm: 4,
      yStepMm: 5,
      reflect: 'Column',
      matrix: [1, 0, 0, 1, 1, 2],
      items: [box(0, 0, 1, 1, solid(255, 0, 0))],
      alpha: 255,
    });
    expect(values(definition, 'patternUnits', 'width', 'height', 'patternTransform')).toEqual([
      'userSpaceOnUse',
      '8',
      '5',
      'translate(1 2)',
    ]);
    expect(children(definition).map((cell) => attr(cell, 'transform'))).toEqual([
      undefined,
      'matrix(-1 0 0 1 6 0)',
    ]);
  });

  it('are a picture for meshes, with the background under it, in a cell that never repeats in sight', () => {
    const corner = (xMm: number, yMm: number) => ({ xMm, yMm, rgb: [255, 0, 0] as const, alpha: 255 });
    const { definition } = fill({
      kind: 'mesh',
      triangles: [[corner(2, 2), corner(8, 2), corner(2, 6)]],
      background: solid(0, 0, 255),
      alpha: 255,
    });
    const [under, image] = children(definition) as [XmlElement, XmlElement];
    expect(values(under, 'x', 'width', 'fill')).toEqual(['-1', '22', '#0000ff']);
    expect(values(image, 'x', 'y', 'width', 'height')).toEqual(['2', '2', '6', '4']);
    expect(attr(image, 'href')).toMatch(/^data:image\/png;base64,/);
    expect(values(definition, 'x', 'width')).toEqual(['-1', '22']);
  });
});

describe('pictures as SVG', () => {
  const image = (key: string): DisplayItem => ({ kind: 'image', picture: key, matrix: [5, 0, 0, 5, 1, 1] });

  it('are what is given for their key, else themselves, else a pale box; each written once', () => {
    const pictures = { a: picture(png), b: picture(new TextEncoder().encode('<svg onload="x"/>')) };
    const given = new Map([['b', { bytes: Uint8Array.of(1), mediaType: 'image/jpeg' as const }]]);
    const root = draw([image('a'), image('a'), image('b')], { pictures: given }, pictures);
    expect(all(root, 'image').map((one) => attr(one, 'href')!.slice(0, 16))).toEqual([
      'data:image/png;b',
      'data:image/jpeg;',
    ]);
    expect(all(root, 'use')).toHaveLength(3);
    const bare = draw([image('b')], {}, pictures);
    expect(all(bare, 'image')).toEqual([]);
    expect(attr(all(bare, 'rect')[1]!, 'fill')).toBe('#e8e8e8');
  });

  it('that promise more pixels than a browser should take are not shown', () => {
    const huge = png.slice();
    huge.set([0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff], 16);
    expect(all(draw([image('a')], {}, { a: picture(huge) }), 'image')).toEqual([]);
  });
});
