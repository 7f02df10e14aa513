import { parseArgs } from 'node:util';
import { type OfdDocument, type OutlineElement, tagValues } from '@yiwen/formats/ofd';
import { findingLines } from './findings.ts';
import { readOfdFile } from './input.ts';
import { printable } from './printable.ts';

function structure(document: OfdDocument) {
  const fonts = new Map(
    document.docs.flatMap((doc) => [...doc.resources.fonts.values()].map((font) => [font.id, font])),
  );
  return {
    version: document.version,
    docType: document.docType,
    canonical: document.canonical,
    documents: document.docs.map((doc) => doc.info),
    pages: document.pages.map(({ id, area }) => ({ id, widthMm: area.widthMm, heightMm: area.heightMm })),
    entries: document.order.length,
    notReached: document.order.filter((name) => !document.reached.has(name)),
    fonts: [...fonts.values()].map(({ fontName, entry }) => ({ fontName, embedded: entry !== undefined })),
    signatures: document.signatures.map(({ id, type, stamps, references }) => ({
      id,
      type,
      stamps: stamps.length,
      references: references.length,
    })),
    attachments: document.docs.flatMap((doc) =>
      doc.attachments.map(({ name, format, visible, entry }) => ({ name, format, visible, entry })),
    ),
    annotations: document.pages.reduce((sum, page) => sum + page.annotations.length, 0),
    outlines: document.docs.flatMap((doc) => doc.outlines),
    tags: tagValues(document),
    findings: document.findings,
  };
}

function outlineLines(elements: readonly OutlineElement[], depth = 0): string[] {
  return elements.flatMap((element) => [
    `${'  '.repeat(depth)}${element.title}`,
    ...outlineLines(element.children, depth + 1),
  ]);
}

/** `yiwen ofd info FILE`. */
export async function runInfo(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const known = structure(await readOfdFile(positionals[0]));
  if (values.json) {
    console.log(JSON.stringify(known, null, 2));
    return 0;
  }
  const [first] = known.pages;
  const lines = [
    `OFD ${known.version} ${known.docType}`,
    `标题 title: ${known.documents.map((info) => info.title).join('；')}`,
    `页 pages: ${known.pages.length}${first ? `（第 1 页 page 1: ${first.widthMm} × ${first.heightMm} mm）` : ''}`,
    `包内文件 entries: ${known.entries}`,
    `字体 fonts: ${known.fonts.map(({ fontName, embedded }) => `${fontName}${embedded ? '' : '（未嵌入 not embedded）'}`).join('、')}`,
    `签名 signatures: ${known.signatures.map(({ id, type, stamps }) => `${id} ${type} ×${stamps}`).join('、') || '无 none'}`,
    `附件 attachments: ${known.attachments.map(({ name }) => name).join('、') || '无 none'}`,
    `注释 annotations: ${known.annotations}`,
    ...(known.outlines.length > 0 ? ['目录 outline:', ...outlineLines(known.outlines, 1)] : []),
    ...Object.entries(known.tags).map(([name, value]) => `${name}: ${value.slice(0, 200)}`),
    ...findingLines(known.findings),
  ];
  console.log(lines.map((line) => printable(line)).join('\n'));
  return 0;
}
