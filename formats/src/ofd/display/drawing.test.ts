import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml, writeZip, type XmlElement } from '../../container/index.ts';
import { drawPageSvg, readOfd } from '../index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`ofd drawing: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

const ns = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);

function escaped(value: string): string {
  return value.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function pack(objects: string, resources = '', media: Uint8Array = png): Uint8Array {
  const encode = (source: string): Uint8Array => new TextEncoder().encode(source);
  return writeZip([
    {
      name: 'OFD.xml',
      bytes: encode(`<ofd:OFD ${ns}><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`),
    },
    {
      name: 'D.xml',
      bytes: encode(
        `<ofd:Document ${ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 100 50</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>R.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>`,
      ),
    },
    { name: 'R.xml', bytes: encode(`<ofd:Res ${ns}>${resources}</ofd:Res>`) },
    {
      name: 'P.xml',
      bytes: encode(
        `<ofd:Page ${ns}><ofd:Content><ofd:Layer DrawParam="40">${objects}</ofd:Layer></ofd:Content></ofd:Page>`,
      ),
    },
    { name: 'm.png', bytes: media },
  ]);
}

function draw(objects: string, resources = '', media: Uint8Array = png): string {
  return drawPageSvg(readOfd(pack(objects, resources, media)), 0);
}

const path = (attributes: string, content = ''): string =>
  `<ofd:PathObject ID="5" Boundary="0 0 50 50" ${attributes}>${content}<ofd:AbbreviatedData>M 1 1 L 9 1 B 9 2 9 3 9 9 C</ofd:AbbreviatedData></ofd:PathObject>`;

const allowed = new Set([
  'svg',
  'g',
  'defs',
  'path',
  'rect',
  'text',
  'image',
  'use',
  'clipPath',
  'linearGradient',
  'pattern',
  'radialGradient',
  'stop',
]);

/** Fails when a drawing holds anything a browser could run or fetch. */
function expectHarmless(drawing: string): void {
  const visit = (element: XmlElement): void => {
    expect(allowed.has(element.name), element.name).toBe(true);
    for (const { prefix, name, value } of element.attributes) {
      expect(`${prefix}${name}`).not.toMatch(/^on/i);
      expect(prefix === '' || prefix === 'xmlns').toBe(true);
      if (name === 'href') {
        expect(value).toMatch(/^(#p\d+-\d+$|data:image\/(png|jpeg|gif|bmp);base64,)/);
      } else {
        expect(value).not.toMatch(/url\((?!#p\d+-\d+\))|javascript:|expression/i);
      }
    }
    for (const item of element.children) {
      if (typeof item !== 'string') {
        visit(item);
      }
    }
  };
  visit(parseXml(new TextEncoder().encode(drawing), { bytes: 1e8 }));
}

describe('drawing', () => {
  it('paints paths with inherited line and colour settings', () => {
    const params = `<ofd:DrawParams><ofd:DrawParam ID="40" LineWidth="2" Cap="Round"><ofd:StrokeColor Value="1 2 3"/></ofd:DrawParam><ofd:DrawParam ID="41" Relative="42" Join="Bevel"/><ofd:DrawParam ID="42" Relative="41" LineWidth="3"/></ofd:DrawParams>`;
    expect(draw(path(''), params)).toContain('stroke="#010203"');
    expect(draw(path(''), params)).toMatch(/stroke-width="2"[^>]*stroke-linecap="round"/);
    expect(draw(path('DrawParam="41"'), params)).toMatch(
      /stroke-width="3" stroke-linejoin="bevel" stroke-linecap="round"/,
    );
    expect(draw(path('DrawParam="41" LineWidth="7"'), params)).toContain('stroke-width="7"');
    expect(draw(path('Stroke="false"'))).not.toContain('stroke');
    expect(
      draw(path('Fill="true" Rule="Even-Odd" Alpha="51"', '<ofd:FillColor Value="255 0 0" Alpha="102"/>')),
    ).toMatch(
      /opacity="0.2"><path d="M1 1h8c0 1 0 2 0 8Z" fill="#ff0000" fill-opacity="0.4"[^>]*fill-rule="evenodd"/,
    );
  });

  it('moves by the Boundary after the CTM and clips what reaches out of it', () => {
    const moved = draw(path('CTM="2 0 0 2 1 1"').replace('0 0 50 50', '10 20 50 50'));
    expect(moved).toContain('<path d="M1 1h8c0 1 0 2 0 8Z" transform="matrix(2 0 0 2 11 21)"');
    expect(draw(path('').replace('0 0 50 50', '0 0 5 5'))).toContain('clip-path="url(#p0-1)"');
  });

  it('writes text in a family chosen by the font name, never the name itself', () => {
    const font = (name: string): string => `<ofd:Fonts><ofd:Font ID="9" FontName="${name}"/></ofd:Fonts>`;
    const text =
      '<ofd:TextObject ID="5" Boundary="10 10 80 20" Font="9" Size="4"><ofd:TextCode X="1" Y="4" DeltaX="4 4">甲 乙</ofd:TextCode></ofd:TextObject>';
    expect(draw(text, font('仿宋_GB2312'))).toMatch(
      /font-family="&#39;FangSong&#39;[^"]*"[^>]* x="11 19" y="14 14">甲乙<\/text>/,
    );
    const hostile = draw(text, font('x&quot; onload=&quot;alert(1);url(http://e.invalid/)'));
    expect(hostile).not.toContain('onload');
    expectHarmless(hostile);
  });

  it('shows pictures by their first bytes and a plain box for what no browser shows', () => {
    const image = '<ofd:ImageObject ID="5" Boundary="10 10 20 20" CTM="20 0 0 20 0 0" ResourceID="7"/>';
    const media =
      '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image" Format="JB2"><ofd:MediaFile>m.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>';
    expect(draw(image, media)).toMatch(
      /<image id="p0-1" width="1" height="1" preserveAspectRatio="none" href="data:image\/png;base64,iVBOR/,
    );
    const script = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    expect(draw(image, media, script)).not.toContain('<image');
    const huge = png.slice();
    huge.set([0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff], 16);
    expect(draw(image, media, huge)).not.toContain('<image');
  });

  it('lays seal pictures over the page, cut to their clip', () => {
    const document = readOfd(pack(''));
    const boundary = { xMm: 60, yMm: 5, widthMm: 8, heightMm: 40 };
    const clip = { xMm: 0, yMm: 0, widthMm: 8, heightMm: 40 };
    const drawing = drawPageSvg(document, 0, {
      stamps: [{ page: 0, boundary, clip, image: { mime: 'image/png', bytes: png } }],
      idPrefix: 'p7',
    });
    expect(drawing).toContain(
      '<g clip-path="url(#p7-2)" style="mix-blend-mode:multiply"><use href="#p7-1" transform="matrix(8 0 0 40 60 5)"/></g>',
    );
    const other = {
      page: 0,
      boundary,
      image: { mime: 'text/html', bytes: new TextEncoder().encode('<script>') },
    };
    expect(drawPageSvg(document, 0, { stamps: [other, { ...other, page: 1 }] })).not.toContain('<image');
    expect(() => drawPageSvg(document, 1)).toThrow(RangeError);
    expect(() => drawPageSvg(document, 0, { idPrefix: '"><script>' })).toThrow(RangeError);
  });
});

describe('hostile drawings', () => {
  const nasty = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    ']]><!--',
    'javascript:alert(1)',
    'url(http://e.invalid/)',
    '#x"/><foreignObject>',
    '\u202e&lt;script&gt;',
    '</svg><svg onload=alert(1)>',
  ];

  it.each(nasty)('carry %j as text only, wherever it stands', (word) => {
    const value = escaped(word);
    const attributes = [
      'ID',
      'Font',
      'Cap',
      'Join',
      'Rule',
      'DashPattern',
      'LineWidth',
      'CTM',
      'Alpha',
      'DrawParam',
      'ResourceID',
    ];
    const objects = [
      ...attributes.map(
        (name) =>
          `<ofd:PathObject Boundary="0 0 9 9" ${name}="${value}" Fill="true"><ofd:FillColor Value="${value}"/><ofd:AbbreviatedData>M 0 0 ${value}</ofd:AbbreviatedData></ofd:PathObject>`,
      ),
      `<ofd:TextObject ID="6" Boundary="0 0 9 9" Font="9" Size="4" HScale="2"><ofd:TextCode X="0" Y="4" DeltaX="${value}">${value}</ofd:TextCode></ofd:TextObject>`,
      `<ofd:TextObject ID="6" Boundary="${value}" Font="9" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="1">${value}</ofd:TextCode></ofd:TextObject>`,
      `<ofd:Script>${value}</ofd:Script><script xmlns="http://www.w3.org/2000/svg">${value}</script>`,
      '<ofd:ImageObject ID="7" Boundary="0 0 9 9" ResourceID="7"/>',
    ];
    const resources = `<ofd:Fonts><ofd:Font ID="9" FontName="${value}" FamilyName="${value}"/></ofd:Fonts><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="${value}" Format="${value}"><ofd:MediaFile>${value}</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>`;
    const drawing = draw(objects.join(''), resources);
    expectHarmless(drawing);
    expect(drawing).not.toMatch(/<script|<img|foreignObject\b[^&]*>/i);
  });

  it(
    'stay harmless for any page made of the grammar and noise',
    () => {
      const value = fc.oneof(
        fc.constantFrom(...nasty),
        fc.double().map(String),
        fc.constantFrom('', '1', '0 0 9 9', '1e300 -1e300', '#zz', 'g 9 9'),
      );
      const names = [
        'Boundary',
        'CTM',
        'Size',
        'Font',
        'Fill',
        'Stroke',
        'Alpha',
        'LineWidth',
        'DashPattern',
        'HScale',
        'CharDirection',
        'ResourceID',
        'X',
        'Y',
        'DeltaX',
        'DeltaY',
        'Value',
        'StartPoint',
        'EndPoint',
        'EndRadius',
        'Position',
      ];
      const elements = [
        'TextObject',
        'PathObject',
        'ImageObject',
        'CompositeObject',
        'PageBlock',
        'TextCode',
        'FillColor',
        'StrokeColor',
        'AxialShd',
        'RadialShd',
        'Segment',
        'Color',
        'Clips',
        'Clip',
        'Area',
        'Path',
        'AbbreviatedData',
        'CGTransform',
        'Glyphs',
      ];
      const { node } = fc.letrec<{ node: string }>((tie) => ({
        node: fc
          .tuple(
            fc.constantFrom(...elements),
            fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }),
            fc.oneof(
              { depthSize: 'small', withCrossShrink: true },
              value.map(escaped),
              fc.array(tie('node'), { maxLength: 3 }).map((c) => c.join('')),
            ),
          )
          .map(([name, attributes, content]) => {
            const written = Object.entries(attributes)
              .map(([key, text]) => ` ${key}="${escaped(text)}"`)
              .join('');
            return `<ofd:${name}${written}>${content}</ofd:${name}>`;
          }),
      }));
      fc.assert(
        fc.property(fc.array(node, { maxLength: 6 }), (objects) => {
          expectHarmless(draw(objects.join('')));
        }),
        { seed, numRuns: Math.ceil(150 * soak) },
      );
    },
    60_000 * Math.max(1, soak),
  );

  it('end even when composites multiply themselves', () => {
    const use = (id: number): string => `<ofd:CompositeObject ID="1" Boundary="0 0 9 9" ResourceID="${id}"/>`;
    const units = Array.from(
      { length: 12 },
      (_, i) =>
        `<ofd:CompositeGraphicUnit ID="${i}" Width="9" Height="9"><ofd:Content>${use((i + 1) % 12).repeat(9)}${path('')}</ofd:Content></ofd:CompositeGraphicUnit>`,
    );
    const drawing = draw(use(0), `<ofd:CompositeGraphicUnits>${units.join('')}</ofd:CompositeGraphicUnits>`);
    expect(drawing.length).toBeLessThan(30_000_000);
  });
});
