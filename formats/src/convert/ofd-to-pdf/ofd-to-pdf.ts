/** OFD → PDF: pages by their display lists, so that a page looks as everywhere else; text stays text. */
import type { Finding } from '../../finding.ts';
import { type DisplayOptions, displayPage, type OfdDocument } from '../../ofd/index.ts';
import { type PdfObject, type PdfRef, pdfDict, pdfName, pdfText } from '../../pdf/index.ts';
import { writeAttachments } from './attachments.ts';
import { written } from './content-numbers.ts';
import { ContentStream } from './content-stream.ts';
import { Destinations } from './destinations.ts';
import { drawItems } from './draw-items.ts';
import { srgbProfile } from './icc-profile.ts';
import { linksOf } from './links.ts';
import { type PdfaLevel, writeMetadata } from './metadata.ts';
import { writeOutline } from './outline-items.ts';
import { type PageFrame, pageFrame } from './page-frame.ts';
import { flate } from './pdf-output.ts';
import { PdfTarget } from './pdf-target.ts';
import { viewEntries } from './view-preferences.ts';

/** Seal pictures and stand-in fonts as for drawing. Without stand-ins, text in fonts that are not embedded needs the reader's. */
export type OfdToPdfOptions = Pick<DisplayOptions, 'stamps' | 'fonts'> & {
  /**
   * The archive format aimed at, `2u` unless told otherwise (ISO 19005-2); attachments raise it to `3u`. `false`: no
   * claim, and ink colours stay device colours.
   */
  readonly pdfa?: PdfaLevel | false;
};

/** The PDF and what is known about it. */
export type ConvertedPdf = {
  readonly pdf: Uint8Array;
  /** What the file claims to be; undefined when something is in the way (then `findings` say what). */
  readonly pdfa: PdfaLevel | undefined;
  readonly pages: number;
  /** Fonts embedded. */
  readonly fonts: number;
  /** What could not be taken over as it was; texts are zh-CN. Findings of reading are not repeated. */
  readonly findings: readonly Finding[];
};

const mostPages = 20_000;
/** Bytes of streams after which pages stay blank: templates let a small file draw endlessly. */
const mostBytes = 512 * 1024 * 1024;

/**
 * Converts all documents of a package, one after another. The same input gives the same bytes. Cost grows with the
 * content; each font and picture is written once. Defects of the file never throw.
 *
 * @example const { pdf, findings } = await ofdToPdf(readOfd(bytes), { fonts: standIns })
 */
export async function ofdToPdf(document: OfdDocument, options: OfdToPdfOptions = {}): Promise<ConvertedPdf> {
  const { pdfa: aim = '2u', ...display } = options;
  const target = new PdfTarget(aim !== false);
  const { output, notes } = target;
  const catalog = output.reserve();
  const tree = output.reserve();
  const pages = document.pages.slice(0, mostPages);
  if (pages.length < document.pages.length) {
    notes.add(
      'pdf-pages-dropped',
      'error',
      `页数过多，只转换前 ${mostPages} 页`,
      String(document.pages.length),
    );
  }
  const frames = pages.map((page) => pageFrame(page.area, output.reserve()));
  const destinations = new Destinations(document, frames, notes);
  for (const [index, frame] of frames.entries()) {
    notes.page = index;
    await writePage(document, index, frame, { display, target, tree, destinations });
  }
  notes.page = undefined;
  // a file without a page is no PDF
  const kids = frames.length > 0 ? frames.map(({ ref }) => ref) : [emptyPage(target, tree)];
  output.set(tree, pdfDict({ Type: pdfName('Pages'), Kids: kids, Count: kids.length }));
  target.fonts.finish();
  const outline = writeOutline(output, document, destinations);
  const attachments = writeAttachments(document, target);
  noteLosses(document, target);
  const pdfa = claim(aim, attachments.length > 0, target);
  const { info, xmp } = writeMetadata(output, document.docs[0]?.info, pdfa);
  output.set(
    catalog,
    pdfDict({
      Type: pdfName('Catalog'),
      Pages: tree,
      PageLabels: pdfDict({ Nums: pageLabels(document, kids.length) }),
      ...viewEntries(document.docs[0]?.viewPreferences, outline !== undefined),
      Outlines: outline,
      Metadata: xmp,
      OutputIntents: pdfa && [outputIntent(target)],
      Names:
        attachments.length === 0
          ? undefined
          : pdfDict({ EmbeddedFiles: pdfDict({ Names: nameTree(attachments) }) }),
      AF: attachments.length === 0 ? undefined : attachments.map(({ ref }) => ref),
    }),
  );
  const pdf = output.finish(catalog, info);
  return { pdf, pdfa, pages: kids.length, fonts: target.fonts.count, findings: notes.list() };
}

type Making = {
  readonly display: DisplayOptions;
  readonly target: PdfTarget;
  readonly tree: PdfRef;
  readonly destinations: Destinations;
};

async function writePage(
  document: OfdDocument,
  index: number,
  frame: PageFrame,
  making: Making,
): Promise<void> {
  const { target, tree, destinations } = making;
  if (target.output.streamBytes > mostBytes) {
    target.notes.page = undefined;
    target.notes.add('pdf-too-large', 'error', '结果过大，其余页面为空白页');
    target.output.set(frame.ref, blankPage(tree, frame));
    return;
  }
  const list = displayPage(document, index, { ...making.display, allText: true });
  for (const { code, severity, message, place, evidence } of list.findings) {
    target.notes.add(code, severity, message, [place, evidence].filter(Boolean).join(' ') || undefined);
  }
  for (const picture of list.pictures.values()) {
    await target.pictures.prepare(picture);
  }
  const content = new ContentStream();
  drawItems(list.items, {
    target,
    content,
    matrix: frame.matrix,
    opacity: 1,
    box: [0, 0, frame.widthPt, frame.heightPt],
    depth: 0,
    pictures: list.pictures,
    draw: drawItems,
  });
  const links = linksOf(document.pages[index]!, frame, destinations);
  target.output.set(
    frame.ref,
    pdfDict({
      ...paper(tree, frame),
      Resources: content.resources(),
      Contents: target.output.add(flate(new Map(), content.bytes())),
      Group: content.transparent
        ? pdfDict({ S: pdfName('Transparency'), CS: pdfName('DeviceRGB'), I: true })
        : undefined,
      Annots: links.length === 0 ? undefined : links.map((link) => target.output.add(link)),
    }),
  );
}

/** What every page has. */
function paper(tree: PdfRef, frame: PageFrame) {
  return {
    Type: pdfName('Page'),
    Parent: tree,
    MediaBox: [0, 0, Number(written(frame.widthPt)), Number(written(frame.heightPt))],
    UserUnit: frame.userUnit === 1 ? undefined : frame.userUnit,
  };
}

function blankPage(tree: PdfRef, frame: PageFrame): PdfObject {
  return pdfDict({ ...paper(tree, frame), Resources: new Map() });
}

function emptyPage(target: PdfTarget, tree: PdfRef): PdfRef {
  target.notes.add('pdf-no-pages', 'error', 'OFD 中没有页面，PDF 为一张空白页');
  const ref = target.output.reserve();
  target.output.set(ref, blankPage(tree, pageFrame({ xMm: 0, yMm: 0, widthMm: 210, heightMm: 297 }, ref)));
  return ref;
}

/** What a PDF of ours never has. */
function noteLosses(document: OfdDocument, target: PdfTarget): void {
  if (document.signatures.length > 0) {
    target.notes.add(
      'pdf-signatures-dropped',
      'warning',
      '电子签章只对原 OFD 有效，PDF 中不含签名，只画出印章图样',
      String(document.signatures.length),
    );
  }
  if (document.docs.some((body) => body.tags.length > 0)) {
    target.notes.add('pdf-tags-dropped', 'info', '自定义标引没有转换');
  }
}

/** The level the file may claim; what is in the way goes into the findings. */
function claim(aim: PdfaLevel | false, attached: boolean, target: PdfTarget): PdfaLevel | undefined {
  if (aim === false) {
    return undefined;
  }
  if (target.obstacles.size > 0) {
    target.notes.add('pdf-not-archival', 'warning', '结果不是 PDF/A', [...target.obstacles].join('；'));
    return undefined;
  }
  if (attached && aim === '2u') {
    target.notes.add(
      'pdf-archival-level',
      'info',
      '文件带有附件，按 PDF/A-3u 输出（PDF/A-2u 不允许任意格式的附件）',
    );
    return '3u';
  }
  return aim;
}

function outputIntent(target: PdfTarget): PdfObject {
  const profile = target.output.add(flate(pdfDict({ N: 3 }), srgbProfile()));
  return pdfDict({
    Type: pdfName('OutputIntent'),
    S: pdfName('GTS_PDFA1'),
    OutputConditionIdentifier: pdfText('sRGB IEC61966-2.1'),
    Info: pdfText('sRGB IEC61966-2.1'),
    DestOutputProfile: profile,
  });
}

/** Numbers from 1, anew for every document of the package. */
function pageLabels(document: OfdDocument, count: number): PdfObject[] {
  const starts = document.pages.flatMap((page, index) =>
    page.doc !== document.pages[index - 1]?.doc ? [index] : [],
  );
  const inside = starts.filter((start) => start < count);
  return (inside.length > 0 ? inside : [0]).flatMap((start) => [start, pdfDict({ S: pdfName('D') })]);
}

/** Keys in the order of their bytes (7.9.6). */
function nameTree(files: readonly { name: string; ref: PdfRef }[]): PdfObject[] {
  const keyed = files.map(({ name, ref }) => {
    const key = pdfText(name);
    return { key, order: Array.from(key.bytes, (byte) => String.fromCharCode(byte)).join(''), ref };
  });
  keyed.sort((a, b) => (a.order < b.order ? -1 : 1));
  return keyed.flatMap(({ key, ref }) => [key, ref]);
}
