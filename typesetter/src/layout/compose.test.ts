import { describe, expect, it } from 'vitest';
import type { OfficialDocument, PageBox } from '../official-document.ts';
import { DEMO_DOCUMENTS } from '../testing/demo-documents.ts';
import { composeDocument } from './compose.ts';
import { CELL_MM, mmOf, PAGE, pitchMm, TEXT_MM } from './measures.ts';

const all = Object.entries(DEMO_DOCUMENTS).map(([name, doc]) => ({ name, doc, ...composeDocument(doc) }));
const bottom = (b: PageBox) => b.yMm + b.heightMm;
const centre = (b: PageBox) => b.xMm + b.widthMm / 2;
const redHeads = all.filter((c) => c.doc.form === '文件' || c.doc.form === '上行');

function plain(change: Partial<OfficialDocument>): OfficialDocument {
  return { ...DEMO_DOCUMENTS.D6!, ...change };
}

function paragraphs(count: number, text: string): OfficialDocument['body'] {
  return Array.from({ length: count }, (_, i) => ({ id: `p${i}`, kind: 'paragraph', text }));
}

describe('the grid (GB/T 9704 §5)', () => {
  it('sets 22 lines of 28 characters that fill the type area', () => {
    const { positions, pages } = composeDocument(plain({ body: paragraphs(1, '国'.repeat(1600)) }));
    expect(pages.length).toBe(4);
    const second = positions.lines.filter((l) => l.page === 2);
    expect(second).toHaveLength(22);
    expect(second[0]!.yMm).toBeCloseTo(37, 6);
    expect(second[21]!.yMm + TEXT_MM).toBeCloseTo(262, 6);
    for (const line of second) {
      expect(line).toMatchObject({ cells: 28, xMm: PAGE.leftMm });
      expect(line.widthMm).toBeCloseTo(156, 6);
    }
    expect(positions.linePitchMm).toBeCloseTo(10.4455, 3);
  });

  it.each(all)('$name: text lines stand on the grid, inside the type area', ({ positions }) => {
    for (const line of positions.lines) {
      const box = line.kind === 'title' || line.kind === 'attachmentTitle' ? mmOf(22) : TEXT_MM;
      const row = (line.yMm + (box - TEXT_MM) / 2 - PAGE.topMm) / positions.linePitchMm;
      expect(Math.abs(row - Math.round(row))).toBeLessThan(1e-6);
      expect(line.xMm).toBeGreaterThanOrEqual(PAGE.leftMm - 1e-6);
      expect(line.xMm + line.widthMm).toBeLessThanOrEqual(PAGE.rightMm + 1e-6);
    }
  });
});

describe('the head (GB/T 9704 §7.2)', () => {
  it.each(redHeads)(
    '$name: mark at 35 mm, number two lines below, red line 4 mm below it',
    ({ positions, doc }) => {
      const { organMark, number, redLine, signers } = positions;
      expect(organMark!.yMm).toBeCloseTo(37 + 35, 6);
      expect(centre(organMark!)).toBeCloseTo(106, 3);
      const blank = number!.yMm - bottom(organMark!);
      expect(blank).toBeGreaterThanOrEqual(2 * pitchMm(22));
      expect(blank).toBeLessThan(2 * pitchMm(22) + 4.9);
      expect(redLine!.yMm + redLine!.heightMm / 2 - bottom(number!)).toBeCloseTo(4, 6);
      expect(redLine).toMatchObject({ xMm: 28, widthMm: 156 });
      if (doc.form === '上行') {
        expect(number!.xMm).toBeCloseTo(28 + CELL_MM, 6);
        expect(signers!.xMm + signers!.widthMm).toBeCloseTo(184 - CELL_MM, 6);
        expect(bottom(signers!)).toBeCloseTo(bottom(number!), 6);
      } else {
        expect(centre(number!)).toBeCloseTo(106, 6);
      }
    },
  );

  it('sets several signers two a line, the number on the last line', () => {
    const { positions } = composeDocument({ ...DEMO_DOCUMENTS.D3!, signers: ['李四', '王五', '赵六'] });
    expect(positions.signers!.heightMm).toBeCloseTo(pitchMm(22) + TEXT_MM, 6);
    expect(bottom(positions.number!)).toBeCloseTo(bottom(positions.signers!), 6);
  });

  it('sets a letter: mark 30 mm from the top, double line 170 mm wide 4 mm below, page 1 unnumbered', () => {
    for (const { positions } of all.filter((c) => c.doc.form === '信函')) {
      expect(positions.organMark!.yMm).toBeCloseTo(30, 6);
      expect(positions.redLine!.yMm - bottom(positions.organMark!)).toBeCloseTo(4, 6);
      expect(positions.redLine).toMatchObject({ xMm: 20, widthMm: 170 });
      expect(positions.number!.xMm + positions.number!.widthMm).toBeCloseTo(184, 6);
      expect(positions.number!.yMm - bottom(positions.redLine!)).toBeCloseTo((TEXT_MM * 7) / 8, 6);
      expect(positions.pageNumbers.some((p) => p.page === 1)).toBe(false);
    }
  });

  it('sets an order: mark 20 mm below the type area top, signature stamp four in from the right', () => {
    const { positions } = composeDocument(
      plain({
        form: '命令',
        title: '',
        mainReceivers: '',
        sealed: false,
        signature: [],
        signatureStamp: { post: '镇长', name: '李四' },
      }),
    );
    expect(positions.organMark!.yMm).toBeCloseTo(57, 6);
    const right = 184 - 4 * CELL_MM;
    expect(positions.signatures[0]!.xMm + positions.signatures[0]!.widthMm).toBeCloseTo(right, 6);
    expect(positions.date!.xMm + positions.date!.widthMm).toBeCloseTo(right, 6);
  });
});

describe('title, receivers and text (GB/T 9704 §7.3)', () => {
  it.each(all.filter((c) => c.positions.mainReceivers))(
    '$name: one blank line between title, receivers and text',
    ({ positions }) => {
      const { title, mainReceivers, bodyStart, linePitchMm } = positions;
      const titleGap = mainReceivers!.yMm + TEXT_MM - bottom(title!);
      expect(titleGap).toBeCloseTo(2 * linePitchMm - (mmOf(22) - TEXT_MM) / 2, 4);
      expect(mainReceivers!.xMm).toBeCloseTo(28, 6);
      expect(bodyStart).toMatchObject({ page: 1 });
      expect(bodyStart!.xMm).toBeCloseTo(28 + 2 * CELL_MM, 6);
      expect(centre(title!)).toBeCloseTo(106, 6);
    },
  );

  it('moves the receivers to the imprint when they would push the text off page 1', () => {
    const { positions } = composeDocument(
      plain({ mainReceivers: Array(60).fill('各乡镇人民政府').join('，') }),
    );
    expect(positions.mainReceivers).toBeUndefined();
    expect(positions.bodyStart!.page).toBe(1);
    expect(positions.cc!.heightMm).toBeGreaterThan(60);
  });

  it('wraps an attachment name under its first character', () => {
    const long = '关于进一步加强和规范农村集体经济组织财务管理和监督工作若干问题的意见';
    const { positions } = composeDocument(plain({ attachments: [{ title: long }, { title: '统计表' }] }));
    const lines = positions.lines.filter((l) => l.kind === 'attachmentNote');
    expect(lines[0]!.text.startsWith('附件：1.')).toBe(true);
    expect(lines[1]!.xMm).toBeCloseTo(28 + 6 * CELL_MM, 6);
    expect(lines[2]!.xMm).toBeCloseTo(28 + 5 * CELL_MM, 6);
  });
});

describe('signature, date and seal (GB/T 9704 §7.3.5)', () => {
  const sealed = all.filter((c) => c.doc.sealed);

  it.each(sealed)(
    '$name: each seal presses name and date slightly below its centre, within one line of the text',
    ({ positions, doc }) => {
      const { seals, signatures, date, bodyEnd, linePitchMm } = positions;
      expect(seals).toHaveLength(doc.signature.length);
      seals.forEach((seal, i) => {
        const name = signatures[i]!;
        const pressed = i === seals.length - 1 ? { ...name, heightMm: bottom(date!) - name.yMm } : name;
        expect(seal.page).toBe(name.page);
        expect(centre(name)).toBeCloseTo(seal.xMm, 6);
        const middle = pressed.yMm + pressed.heightMm / 2;
        if (i === seals.length - 1) {
          expect(middle - seal.yMm).toBeGreaterThan(2);
          expect(middle - seal.yMm).toBeLessThan(9);
          expect(bottom(date!)).toBeLessThan(seal.yMm + seal.diameterMm / 2);
        }
        expect(bodyEnd!.page).toBe(seal.page);
        const gap = seal.yMm - seal.diameterMm / 2 - bottom(bodyEnd!);
        expect(gap).toBeGreaterThan(0);
        expect(gap).toBeLessThanOrEqual(linePitchMm);
        expect(seal.xMm + seal.diameterMm / 2).toBeLessThanOrEqual(184);
      });
      expect(centre(date!)).toBeCloseTo(seals.at(-1)!.xMm, 6);
    },
  );

  it('indents the date four characters when the name allows it', () => {
    const { date } = composeDocument(DEMO_DOCUMENTS.D6!).positions;
    expect(date!.xMm + date!.widthMm).toBeCloseTo(184 - 4 * CELL_MM, 6);
  });

  it('keeps the seals of a joint issue apart and inside the type area, three in a row', () => {
    for (const count of [2, 3, 4, 6]) {
      const names = Array.from({ length: count }, (_, i) => `青槐县第${i + 1}局`);
      const { seals } = composeDocument(plain({ organMark: names, signature: names })).positions;
      seals.forEach((a, i) => {
        expect(a.xMm - 21).toBeGreaterThanOrEqual(28 - 1e-6);
        for (const b of seals.slice(i + 1)) {
          expect(Math.hypot(a.xMm - b.xMm, a.yMm - b.yMm)).toBeGreaterThan(42);
        }
      });
      expect(new Set(seals.map((s) => s.yMm.toFixed(3))).size).toBe(Math.ceil(count / 3));
    }
  });

  it('sets name and date of an unsealed document two in from the right', () => {
    const { signatures, date } = composeDocument(
      plain({ sealed: false, signature: ['禾汀镇人民政府办公室'] }),
    ).positions;
    expect(signatures[0]!.xMm + signatures[0]!.widthMm).toBeCloseTo(184 - 2 * CELL_MM, 6);
    expect(date!.xMm - signatures[0]!.xMm).toBeCloseTo(2 * CELL_MM, 6);
    const short = composeDocument(plain({ sealed: false, signature: ['县委办'] })).positions;
    expect(short.date!.xMm + short.date!.widthMm).toBeCloseTo(184 - 2 * CELL_MM, 6);
  });

  it('sets the note on the line below the date, whatever stands above it', () => {
    const stamp = { signatureStamp: { post: '镇长', name: '李四' } };
    for (const change of [{}, { sealed: false }, { sealed: false, signature: [] }, stamp]) {
      const { note, date, linePitchMm } = composeDocument(
        plain({ ...change, note: '此件公开发布' }),
      ).positions;
      expect(note!.yMm - date!.yMm).toBeCloseTo(linePitchMm, 6);
      expect(note!.xMm).toBeCloseTo(28 + 2 * CELL_MM, 6);
    }
  });

  it('never leaves seal and date on a page without text, for any length of text', () => {
    for (let n = 1; n < 60; n++) {
      const { positions, pages } = composeDocument(
        plain({ body: paragraphs(n, '为了把工作做好，现将有关事项通知如下。') }),
      );
      const [seal] = positions.seals;
      expect(
        positions.lines.some((l) => l.page === seal!.page && l.kind === 'body'),
        `${n} paragraphs`,
      ).toBe(true);
      expect(positions.imprint!.page).toBe(pages.length);
      if (positions.imprint!.page === seal!.page) {
        expect(seal!.yMm + seal!.diameterMm / 2).toBeLessThan(positions.imprint!.yMm);
      }
    }
  });
});

describe('imprint, page numbers, check mark (GB/T 9704 §7.4, 7.5)', () => {
  it.each(all.filter((c) => c.positions.imprint))(
    '$name: the imprint ends the last page at the foot of the type area',
    ({ positions, pages, doc }) => {
      const { imprint } = positions;
      expect(imprint!.page).toBe(pages.length);
      if (doc.form !== '信函') {
        expect(bottom(imprint!)).toBeCloseTo(262 + 0.35 / 2, 6);
        const rules = pages[pages.length - 1]!.items.filter((i) => i.kind === 'rect' && i.widthMm === 156);
        const outer = rules.filter((r) => r.kind === 'rect' && r.heightMm === 0.35);
        const inner = rules.filter((r) => r.kind === 'rect' && r.heightMm === 0.25);
        expect([outer.length, inner.length]).toEqual([2, doc.cc ? 1 : 0]);
      }
    },
  );

  it.each(all)('$name: page numbers 7 mm below the type area, odd right, even left', ({ positions }) => {
    const size = mmOf(14);
    for (const box of positions.pageNumbers) {
      expect(box.yMm + size / 2).toBeCloseTo(269, 6);
      if (box.page % 2 === 1) {
        expect(box.xMm + box.widthMm).toBeCloseTo(184 - size, 6);
      } else {
        expect(box.xMm).toBeCloseTo(28 + size, 6);
      }
    }
  });

  it.each(all)('$name: every page has its check mark, outside the type area and off every element', (one) => {
    const { positions, pages, doc } = one;
    expect(positions.checkMarks.map((mark) => mark.page)).toEqual(pages.map((_, i) => i + 1));
    const others: PageBox[] = [
      ...positions.lines.map((l) => ({ ...l, heightMm: TEXT_MM })),
      ...positions.signatures,
      ...positions.pageNumbers,
      ...[positions.date, positions.imprint, positions.note, positions.organMark, positions.redLine].filter(
        (b) => b !== undefined,
      ),
      ...positions.seals.map((s) => ({
        page: s.page,
        xMm: s.xMm - s.diameterMm / 2,
        yMm: s.yMm - s.diameterMm / 2,
        widthMm: s.diameterMm,
        heightMm: s.diameterMm,
      })),
    ];
    for (const mark of positions.checkMarks) {
      const { symbol } = mark;
      expect(symbol.widthMm).toBeGreaterThanOrEqual(25);
      const below = symbol.yMm > 262 && bottom(symbol) < 297 - 5;
      const above = doc.form === '信函' && mark.page === 1 && symbol.yMm > 4 && bottom(symbol) < 30;
      expect(below || above).toBe(true);
      expect(mark.xMm).toBeGreaterThanOrEqual(28);
      expect(mark.xMm + mark.widthMm).toBeLessThanOrEqual(184 + 1e-9);
      for (const box of others.filter((b) => b.page === mark.page)) {
        const apart =
          box.xMm > mark.xMm + mark.widthMm ||
          box.xMm + box.widthMm < mark.xMm ||
          box.yMm > bottom(mark) ||
          bottom(box) < mark.yMm;
        expect(apart).toBe(true);
      }
      // The quiet zone of four modules (ISO/IEC 18004 §6.3.8); the foot of the letter has its own rules above it.
      const quiet = (4 * symbol.widthMm) / 65;
      for (const box of others.filter((b) => b.page === mark.page)) {
        const apart =
          box.xMm > symbol.xMm + symbol.widthMm + quiet ||
          box.xMm + box.widthMm < symbol.xMm - quiet ||
          box.yMm > bottom(symbol) + quiet ||
          bottom(box) < symbol.yMm - quiet;
        expect(apart || above).toBe(true);
      }
    }
  });

  it('the same document stands at the same places with a check mark and without', () => {
    for (const { doc, positions } of all) {
      const { verify: _, ...bare } = doc;
      const { checkMarks: __, ...rest } = composeDocument(bare).positions;
      const { checkMarks: ___, ...expected } = positions;
      expect(rest).toEqual(expected);
    }
  });
});

describe('attachment pages and tables', () => {
  it('begins each attachment on a new page before the imprint: label on line 1, title on line 3', () => {
    const { positions, pages } = composeDocument(
      plain({
        attachments: [
          { title: '登记表', body: paragraphs(2, '说明。') },
          { title: '任务分解', body: paragraphs(30, '一项任务。') },
        ],
      }),
    );
    const attached = positions.lines.filter((l) => l.kind === 'attachment');
    const labels = attached.filter((l) => /^附件\d$/.test(l.text));
    expect(labels.map((l) => l.text)).toEqual(['附件1', '附件2']);
    expect(labels.every((l) => Math.abs(l.yMm - 37) < 1e-6)).toBe(true);
    const title = positions.lines.find((l) => l.kind === 'attachmentTitle');
    expect(title!.yMm + (mmOf(22) - TEXT_MM) / 2).toBeCloseTo(37 + 2 * positions.linePitchMm, 6);
    expect(positions.imprint!.page).toBe(pages.length);
    expect(positions.seals[0]!.page).toBeLessThan(labels[0]!.page);
  });

  it('breaks a long table over pages between its rows', () => {
    const rows = Array.from({ length: 40 }, (_, i) => [`${i + 1}`, '枫汀村', '已完成']);
    const body: OfficialDocument['body'] = [{ id: 't', kind: 'table', text: '排查台账', rows }];
    const { pages } = composeDocument(plain({ attachments: [{ title: '台账', body }] }));
    expect(pages.length).toBeGreaterThanOrEqual(4);
    const drawn = pages
      .flatMap((p) => p.items)
      .flatMap((i) => (i.kind === 'text' ? [i.cells.map((c) => c.text).join('')] : []));
    expect(drawn.filter((t) => t === '枫汀村')).toHaveLength(40);
  });
});
