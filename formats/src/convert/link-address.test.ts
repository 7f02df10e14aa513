import { expect, it } from 'vitest';
import { readOfd } from '../ofd/index.ts';
import { ns, pack } from '../ofd/reading/package.fixture.ts';
import { ofdToPdf } from './index.ts';
import { isLinkAddress } from './link-address.ts';

const good = [
  'https://a.example/x?y:z',
  'HTTP://a',
  'mailto:a@b.example',
  'tel:12345',
  'a/b.html',
  '#top',
  '',
];
const bad = [
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'java\nscript:alert(1)',
  '\u0000javascript:alert(1)',
  'data:text/html,<script>',
  'vbscript:x',
  'file:///c:/x',
  'C:\\windows\\x.exe',
  '\\\\server\\share',
  '//server/share',
];

it('lets addresses pass, and neither scripts nor files of the reader’s machine', () => {
  expect(good.filter((address) => !isLinkAddress(address))).toEqual([]);
  expect(bad.filter(isLinkAddress)).toEqual([]);
});

it('is asked for links of an OFD, also when the base hides the scheme', async () => {
  const link = (attributes: string) =>
    `<ofd:PathObject ID="5" Boundary="0 0 9 9"><ofd:Actions><ofd:Action Event="CLICK"><ofd:URI ${attributes}/></ofd:Action></ofd:Actions><ofd:AbbreviatedData>M 0 0 L 9 9</ofd:AbbreviatedData></ofd:PathObject>`;
  const page = [
    link('URI="https://a.example/"'),
    link('URI="javascript:alert(1)"'),
    link('Base="javascript:" URI="alert(2)"'),
  ].join('');
  const { pdf, findings } = await ofdToPdf(readOfd(pack(page)));
  const source = new TextDecoder('latin1').decode(pdf);
  expect(source).toContain('https://a.example/');
  expect(source).not.toContain('alert');
  expect(findings.map(({ code }) => code)).toContain('pdf-action-dropped');
});

it('finds the first of several bookmarks of a name', async () => {
  const dest = (page: number) => `<ofd:Dest Type="XYZ" PageID="${page}" Left="0" Top="0"/>`;
  const outline =
    '<ofd:OutlineElem Title="t"><ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto><ofd:Bookmark Name="b"/></ofd:Goto></ofd:Action></ofd:Actions></ofd:OutlineElem>';
  const bookmarks = [2, 1].map((page) => `<ofd:Bookmark Name="b">${dest(page)}</ofd:Bookmark>`).join('');
  const pages = [1, 2].map((id) => `<ofd:Page ID="${id}" BaseLoc="Pages/P.xml"/>`).join('');
  const document = `<ofd:Document ${ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>${pages}</ofd:Pages><ofd:Outlines>${outline}</ofd:Outlines><ofd:Bookmarks>${bookmarks}</ofd:Bookmarks></ofd:Document>`;
  const { pdf } = await ofdToPdf(readOfd(pack('', { 'Doc_0/Document.xml': document })));
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const opened = await getDocument({ data: pdf, isEvalSupported: false, verbosity: 0 }).promise;
  const [line] = await opened.getOutline();
  expect(await opened.getPageIndex(line!.dest![0] as never)).toBe(1);
  await opened.destroy();
});
