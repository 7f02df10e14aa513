import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ContainerError, equalBytes, readZip, writeZip, XmlError } from '../../container/index.ts';
import {
  buildOfd,
  EditRefused,
  editEntries,
  editOfd,
  extractText,
  type OfdEdit,
  plainText,
  planEdit,
  readOfd,
  tagValues,
} from '../index.ts';
import { everything } from './everything.fixture.ts';

const samples = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'ofd');
const files = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.ofd')) : [];
if (files.length === 0) {
  console.log('no sample OFD files: editing them is skipped');
}

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`ofd editing: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);
vi.setConfig({ testTimeout: 60_000 * Math.max(1, soak) });

const edit: OfdEdit = {
  fonts: [{ key: 'song', fontName: '宋体' }],
  pages: [
    {
      page: {
        widthMm: 100,
        heightMm: 120,
        objects: [
          {
            kind: 'text',
            font: 'song',
            sizeMm: 4,
            runs: [{ text: '新增一页', xMm: 10, yMm: 20, deltaXMm: [4, 4, 4] }],
            label: 'new',
          },
        ],
        annotations: [
          {
            type: 'Link',
            creator: '演示',
            lastModDate: '2026-11-24',
            boundary: { xMm: 1, yMm: 1, widthMm: 9, heightMm: 9 },
            actions: [{ kind: 'goto', destination: { type: 'Fit', page: 0 } }],
          },
        ],
      },
    },
  ],
  annotations: [
    {
      page: 0,
      annotations: [
        {
          type: 'Watermark',
          creator: '演示',
          lastModDate: '2026-11-24',
          objects: [{ kind: 'text', font: 'song', sizeMm: 4, runs: [{ text: '阅', xMm: 30, yMm: 40 }] }],
        },
      ],
    },
  ],
  attachments: [{ name: '附件.txt', format: 'txt', bytes: new TextEncoder().encode('附件') }],
  customTags: [
    {
      typeId: 'demo',
      prefix: 'd',
      namespace: 'urn:demo',
      root: { name: '根', children: [{ name: '新', objects: ['new'] }] },
    },
  ],
};

/** What an edit must leave and what it must add, for any file. */
function checkEdit(bytes: Uint8Array): void {
  const before = readOfd(bytes);
  const edited = editOfd(bytes, edit, { breakSignatures: true });
  const after = readOfd(edited.bytes);
  for (const name of before.order) {
    if (!edited.changed.includes(name)) {
      expect(equalBytes(before.entries.get(name)!, after.entries.get(name)!), name).toBe(true);
    }
  }
  expect(after.order).toEqual([...before.order, ...edited.added]);
  expect(after.pages.length).toBe(before.pages.length + 1);
  expect(after.pages[0]!.annotations.length).toBe(before.pages[0]!.annotations.length + 1);
  expect(after.pages[0]!.annotations.at(-1)).toMatchObject({ type: 'Watermark' });
  expect(after.pages.slice(0, -1).map((page) => page.layers)).toEqual(
    before.pages.map((page) => page.layers),
  );
  expect(after.pages.at(-1)!.annotations[0]!.objects[0]).toMatchObject({
    actions: [{ destination: { pageId: after.pages[0]!.id } }],
  });
  expect(plainText(extractText(after)).endsWith('新增一页')).toBe(true);
  const [old, now] = [before.docs[0]!, after.docs[0]!];
  expect(now.attachments.slice(0, -1)).toEqual(old.attachments);
  expect(after.entries.get(now.attachments.at(-1)!.entry!)).toEqual(edit.attachments![0]!.bytes);
  expect(now.tags.slice(0, old.tags.length)).toEqual(old.tags);
  expect(now.tags.at(-1)).toMatchObject({ typeId: 'demo', path: ['新'], objects: [{}] });
  expect(now.outlines).toEqual(old.outlines);
  // nothing new is wrong, and what was hidden before is still seen
  const codes = (list: typeof before.findings) => list.map(({ code, place }) => `${code} ${place}`);
  const fresh = codes(after.findings).filter((code) => !codes(before.findings).includes(code));
  expect(fresh.filter((code) => !code.startsWith('not-canonical'))).toEqual([]);
  expect(edited.broken).toEqual(
    before.signatures
      .filter((signature) => signature.references.some(({ entry }) => edited.changed.includes(entry ?? '')))
      .map(({ id }) => id),
  );
}

describe('editing', () => {
  it.each(files)('sample %s: a page, annotations, an attachment and a tag, the rest as it was', (name) => {
    checkEdit(readFileSync(join(samples, name)));
  });

  it('our own files likewise, and the result is canonical again', () => {
    const bytes = writeZip(buildOfd(everything));
    checkEdit(bytes);
    expect(readOfd(editOfd(bytes, edit).bytes).canonical).toBe(true);
    const document = readOfd(bytes);
    expect(writeZip(editEntries(document, edit))).toEqual(editOfd(bytes, edit).bytes);
    checkEdit(editOfd(bytes, { pages: edit.pages!, fonts: edit.fonts! }).bytes);
  });

  it('changes lists by inserting only: everything else of their text stays', () => {
    const document = readOfd(writeZip(buildOfd(everything)));
    const plan = planEdit(document, edit);
    expect([...plan.replaced.keys()].sort()).toEqual(
      [
        'Doc_0/Annots/Page_0/Annotation.xml',
        'Doc_0/Annots/Annotations.xml',
        'Doc_0/Attachs/Attachments.xml',
        'Doc_0/Document.xml',
        'Doc_0/Tags/CustomTags.xml',
      ].sort(),
    );
    for (const [name, bytes] of plan.replaced) {
      const [old, now] = [document.entries.get(name)!, bytes].map((b) => new TextDecoder().decode(b)) as [
        string,
        string,
      ];
      const kept = old.replace(/<ofd:MaxUnitID>\d+/, '').split(/(?<=>)/);
      let from = 0;
      for (const piece of kept) {
        const found = now.indexOf(piece, from);
        expect(found, piece).toBeGreaterThanOrEqual(from);
        from = found + piece.length;
      }
    }
  });

  it('puts pages where they are wanted, and links count the pages as they will be', () => {
    const bytes = writeZip(buildOfd(everything));
    const page = (text: string) => ({ widthMm: 10, heightMm: 10, objects: [words(text)] });
    const words = (text: string) =>
      ({ kind: 'text', font: '#1', sizeMm: 1, runs: [{ text, xMm: 1, yMm: 5 }] }) as const;
    const after = readOfd(
      editOfd(bytes, {
        pages: [
          { page: page('乙'), at: 1 },
          { page: page('甲'), at: 0 },
          { page: page('丙'), at: 1 },
          { page: page('丁') },
        ],
        outlines: [{ title: '新', actions: [{ kind: 'goto', destination: { type: 'Fit', page: 2 } }] }],
        bookmarks: [{ name: '新', destination: { type: 'Fit', page: 0 } }],
      }).bytes,
    );
    const old = readOfd(bytes);
    const texts = after.pages.map((p) => {
      const found = p.layers[0]!.objects[0];
      return found?.kind === 'text' && p.area.widthMm === 10 ? found.codes[0]!.text : p.id;
    });
    expect(texts).toEqual(['甲', old.pages[0]!.id, '乙', '丙', old.pages[1]!.id, '丁']);
    expect(after.docs[0]!.outlines.at(-1)).toMatchObject({
      title: '新',
      actions: [{ destination: { pageId: after.pages[2]!.id } }],
    });
    expect(after.docs[0]!.bookmarks.at(-1)).toMatchObject({ destination: { pageId: after.pages[0]!.id } });
  });

  it('adds official elements to the tag file that is there', () => {
    const bytes = writeZip(buildOfd(everything));
    const tagged = (text: string, tag: '正文' | '主送机关' | '印发机关') =>
      ({ kind: 'text', font: '#1', sizeMm: 1, runs: [{ text, xMm: 1, yMm: 5 }], tag }) as const;
    const objects = [tagged('末', '正文'), tagged('村', '主送机关'), tagged('办', '印发机关')];
    const after = readOfd(
      editOfd(bytes, { pages: [{ page: { widthMm: 10, heightMm: 10, objects } }] }).bytes,
    );
    const before = tagValues(readOfd(bytes));
    expect(tagValues(after)).toMatchObject({
      标题: before.标题,
      正文: `${before.正文}末`,
      主送机关: '村',
      印发机关: '办',
    });
    expect(after.findings).toEqual([]);
  });

  it('replaces and adds metadata in place', () => {
    const bytes = writeZip(buildOfd({ ...everything, subject: undefined as never }));
    const info = {
      title: '新<题>',
      subject: '新主题',
      customDatas: [
        { name: '密级', value: '内部' },
        { name: '份号', value: '1' },
      ],
    };
    const after = readOfd(editOfd(bytes, { info }).bytes).docs[0]!.info;
    expect(after).toMatchObject({ title: '新<题>', subject: '新主题', author: everything.author });
    expect(after.customDatas).toEqual([
      { name: '密级', value: '内部' },
      { name: '份号', value: '1' },
    ]);
  });

  it('records signatures one after the other', () => {
    const document = readOfd(writeZip(buildOfd(everything)));
    const one = editEntries(document, {
      signature: { baseLoc: '/Doc_0/Signs/Sign_0/Signature.xml', type: 'Seal', stamps: 2 },
    });
    const listed = readOfd(writeZip(one));
    expect(listed.docs[0]!.signaturesEntry).toBe('Doc_0/Signs/Signatures.xml');
    expect(listed.signatures.map(({ id }) => id)).toEqual(['s001']);
    const plan = planEdit(listed, {
      signature: { baseLoc: '/Doc_0/Signs/Sign_1/Signature.xml', type: 'Sign', stamps: 0 },
    });
    expect(plan.signature).toEqual({ id: 's004', firstStampNumber: 5 });
    expect([...plan.replaced.keys()]).toEqual(['Doc_0/Signs/Signatures.xml']);
  });

  it.skipIf(files.length === 0)('refuses to break signatures unless told to, and names them', () => {
    const bytes = readFileSync(join(samples, files.find((name) => name.startsWith('03'))!));
    expect(() => editOfd(bytes, edit)).toThrow(EditRefused);
    expect(planEdit(readOfd(bytes), edit).breaks).toHaveLength(1);
    // a document whose signature leaves OFD.xml out keeps it through a change of the title
    const open = readFileSync(join(samples, files.find((name) => name.startsWith('02'))!));
    expect(editOfd(open, { info: { title: '新' } }).broken).toEqual([]);
  });

  it('refuses what does not fit', () => {
    const document = readOfd(writeZip(buildOfd(everything)));
    expect(() => planEdit(document, { pages: [{ page: everything.pages[1]!, at: 9 }] })).toThrow(RangeError);
    expect(() => planEdit(document, { annotations: [{ page: 5, annotations: [] }] })).toThrow(RangeError);
    expect(() => planEdit(document, { pages: [{ page: everything.pages[0]! }] })).toThrow(RangeError);
    expect(() => planEdit(readOfd(writeZip([{ name: 'a', bytes: new Uint8Array(0) }])), {})).toThrow(
      RangeError,
    );
  });

  it('of a broken file either works or says why not', () => {
    const { entries, order } = readZip(writeZip(buildOfd(everything)));
    const parts = order.filter((name) => name.endsWith('.xml'));
    const places = fc.array(fc.tuple(fc.constantFrom(...parts), fc.nat(), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(places, (changes) => {
        const broken = new Map([...entries].map(([name, bytes]) => [name, bytes.slice()]));
        for (const [name, at, value] of changes) {
          broken.get(name)![at % broken.get(name)!.length] = value;
        }
        const file = writeZip(order.map((name) => ({ name, bytes: broken.get(name)! })));
        try {
          const { bytes, changed } = editOfd(file, edit);
          const after = readZip(bytes).entries;
          for (const name of order.filter((entry) => !changed.includes(entry))) {
            expect(equalBytes(after.get(name)!, broken.get(name)!)).toBe(true);
          }
        } catch (error) {
          const expected = [RangeError, XmlError, ContainerError].some((kind) => error instanceof kind);
          expect(expected, `${error}`).toBe(true);
        }
      }),
      { seed, numRuns: Math.ceil(60 * soak) },
    );
  });

  it('costs in proportion to the pages', () => {
    const entries = (count: number) => {
      const pages = Array.from({ length: count }, () => everything.pages[1]!);
      const more = { outlines: [], bookmarks: [], actions: [], customTags: [], extensions: [] };
      return buildOfd({ ...everything, ...more, pages });
    };
    const document = readOfd(writeZip(entries(1000)));
    const added = Array.from({ length: 1000 }, () => edit.pages![0]!);
    expect(planEdit(document, { ...edit, pages: added }).added.length).toBeGreaterThan(2000);
  });
});
