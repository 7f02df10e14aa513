import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  characterBox,
  extractPageText,
  extractText,
  plainText,
  readOfd,
  searchRuns,
  searchText,
  taggedTexts,
} from '../index.ts';
import { ns, pack, read } from '../reading/package.fixture.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`ofd text: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

let id = 100;
/** A text object of one line: 4 mm type, steps of 4 mm (2 mm for Latin). */
function line(text: string, x: number, y: number, more = ''): string {
  id += 1;
  const steps = [...text].slice(0, -1).map((character) => (character > '\u2e80' ? 4 : 2));
  const content = text.replace(/[&<]/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<ofd:TextObject ID="${id}" Boundary="${x} ${y} 150 6" Font="9" Size="4" ${more}><ofd:TextCode X="0" Y="4" DeltaX="${steps.join(' ')}">${content}</ofd:TextCode></ofd:TextObject>`;
}

const textOf = (objects: string): string => plainText(extractText(read(objects)));
const round = (box: { xMm: number; yMm: number; widthMm: number; heightMm: number }): number[] =>
  [box.xMm, box.yMm, box.widthMm, box.heightMm].map((value) => Math.round(value * 100) / 100);

describe('boxes', () => {
  it('stand around every character, Latin ones as wide as the step to the next', () => {
    const [run] = extractText(read(line('甲A乙', 10, 20)));
    expect([0, 1, 2].map((at) => round(characterBox(run!, at)))).toEqual([
      [10, 20.48, 4, 4],
      [14, 20.48, 2, 4],
      [16, 20.48, 4, 4],
    ]);
    expect(round(run!.box)).toEqual([10, 20.48, 10, 4]);
    expect(run).toMatchObject({ page: 0, line: 0, text: '甲A乙', source: 'page', direction: 'right' });
  });

  it('follow CTM, HScale and CharDirection', () => {
    const box = (attributes: string): number[] =>
      round(extractText(read(line('甲', 10, 20, attributes)))[0]!.box);
    expect(box('CTM="2 0 0 2 1 1"')).toEqual([11, 21.96, 8, 8]);
    expect(box('HScale="0.5"')).toEqual([10, 20.48, 2, 4]);
    expect(box('CharDirection="90"')).toEqual([9.52, 24, 4, 4]);
    expect(box('CharDirection="180"')).toEqual([6, 23.52, 4, 4]);
  });

  it('are shared by the characters of a ligature and whole for surrogate pairs', () => {
    const [run] = extractText(
      read(
        '<ofd:TextObject ID="5" Boundary="0 0 99 9" Font="9" Size="4"><ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="1"><ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="4" DeltaX="3 4">fi𠮷</ofd:TextCode></ofd:TextObject>',
      ),
    );
    const boxes = [0, 1, 2, 3].map((at) => round(characterBox(run!, at)).slice(0, 3));
    expect(boxes[1]![0]).toBeCloseTo(boxes[0]![0]! + boxes[0]![2]!);
    expect(boxes[2]).toEqual([3, 0.48, 4]);
    expect(boxes[3]).toEqual(boxes[2]);
  });

  it('use the widths of an embedded font where there is no step', async () => {
    const { cffFont } = await import('../../sfnt/cff-font.fixture.ts');
    const { writeZip, readZip } = await import('../../container/index.ts');
    const font = cffFont([['endchar'], [100, 0, 'rmoveto', 500, 'hlineto', 'endchar']]);
    const bytes = pack(
      '<ofd:TextObject ID="5" Boundary="0 0 99 9" Font="8" Size="10"><ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>1</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="8">i</ofd:TextCode></ofd:TextObject>',
      {
        'Doc_0/Res.xml': `<ofd:Res ${ns}><ofd:Fonts><ofd:Font ID="8" FontName="Own"><ofd:FontFile>own.otf</ofd:FontFile></ofd:Font></ofd:Fonts></ofd:Res>`,
      },
    );
    const entries = [...readZip(bytes).entries].map(([name, content]) => ({ name, bytes: content }));
    const document = readOfd(writeZip([...entries, { name: 'Doc_0/own.otf', bytes: font }]));
    const { openOutlines } = await import('../../sfnt/index.ts');
    const advance = openOutlines(font)!.advance(1);
    expect(advance).toBeGreaterThan(0);
    expect(extractText(document)[0]!.box.widthMm).toBeCloseTo(10 * advance, 4);
  });
});

describe('reading order', () => {
  const prose = '公文处理工作应当坚持实事求是准确规范';
  const columns = (drop: number): string => {
    const at = (column: number, row: number): string => `${'左右'[column]}${row}${prose}`;
    const cells = [0, 1, 2, 3, 4].flatMap((row) => [
      line(at(1, row), 110, 30 + 7 * row + drop),
      line(at(0, row), 20, 30 + 7 * row),
    ]);
    return line('通栏标题', 90, 15) + cells.join('') + line('页脚', 100, 80);
  };

  it('is line by line, left to right, whatever the order in the file', () => {
    expect(textOf(line('丙', 10, 30) + line('乙', 40, 10.5) + line('甲', 10, 10))).toBe('甲 乙\n丙');
  });

  it.each([0, 3.5])('reads columns of prose one after the other, their lines %s mm apart', (drop) => {
    const rows = [0, 1, 2, 3, 4];
    expect(textOf(columns(drop)).split('\n')).toEqual([
      '通栏标题',
      ...rows.map((row) => `左${row}${prose}`),
      ...rows.map((row) => `右${row}${prose}`),
      '页脚',
    ]);
  });

  it('reads tables and forms row by row', () => {
    const rows = ['姓名', '性别', '籍贯', '职务', '电话'].map(
      (label, row) =>
        line(label, 20, 30 + 7 * row) +
        line('演示内容若干', 60, 30 + 7 * row) +
        line('备注', 140, 30 + 7 * row),
    );
    expect(textOf(rows.join('')).split('\n')[1]).toBe('性别 演示内容若干 备注');
  });

  it('reads vertical lines from right to left, after or before what lies across them', () => {
    const column = (text: string, x: number): string => {
      id += 1;
      return `<ofd:TextObject ID="${id}" Boundary="${x} 20 6 100" Font="9" Size="4" ReadDirection="90"><ofd:TextCode X="0" Y="4" DeltaY="g ${text.length - 1} 4.5">${text}</ofd:TextCode></ofd:TextObject>`;
    };
    const objects = column('竖排第二列', 50) + column('竖排第一列', 60) + line('页码', 100, 280);
    expect(textOf(objects)).toBe('竖排第一列\n竖排第二列\n页码');
    expect(extractText(read(objects))[0]).toMatchObject({ direction: 'down' });
  });

  it('reads turned pages as if they were turned back, and what is slanted last', () => {
    const turned =
      line('第二行', 0, 0, 'CTM="0 1 -1 0 80 20"') + line('第一行', 0, 0, 'CTM="0 1 -1 0 90 20"');
    expect(textOf(turned)).toBe('第一行\n第二行');
    const watermark = line('内部资料请勿外传内部资料', 20, 10, 'CTM="0.7 0.7 -0.7 0.7 20 0"');
    expect(textOf(watermark + line('正文', 20, 40))).toBe('正文\n内部资料请勿外传内部资料');
  });

  it('takes text drawn twice for boldness once, and leaves out empty lines', () => {
    expect(
      textOf(line('粗体', 20, 20) + line('粗体', 20.1, 20) + line('  ', 20, 30) + line('下', 20, 40)),
    ).toBe('粗体\n下');
    expect(textOf(line('隐', 20, 20, 'Visible="false"') + line('现', 20, 30))).toBe('现');
  });

  it('separates words and table cells that the page sets apart, and no others', () => {
    expect(textOf(line('Hello', 20, 20) + line('World', 31.5, 20))).toBe('Hello World');
    expect(textOf(line('Hel', 20, 20) + line('lo', 26.1, 20))).toBe('Hello');
    expect(textOf(line('发文', 20, 20) + line('字号', 28.4, 20) + line('内容', 60, 20))).toBe(
      '发文字号 内容',
    );
  });
});

describe('where text hides', () => {
  const withUnit = (unit: string, objects: string, more: Record<string, string> = {}) =>
    read(objects, {
      'Doc_0/Res.xml': `<ofd:Res ${ns}><ofd:CompositeGraphicUnits>${unit}</ofd:CompositeGraphicUnits></ofd:Res>`,
      ...more,
    });
  const unit = (content: string, number = 8): string =>
    `<ofd:CompositeGraphicUnit ID="${number}" Width="50" Height="50"><ofd:Content>${content}</ofd:Content></ofd:CompositeGraphicUnit>`;
  const use = (number = 8): string =>
    `<ofd:CompositeObject ID="7" Boundary="10 20 90 90" CTM="2 0 0 2 0 0" ResourceID="${number}"/>`;

  it('is found in composites, at its place on the page', () => {
    const [run] = extractText(withUnit(unit(line('印', 5, 5)), use()));
    expect(run!.text).toBe('印');
    expect(round(run!.box)).toEqual([20, 30.96, 8, 8]);
  });

  it('ends where composites use each other', () => {
    expect(extractText(withUnit(unit(use(8).repeat(9) + line('环', 0, 0)), use()))).not.toHaveLength(0);
  });

  it('is found in annotations and blocks, and says so', () => {
    const document = read(`<ofd:PageBlock ID="3">${line('块', 10, 10)}</ofd:PageBlock>`, {
      'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages><ofd:Annotations>A.xml</ofd:Annotations></ofd:Document>`,
      'Doc_0/A.xml': `<ofd:Annotations ${ns}><ofd:Page PageID="1"><ofd:FileLoc>B.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`,
      'Doc_0/B.xml': `<ofd:PageAnnot ${ns}><ofd:Annot ID="2" Type="Stamp"><ofd:Appearance Boundary="50 60 30 9">${line('注', 0, 0)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`,
    });
    expect(extractText(document).map(({ text, source, box }) => [text, source, Math.round(box.xMm)])).toEqual(
      [
        ['块', 'page', 10],
        ['注', 'annotation', 50],
      ],
    );
  });
});

describe('searching', () => {
  const page = read(
    line('根据《国务院办公厅关于做好', 20, 20) +
      line('政务　公开工作的通知》（国办发', 20, 27) +
      line('〔2016〕12号）', 20, 34) +
      line('Open Go', 20, 50) +
      line('vernment Data', 34, 50) +
      line('category; CAT, cat', 20, 60),
  );
  const found = (query: string, options = {}): string[] =>
    searchText(page, query, options).map(({ text }) => text);

  it('goes over runs, lines and spaces between Chinese characters', () => {
    expect(found('做好政务公开')).toEqual(['做好政务　公开']);
    expect(found('做好 政务公开')).toHaveLength(1);
    expect(found('国办发〔2016〕12号')).toHaveLength(1);
    expect(found('Government Data')).toEqual(['Government Data']);
    expect(found('GovernmentData')).toEqual([]);
    expect(found('不在其中')).toEqual([]);
    expect(found('   ')).toEqual([]);
  });

  it('takes full and half width and compatibility forms for the same', () => {
    expect(found('（国办发')).toEqual(['（国办发']);
    expect(found('(国办发')).toEqual(['（国办发']);
    expect(found('２０１６')).toEqual(['2016']);
    expect(found('ＯＰＥＮ')).toEqual(['Open']);
    const forms = read(line('⼯作ﬁ①', 20, 20));
    expect(searchText(forms, '工作fi1').map(({ text }) => text)).toEqual(['⼯作ﬁ①']);
  });

  it('minds case and whole words when asked', () => {
    expect(found('cat')).toHaveLength(3);
    expect(found('cat', { matchCase: true })).toHaveLength(2);
    expect(found('cat', { wholeWord: true })).toEqual(['CAT', 'cat']);
    expect(found('CAT', { wholeWord: true, matchCase: true })).toEqual(['CAT']);
    expect(found('公开', { wholeWord: true })).toHaveLength(1);
  });

  it('gives a box for every run it touches, its text around it, and where it begins and ends', () => {
    const [match] = searchText(page, '做好政务公开');
    expect(match!.boxes.map(round)).toEqual([
      [64, 20.48, 8, 4],
      [20, 27.48, 20, 4],
    ]);
    expect(match).toMatchObject({ page: 0, from: { run: 0, unit: 11 }, to: { run: 1, unit: 4 } });
    const { text, at } = match!.context;
    expect(text).toContain('关于做好政务　公开工作的通知');
    expect(text.slice(at, at + 7)).toBe('做好政务　公开');
  });

  it('works on runs that went to a worker and back', () => {
    const runs = structuredClone(extractText(page));
    expect(searchRuns(runs, '政务公开')).toEqual(searchText(page, '政务公开'));
  });

  it('finds every stretch of a page that it is given, with boxes where the characters are', () => {
    const text = fc
      .array(fc.constantFrom('公', '文', '办', '理', 'a', 'B', 'é', '１', '　', ' ', '𠮷', '（'), {
        minLength: 4,
        maxLength: 14,
      })
      .map((parts) => parts.join(''))
      .filter((each) => each.trim() === each);
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.nat(),
        (lines, from, count) => {
          const document = read(lines.map((each, row) => line(each, 20, 20 + 8 * row)).join(''));
          const run = extractText(document)[from % lines.length]!;
          const points = [...run.text];
          const start = from % points.length;
          const piece = points.slice(start, start + 1 + (count % points.length)).join('');
          if (piece.trim() === '') {
            return;
          }
          const matches = searchText(document, piece, { matchCase: true });
          expect(matches.length, piece).toBeGreaterThan(0);
          for (const { boxes, text: matched, context } of matches) {
            expect(boxes.every(({ widthMm, heightMm }) => widthMm > 0 && heightMm > 0)).toBe(true);
            expect(context.text.slice(context.at).startsWith(matched)).toBe(true);
          }
        },
      ),
      { seed, numRuns: Math.ceil(60 * soak) },
    );
  });
});

describe('tags with boxes', () => {
  it('give the parts of an official document and where they stand', () => {
    const object = (number: number, text: string, y: number): string =>
      line(text, 20, y).replace(/ID="\d+"/, `ID="${number}"`);
    const ref = (number: number, page = 1): string =>
      `<ofd:ObjectRef PageRef="${page}">${number}</ofd:ObjectRef>`;
    const document = read(
      object(11, '青政发', 20) +
        object(12, '〔2026〕', 20) +
        object(13, '3号', 20) +
        object(14, '关于检查的通知', 40),
      {
        'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:CommonData/><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages><ofd:CustomTags>T.xml</ofd:CustomTags></ofd:Document>`,
        'Doc_0/T.xml': `<ofd:CustomTags ${ns}><ofd:CustomTag TypeID="od"><ofd:FileLoc>U.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>`,
        'Doc_0/U.xml': `<od:电子公文 xmlns:od="http://www.nits.org.cn/eGovDoc/2013" ${ns}><od:公文体><od:版头><od:发文字号><od:发文机关代字>${ref(11)}</od:发文机关代字><od:年份>${ref(12)}</od:年份><od:发文顺序号>${ref(13)}</od:发文顺序号></od:发文字号></od:版头><od:主体><od:标题>${ref(14)}${ref(14, 7)}${ref(99)}</od:标题><od:密级>公开</od:密级></od:主体></od:公文体></od:电子公文>`,
      },
    );
    const tags = taggedTexts(document).map(({ path, text, boxes }) => [
      path.slice(1).join('/'),
      text,
      boxes.length,
    ]);
    expect(tags).toEqual([
      ['', '青政发〔2026〕3号关于检查的通知', 4],
      ['版头', '青政发〔2026〕3号', 3],
      ['版头/发文字号', '青政发〔2026〕3号', 3],
      ['版头/发文字号/发文机关代字', '青政发', 1],
      ['版头/发文字号/年份', '〔2026〕', 1],
      ['版头/发文字号/发文顺序号', '3号', 1],
      ['主体', '关于检查的通知', 1],
      ['主体/标题', '关于检查的通知', 1],
      ['主体/密级', '公开', 0],
    ]);
    const title = taggedTexts(document).find(({ path }) => path.at(-1) === '标题')!;
    expect(title.boxes.map(({ page, box }) => [page, ...round(box)])).toEqual([[0, 20, 40.48, 28, 4]]);
  });
});

describe('one page', () => {
  it('is read alone', () => {
    const document = read(line('甲', 20, 20));
    expect(extractPageText(document, 0)).toEqual(extractText(document));
    expect(extractPageText(document, 1)).toEqual([]);
  });
});
