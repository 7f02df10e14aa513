import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import { pdfToOfd } from '../../convert/index.ts';
import { officialPage, setPdf } from '../../convert/pdf-to-ofd/engine.fixture.ts';
import {
  type ArchiveRule,
  archiveRules,
  buildOfd,
  checkArchive,
  displayPage,
  extractText,
  type OfdSpec,
  plainText,
  readOfd,
  toArchive,
} from '../index.ts';
import { everything, rectangle } from '../writing/everything.fixture.ts';
import {
  all,
  built,
  clean,
  gif,
  inPage,
  serif,
  signature,
  swap,
  violations,
  words,
} from './archive.fixture.ts';

const samples = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'ofd');
const files = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.ofd')) : [];
if (files.length === 0) {
  console.log('no sample OFD files: archiving them is skipped');
}
const { images } = everything;

/** Rules that no conversion can mend, because something is not there. */
const lasting: readonly ArchiveRule[] = [
  'archive-broken-part',
  'archive-missing-resource',
  'archive-glyph-missing',
  'archive-color-space',
  'archive-text-size',
];

describe('making an OFD-A', () => {
  it.each(archiveRules.filter((rule) => !lasting.includes(rule)))('mends %s', async (rule) => {
    const document = readOfd(writeZip(violations[rule](built)));
    const { entries, findings } = await toArchive(document, { font: () => ({ bytes: serif }) });
    expect(findings).toEqual([]);
    const after = readOfd(writeZip(entries));
    expect(after.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(plainText(extractText(after))).toContain(words);
  });

  it('leaves a clean file as it is, byte for byte', async () => {
    const { entries, changes, signaturesKept } = await toArchive(readOfd(writeZip(built)));
    expect(changes).toEqual([]);
    expect(signaturesKept).toBe(true);
    const before = new Map(built.map(({ name, bytes }) => [name, bytes]));
    expect(entries).toHaveLength(built.length);
    for (const { name, bytes } of entries) {
      expect(bytes, name).toEqual(before.get(name));
    }
  });

  it('takes everything the builder can write', async () => {
    const document = readOfd(writeZip(buildOfd(everything)));
    const made = await toArchive(document, { font: () => ({ bytes: serif }), date: '2026-11-24' });
    expect(made.findings).toEqual([]);
    const after = readOfd(writeZip(made.entries));
    expect(after.docType).toBe('OFD-A');
    expect(plainText(extractText(after))).toBe(plainText(extractText(document)));
    expect(made.changes.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['已去除', '已移出音频或视频', '已去除图元动作', '未收入档案包']),
    );
    expect(await toArchive(document, { font: () => ({ bytes: serif }), date: '2026-11-24' })).toEqual(made);
  });

  it('says which fonts are missing when nobody supplies them', async () => {
    const { findings } = await toArchive(readOfd(writeZip(buildOfd(everything))));
    expect(findings.map(({ code }) => code)).toEqual(['archive-font-missing']);
  });

  it('makes seals plain: picture, signer, certificate, time and digest stay', async () => {
    const seal = Uint8Array.of(0x30, 4, 0x30, 0, 0x30, 0);
    const stamped = all(
      signature(seal),
      swap(
        'S/Signature.xml',
        '<Signature>',
        '<Signature><SignedInfo><StampAnnot ID="2" PageRef="7" Boundary="100 200 40 40" Clip="0 0 20 40"/></SignedInfo>',
      ),
    )(built);
    const document = readOfd(writeZip(stamped));
    const id = document.pages[0]!.id;
    const fixed = swap('S/Signature.xml', /PageRef="\d+"/, `PageRef="${id}"`)(stamped);
    const made = await toArchive(readOfd(writeZip(fixed)), {
      date: '2026-11-24',
      signature: () => ({
        signer: '演示镇人民政府',
        certificate: '01ab',
        time: '2026-11-24T00:00:00Z',
        digest: 'abcd',
        picture: { format: 'PNG', bytes: images![0]!.bytes },
      }),
    });
    expect(made.findings).toEqual([]);
    expect(made.signaturesKept).toBe(false);
    const after = readOfd(writeZip(made.entries));
    expect(after.signatures).toEqual([]);
    expect(after.order.some((name) => name.startsWith('S/'))).toBe(false);
    expect(after.pages[0]!.annotations.at(-1)).toMatchObject({
      type: 'Stamp',
      boundary: { xMm: 100, yMm: 200, widthMm: 40, heightMm: 40 },
      objects: [{ kind: 'image', clips: [{}] }],
      parameters: [
        { name: '签章人', value: '演示镇人民政府' },
        { name: '证书编号', value: '01ab' },
        { name: '签名时间', value: '2026-11-24T00:00:00Z' },
        { name: '文档摘要', value: 'abcd' },
      ],
    });
  });

  it('makes links of jumps that objects do, over the object and to the same page', async () => {
    const object = {
      ...clean.pages[0]!.objects[1]!,
      actions: [
        { kind: 'goto', destination: { type: 'XYZ', page: 1, leftMm: 5, topMm: 6, zoom: 2 } },
        { kind: 'uri', uri: 'https://example.org/' },
      ],
    } as const;
    const pages = [
      { ...clean.pages[0]!, objects: [object] },
      { ...clean.pages[0]!, annotations: [] },
    ];
    const document = readOfd(writeZip(buildOfd({ ...clean, docType: 'OFD', pages })));
    const made = await toArchive(document);
    expect(made.findings).toEqual([]);
    const [first, second] = readOfd(writeZip(made.entries)).pages;
    expect(first!.annotations).toHaveLength(2);
    const [before] = document.pages[0]!.layers[0]!.objects;
    expect(first!.annotations[1]).toMatchObject({
      type: 'Link',
      boundary: (before as { boundary: object }).boundary,
      objects: [{ actions: [{ destination: { pageId: second!.id, leftMm: 5, topMm: 6, zoom: 2 } }] }],
    });
    expect(made.changes).toContainEqual(
      expect.objectContaining({ message: '已去除图元动作', evidence: '1' }),
    );
  });

  it('writes what the archive takes, and refuses the rest, when it is told OFD-A', () => {
    const jump = { kind: 'goto', destination: { type: 'Fit', page: 0 } } as const;
    const object = { ...clean.pages[0]!.objects[1]!, actions: [jump] } as const;
    const block = { kind: 'group', objects: [object] } as const;
    const page = {
      ...clean.pages[0]!,
      objects: [block, { ...object, clips: [rectangle(0, 0, 200, 200)] }],
      annotations: [
        {
          type: 'Stamp',
          creator: '',
          lastModDate: '2026-11-24',
          objects: [{ kind: 'group', objects: [clean.pages[0]!.objects[1]!] }],
        },
      ],
    } as const;
    const document = readOfd(writeZip(buildOfd({ ...clean, pages: [page] })));
    expect(checkArchive(document)).toEqual([]);
    expect(document.pages[0]!.annotations.map(({ type }) => type)).toEqual(['Stamp', 'Link', 'Link']);
    const uri = { kind: 'uri', uri: 'a' } as const;
    for (const wrong of [
      { permissions: {} },
      { viewPreferences: {} },
      { extensions: [{ appName: '' }] },
      { media: everything.media! },
      { actions: [uri] },
      { outlines: [{ title: '', children: [{ title: '', actions: [uri] }] }] },
      { images: [{ key: 'gif', format: 'GIF', bytes: gif }] },
      { pages: [{ ...page, objects: [{ ...object, actions: [uri] }] }] },
    ] as Partial<OfdSpec>[]) {
      expect(() => buildOfd({ ...clean, ...wrong }), JSON.stringify(Object.keys(wrong))).toThrow(RangeError);
    }
  });

  it('keeps the place of every glyph when a matrix becomes HScale', async () => {
    const wide = `<ofd:TextObject ID="901" Boundary="30 100 99 20" Font="1" Size="5" CTM="0.5 0 0 1 2 3"><ofd:TextCode X="4" Y="5" DeltaX="g 2 5 7">甲乙甲乙</ofd:TextCode></ofd:TextObject>`;
    const document = readOfd(writeZip(inPage(wide)(built)));
    const { entries } = await toArchive(document);
    const find = (file: typeof document) =>
      file.pages[0]!.layers[0]!.objects.find((o) => o.kind !== 'block' && o.id === '901') as {
        hScale: number;
        ctm?: readonly number[];
        codes: readonly { glyphs: readonly { xMm: number; yMm: number }[] }[];
      };
    const [before, after] = [find(document), find(readOfd(writeZip(entries)))];
    expect(after.hScale).toBe(0.5);
    expect(after.ctm).toBeUndefined();
    const expected = before.codes[0]!.glyphs.map(({ xMm, yMm }) => [xMm * 0.5 + 2, yMm + 3]);
    expect(after.codes[0]!.glyphs.map(({ xMm, yMm }) => [xMm, yMm])).toEqual(expected);
  });

  it('finds nothing to mend in what the office makes of its PDFs', async () => {
    const meta = {
      docId: '0'.repeat(32),
      docType: 'OFD-A',
      tags: [],
      attachments: clean.attachments!,
    } as const;
    const { entries } = await pdfToOfd(setPdf(officialPage), meta);
    expect(checkArchive(readOfd(writeZip(entries)))).toEqual([]);
  });

  it.each(files)('sample %s becomes an OFD-A that reads the same', async (name) => {
    const document = readOfd(readFileSync(join(samples, name)));
    const made = await toArchive(document, { font: () => ({ bytes: serif }) });
    const open: readonly string[] = [
      ...lasting,
      'archive-font-missing',
      'archive-font-tables',
      'archive-text-scale',
    ];
    expect(made.findings.filter(({ code }) => !open.includes(code))).toEqual([]);
    const after = readOfd(writeZip(made.entries));
    expect(after.pages.length).toBe(document.docs[0]!.pages.length);
    // embedded fonts tell how wide blanks are, so only they may come out differently
    const letters = (file: typeof document) => plainText(extractText(file)).replace(/\s/g, '');
    expect(letters(after)).toBe(letters(document));
    after.pages.forEach((_, index) => {
      const [now, before] = [after, document].map((file) => displayPage(file, index, {}).items.length);
      expect(now).toBeGreaterThanOrEqual(Math.min(before!, 1));
    });
  });
});
