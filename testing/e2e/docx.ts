/** A small DOCX (ECMA-376) as an office suite writes one: styled title, runs split in the middle of a sentence. */
import { writeZip } from '@yiwen/formats/container';

const namespace = 'http://schemas.openxmlformats.org';
const part = (name: string, xml: string) => ({
  name,
  bytes: new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`),
});

function run(text: string): string {
  return `<w:r><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
}

/** The file with this title and these paragraphs; texts must be free of markup. */
export function docx(title: string, paragraphs: readonly string[]): Buffer {
  const body = paragraphs
    .map((text) => {
      const middle = Math.floor(text.length / 2);
      return `<w:p><w:pPr><w:ind w:firstLine="640"/></w:pPr>${run(text.slice(0, middle))}${run(text.slice(middle))}</w:p>`;
    })
    .join('');
  return Buffer.from(
    writeZip([
      part(
        '[Content_Types].xml',
        `<Types xmlns="${namespace}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`,
      ),
      part(
        '_rels/.rels',
        `<Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="rId1" Type="${namespace}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
      ),
      part(
        'word/document.xml',
        `<w:document xmlns:w="${namespace}/wordprocessingml/2006/main"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/><w:jc w:val="center"/></w:pPr>${run(title)}</w:p>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`,
      ),
      part(
        'word/_rels/document.xml.rels',
        `<Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="rId1" Type="${namespace}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
      ),
      part(
        'word/styles.xml',
        `<w:styles xmlns:w="${namespace}/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style></w:styles>`,
      ),
    ]),
  );
}
