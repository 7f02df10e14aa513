import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import { type PageObject, readOfd } from '../../ofd/index.ts';
import { ascii, buildTablePdf } from '../../pdf/build.fixture.ts';
import { PdfError, type PdfObject, pdfDict, pdfName, pdfRef, pdfStream, readPdf } from '../../pdf/index.ts';
import { ConvertError, pdfToOfd } from '../index.ts';
import { officialPage, setPdf } from './engine.fixture.ts';

const docId = '0'.repeat(32);
const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`convert: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

/** A page of 720 × 720 points (254 mm) with this content and these resources. */
function page(
  content: string,
  resources: Record<string, PdfObject> = {},
  more: [number, PdfObject][] = [],
  extra = {},
) {
  return buildTablePdf([
    [
      3,
      pdfDict({
        Type: pdfName('Page'),
        Parent: pdfRef(2),
        MediaBox: [0, 0, 720, 720],
        Contents: pdfRef(4),
        Resources: pdfDict(resources),
        ...extra,
      }),
    ],
    [4, pdfStream(pdfDict({}), ascii(content))],
    ...more,
  ]);
}

function convert(pdf: Uint8Array): { objects: readonly PageObject[]; codes: string[] } {
  const { entries, findings } = pdfToOfd(pdf, { docId });
  const document = readOfd(writeZip(entries));
  return {
    objects: document.pages[0]?.layers.flatMap((layer) => layer.objects) ?? [],
    codes: findings.map((finding) => finding.code),
  };
}

/** Bounding box of a path object on the page, rounded to 0.01 mm. */
function extent(object: PageObject | undefined): number[] {
  if (object?.kind !== 'path') {
    return [];
  }
  const [a, b, c, d, e, f] = object.ctm ?? [1, 0, 0, 1, 0, 0];
  const points = object.path.flatMap((command) => {
    const numbers = Object.values(command)
      .flat()
      .filter((value) => typeof value === 'number') as number[];
    const pairs: [number, number][] = [];
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      pairs.push([numbers[i] as number, numbers[i + 1] as number]);
    }
    return pairs;
  });
  const xs = points.map(([x, y]) => a * x + c * y + e + (object.boundary?.xMm ?? 0));
  const ys = points.map(([x, y]) => b * x + d * y + f + (object.boundary?.yMm ?? 0));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(
    (v) => Math.round(v * 100) / 100,
  );
}

describe('content streams', () => {
  it('flips the page and undoes its rotation', () => {
    const square = '72 144 36 36 re f';
    expect(extent(convert(page(square)).objects[0])).toEqual([25.4, 190.5, 38.1, 203.2]);
    const turned = (Rotate: number) => extent(convert(page(square, {}, [], { Rotate })).objects[0]);
    expect(turned(90)).toEqual([50.8, 25.4, 63.5, 38.1]);
    expect(turned(180)).toEqual([215.9, 50.8, 228.6, 63.5]);
    expect(turned(270)).toEqual([190.5, 215.9, 203.2, 228.6]);
    const cropped = convert(page(square, {}, [], { CropBox: [36, 36, 400, 400] })).objects[0];
    expect(extent(cropped)).toEqual([12.7, 77.61, 25.4, 90.31]);
  });

  it('keeps one state per q and Q, and the colours of the three device spaces', () => {
    const { objects } = convert(
      page(
        'q 1 0 0 rg 2 0 0 2 10 10 cm 0 0 10 10 re f Q 0 0 10 10 re f 0 0 0 1 k 0 0 1 1 re f .5 g 0 0 1 1 re f',
      ),
    );
    expect(objects.map((object) => (object.kind === 'path' ? object.fillColor : undefined))).toMatchObject([
      { rgb: [255, 0, 0] },
      { rgb: [0, 0, 0] },
      { rgb: [0, 0, 0] },
      { rgb: [128, 128, 128] },
    ]);
    expect(extent(objects[0])).toEqual([3.53, 243.42, 10.58, 250.47]);
  });

  it('scales line widths and dashes, and keeps a CTM where strokes are stretched', () => {
    const { objects } = convert(
      page('2 0 0 2 0 0 cm 3 w [4 2] 1 d 0 0 m 50 50 l S 1 0 0 4 0 0 cm [] 0 d 0 0 m 50 20 l S'),
    );
    expect(objects[0]).toMatchObject({
      lineWidthMm: 2.1167,
      dashPatternMm: [2.8222, 1.4111],
      dashOffsetMm: 0.7056,
    });
    expect(objects[1]).toMatchObject({ lineWidthMm: 3 });
    expect((objects[1] as { ctm?: readonly number[] }).ctm?.slice(0, 4)).toEqual([0.705556, 0, 0, -2.822222]);
  });

  it('clips, and drops clips that cannot matter', () => {
    const { objects } = convert(
      page('q 0 0 720 720 re W n 0 0 9 9 re f Q q 0 0 90 90 re W n 10 10 9 9 re f 50 50 90 90 re f Q'),
    );
    expect(objects.map((object) => (object.kind === 'path' ? object.clips.length : -1))).toEqual([0, 0, 1]);
  });

  it('runs forms with their matrix, box and group opacity', () => {
    const form = pdfStream(
      pdfDict({
        Type: pdfName('XObject'),
        Subtype: pdfName('Form'),
        BBox: [0, 0, 10, 10],
        Matrix: [2, 0, 0, 2, 0, 0],
        Group: pdfDict({ S: pdfName('Transparency') }),
      }),
      ascii('0 0 5 5 re f'),
    );
    const { objects, codes } = convert(
      page(
        '/G gs /X Do',
        { XObject: pdfDict({ X: pdfRef(9) }), ExtGState: pdfDict({ G: pdfDict({ ca: 0.5 }) }) },
        [[9, form]],
      ),
    );
    expect(extent(objects[0])).toEqual([0, 250.47, 3.53, 254]);
    expect(objects[0]).toMatchObject({ fillColor: { alpha: 128 } });
    expect(codes).toEqual([]);
  });

  it('converts grey, indexed, masked and stencil images', () => {
    const image = (entries: Record<string, PdfObject>, data: number[]) =>
      pdfStream(
        pdfDict({ Type: pdfName('XObject'), Subtype: pdfName('Image'), Width: 2, Height: 2, ...entries }),
        Uint8Array.from(data),
      );
    const pdf = page(
      '10 0 0 10 0 0 cm /A Do /B Do /C Do 1 0 0 rg /D Do 0 0 1 rg /D Do /E Do',
      { XObject: pdfDict({ A: pdfRef(10), B: pdfRef(11), C: pdfRef(12), D: pdfRef(13), E: pdfRef(14) }) },
      [
        [10, image({ ColorSpace: pdfName('DeviceGray'), BitsPerComponent: 4 }, [0x0f, 0xf0])],
        [
          11,
          image(
            {
              ColorSpace: [pdfName('Indexed'), pdfName('DeviceRGB'), 1, pdfRef(15)],
              BitsPerComponent: 1,
            },
            [0x40, 0x80],
          ),
        ],
        [
          12,
          image(
            { ColorSpace: pdfName('DeviceRGB'), BitsPerComponent: 8, SMask: pdfRef(10) },
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
          ),
        ],
        [13, image({ ImageMask: true, BitsPerComponent: 1 }, [0x40, 0x80])],
        [
          14,
          image({ ColorSpace: pdfName('DeviceRGB'), BitsPerComponent: 8, Filter: pdfName('JPXDecode') }, [0]),
        ],
        [15, pdfStream(pdfDict({}), Uint8Array.of(255, 0, 0, 0, 255, 0))],
      ],
    );
    const { entries, findings } = pdfToOfd(pdf, { docId });
    const images = entries.filter((entry) => entry.name.endsWith('.png')).map((entry) => entry.bytes);
    // colour types: grey, RGB, RGB + alpha, and the stencil once in each colour
    expect(images.map((bytes) => bytes[25])).toEqual([0, 2, 6, 6, 6]);
    expect(findings.map((finding) => finding.code)).toEqual(['convert-image-filter']);
  });

  it('goes on after an operator it cannot execute, and says so', () => {
    const { objects, codes } = convert(page('foo (x) w Q /P sh BI /W 1 ID \x00 EI 0 0 9 9 re f <<'));
    expect(objects).toHaveLength(1);
    expect(codes.sort()).toEqual([
      'convert-content-broken',
      'convert-image-size',
      'convert-operand',
      'convert-operand',
      'convert-operator-unknown',
      'convert-shading',
    ]);
  });

  it('says which fonts are not embedded or broken', () => {
    const font = (entries: Record<string, PdfObject>) =>
      convert(page('BT /F 12 Tf 72 72 Td (A) Tj ET', { Font: pdfDict({ F: pdfDict(entries) }) }));
    expect(font({ Subtype: pdfName('Type1'), BaseFont: pdfName('Helvetica') }).codes).toEqual([
      'convert-font-not-embedded',
    ]);
    const composite = (descriptor: Record<string, PdfObject>) =>
      font({
        Subtype: pdfName('Type0'),
        Encoding: pdfName('Identity-H'),
        BaseFont: pdfName('ABCDEF+Demo'),
        DescendantFonts: [pdfDict({ FontDescriptor: pdfDict(descriptor) })],
      }).codes;
    // content of a page is no font program
    expect(composite({ FontFile3: pdfRef(4) })).toEqual(['convert-font-broken', 'convert-font-not-embedded']);
    expect(font({ Subtype: pdfName('Type0') }).codes).toEqual(['convert-font-broken', 'convert-operand']);
    expect(() => pdfToOfd(page(''), { docId: 'x' })).toThrow(ConvertError);
  });

  it('bounds forms that draw themselves', () => {
    const form = pdfStream(
      pdfDict({ Subtype: pdfName('Form'), Resources: pdfDict({ XObject: pdfDict({ X: pdfRef(9) }) }) }),
      ascii('/X Do /X Do'),
    );
    expect(() => convert(page('/X Do', { XObject: pdfDict({ X: pdfRef(9) }) }, [[9, form]]))).toThrow(
      ConvertError,
    );
  });

  it('never throws anything but PdfError and ConvertError for mutated content', () => {
    const engine = setPdf(officialPage);
    const file = readPdf(engine);
    const stream = file.resolve(file.pages()[0]?.dict.get('Contents'));
    if (typeof stream !== 'object' || stream === null || !('raw' in stream)) {
      throw new Error('the engine page has no content stream');
    }
    const content = new TextDecoder('latin1').decode(file.decode(stream).bytes);
    const resources = Object.fromEntries(file.pages()[0]?.resources ?? []);
    const others = file
      .objectNumbers()
      .map((num): [number, PdfObject] => [num + 100, shift(file.get(pdfRef(num)))]);
    const moved = Object.fromEntries(shift(pdfDict(resources)) as Map<string, PdfObject>);
    let drawn = 0;
    const words = [
      'q',
      'Q',
      'cm',
      '1e9',
      '-9999999',
      '0 0 0 0 0 0 cm',
      'BT',
      'ET',
      '/f0 0 Tf',
      'Do',
      '7 Tr',
      'W n',
      '[',
      ']',
      '<0001>',
      're',
      '99999999 w',
      '0 0 1 rg',
      'TJ',
      '/Pattern cs',
    ];
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.nat(1_000_000),
            fc.nat(8),
            fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 })),
          ),
          { minLength: 1, maxLength: 6 },
        ),
        (edits) => {
          let text = content;
          for (const [at, cut, put] of edits) {
            const from = Math.floor((at / 1_000_001) * text.length);
            text = `${text.slice(0, from)} ${put} ${text.slice(from + cut)}`;
          }
          try {
            const pdf = page(text, moved, others);
            drawn += pdfToOfd(pdf, { docId }).entries.length > 3 ? 1 : 0;
          } catch (error) {
            expect(error instanceof PdfError || error instanceof ConvertError, String(error)).toBe(true);
          }
        },
      ),
      { seed, numRuns: 150 * soak },
    );
    expect(drawn).toBeGreaterThan(30);
  });
});

/** Object numbers moved by 100, so that the engine's objects fit beside the hand-made page. */
function shift(value: PdfObject): PdfObject {
  if (Array.isArray(value)) {
    return value.map(shift);
  }
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [key, shift(item)]));
  }
  if (typeof value === 'object' && value !== null) {
    if (value.kind === 'ref') {
      return pdfRef(value.num + 100, value.gen);
    }
    if (value.kind === 'stream') {
      return pdfStream(shift(value.dict) as Map<string, PdfObject>, value.raw);
    }
  }
  return value;
}
