/** Attachments of the papers: forms and tables as DOCX, the way an office would attach them. */
import { writeZip } from '@yiwen/formats/container';
import { demoLedgers } from './ledgers.ts';

/** Tables by the title of the attachment; the first row is the heading. */
function tableOf(title: string): string[][] {
  switch (title) {
    case '森林火灾隐患排查台账（表样）': {
      const columns = demoLedgers().find((ledger) => ledger.key === 'forest-fire')!.columns;
      return [columns, columns.map(() => '')];
    }
    case '高标准农田建设项目储备信息表（表样）':
      return [
        ['地块坐落', '面积（亩）', '权属', '灌溉条件', '群众意愿'],
        ['', '', '', '', ''],
      ];
    case '桥梁检测报告':
      return [
        ['检测部位', '病害', '评定'],
        ['桥面板', '开裂', '四类'],
        ['墩台基础', '冲刷', '四类'],
        ['结论', '技术状况四类，建议限载并尽快改造', ''],
      ];
    case '投资估算表':
      return [
        ['项目', '金额（万元）'],
        ['改造工程总投资', '186'],
        ['镇自筹', '26'],
        ['资金缺口', '160'],
      ];
    default:
      throw new Error(`the demonstration has no attachment ${title}`);
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const paragraph = (text: string): string =>
  `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;
const part = (name: string, xml: string) => ({
  name,
  bytes: new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`),
});

/** The attachment of this title as a small DOCX (ECMA-376): its title and one table. */
export function attachmentFile(title: string): Uint8Array {
  const rows = tableOf(title).map(
    (cells) => `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`,
  );
  const border = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
    .map((side) => `<w:${side} w:val="single" w:sz="4"/>`)
    .join('');
  const body = `${paragraph(title)}<w:tbl><w:tblPr><w:tblBorders>${border}</w:tblBorders></w:tblPr>${rows.join('')}</w:tbl>${paragraph('')}`;
  return writeZip([
    part(
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ),
    part(
      '_rels/.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    part(
      'word/document.xml',
      `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ),
  ]);
}
