import type { ZipEntry } from '../../container/index.ts';
import type { Matrix } from '../../drawing/index.ts';
import type { Finding } from '../../finding.ts';
import {
  type AttachmentSpec,
  buildOfd,
  type OfdSpec,
  type PageSpec,
  type TaggedBox,
  tagByBoxes,
} from '../../ofd/index.ts';
import { isDict, isName, isStream, type PdfFile, type PdfPage, readPdf } from '../../pdf/index.ts';
import { ConvertError } from '../errors.ts';
import { ContentInterpreter, type Conversion } from './interpreter.ts';
import { multiply } from './matrix.ts';
import { Notes } from './notes.ts';
import { ConvertedResources } from './resources.ts';

const mmPerPoint = 25.4 / 72;
const maxOperations = 2_000_000;

/** What the OFD says about itself; the PDF's own metadata is not consulted. */
export type ConvertMeta = {
  /** 32 lower-case hex digits, given by the caller so that nothing here is random. */
  readonly docId: string;
  readonly docType?: OfdSpec['docType'];
  readonly title?: string;
  readonly author?: string;
  readonly subject?: string;
  readonly keywords?: readonly string[];
  /** xs:date `YYYY-MM-DD`. */
  readonly creationDate?: string;
  readonly modDate?: string;
  readonly creator?: string;
  readonly creatorVersion?: string;
  readonly customDatas?: readonly (readonly [name: string, value: string])[];
  /** Where the elements of the official document stand: text whose origin lies in the box gets the tag (电子公文). */
  readonly tags?: readonly TaggedBox[];
  readonly attachments?: readonly AttachmentSpec[];
};

/** Entries ready for `writeZip` or for a seal, and everything that was not taken over exactly. */
export type ConvertedOfd = {
  readonly entries: ZipEntry[];
  readonly findings: readonly Finding[];
  /** Millimetres, one per page. */
  readonly pages: readonly { readonly widthMm: number; readonly heightMm: number }[];
};

/**
 * Makes the OFD twin of a PDF set by our own engine: every glyph stands where it stands in the PDF, fonts are the
 * PDF's subsets completed, nothing is laid out anew. Equal input gives equal bytes. Throws PdfError when the PDF
 * cannot be read and ConvertError when it cannot be taken over; what is drawn differently is in `findings` with
 * severity warning or error, so the caller can refuse to seal it.
 */
export function pdfToOfd(pdf: Uint8Array, meta: ConvertMeta): ConvertedOfd {
  if (!/^[0-9a-f]{32}$/.test(meta.docId)) {
    throw new ConvertError('convert-meta', 'OFD 文档标识应为 32 位小写十六进制数');
  }
  const file = readPdf(pdf);
  const notes = new Notes();
  const conversion: Conversion = {
    file,
    notes,
    resources: new ConvertedResources(file),
    operations: maxOperations,
  };
  noteLeftOut(file, notes);
  const drawn = file.pages().map((page) => convertPage(conversion, page));
  notes.page = undefined;
  const tags = meta.tags ?? [];
  const pages = tagByBoxes(drawn, tags);
  noteEmptyTags(pages, tags, notes);
  const { customDatas, tags: _tags, attachments, ...info } = meta;
  const entries = buildOfd({
    ...info,
    ...(customDatas === undefined
      ? {}
      : { customDatas: customDatas.map(([name, value]) => ({ name, value })) }),
    ...(attachments === undefined ? {} : { attachments }),
    fonts: conversion.resources.fontSpecs(),
    images: conversion.resources.imageSpecs(),
    pages,
  });
  return {
    entries,
    findings: [...file.findings, ...notes.list()],
    pages: pages.map(({ widthMm, heightMm }) => ({ widthMm, heightMm })),
  };
}

function convertPage(conversion: Conversion, page: PdfPage): PageSpec {
  const { file, notes } = conversion;
  notes.page = page.index;
  const { base, widthMm, heightMm } = pageGeometry(page);
  const interpreter = new ContentInterpreter(conversion, base, widthMm, heightMm);
  const content = file.resolve(page.dict.get('Contents'));
  const parts = (Array.isArray(content) ? content : [content]).map((part) => file.resolve(part));
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    if (isStream(part)) {
      const decoded = file.decode(part);
      if (decoded.remaining.length > 0) {
        notes.add('convert-content-filter', 'error', '页面内容的压缩方式不支持，未转换');
      } else {
        // several streams are one, split between tokens (7.8.2)
        chunks.push(decoded.bytes, Uint8Array.of(0x0a));
      }
    }
  }
  interpreter.run(concatenate(chunks), page.resources);
  noteAnnotations(file, page, notes);
  return { widthMm, heightMm, objects: interpreter.objects };
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/** From default user space (points, y up) to page millimetres (y down), the page's rotation included. */
function pageGeometry(page: PdfPage): { base: Matrix; widthMm: number; heightMm: number } {
  const [x0, y0, x1, y1] = page.cropBox;
  const k = mmPerPoint * page.userUnit;
  const width = (x1 - x0) * k;
  const height = (y1 - y0) * k;
  const upright: Matrix = [k, 0, 0, -k, -x0 * k, y1 * k];
  const turns: Record<number, Matrix> = {
    90: [0, 1, -1, 0, height, 0],
    180: [-1, 0, 0, -1, width, height],
    270: [0, -1, 1, 0, 0, width],
  };
  const turn = turns[page.rotate];
  const onSide = page.rotate === 90 || page.rotate === 270;
  return {
    base: turn === undefined ? upright : multiply(upright, turn),
    widthMm: roundMm(onSide ? height : width),
    heightMm: roundMm(onSide ? width : height),
  };
}

/** A PDF writes A4 as 595.2756 points, which is 210.000003 mm. */
function roundMm(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function noteAnnotations(file: PdfFile, page: PdfPage, notes: Notes): void {
  for (const value of file.array(page.dict, 'Annots') ?? []) {
    const annotation = file.resolve(value);
    const subtype = isDict(annotation) ? file.resolve(annotation.get('Subtype')) : null;
    const kind = isName(subtype) ? subtype.name : '';
    // a link shows nothing of its own
    notes.add('convert-annotation', kind === 'Link' ? 'info' : 'warning', 'PDF 注释未转换', kind);
  }
}

function noteLeftOut(file: PdfFile, notes: Notes): void {
  const names = file.dict(file.catalog, 'Names');
  if (names?.has('EmbeddedFiles') || file.catalog.has('AF')) {
    notes.add('convert-attachments', 'info', 'PDF 内的附件未转换，应由调用方另行给出');
  }
  if (file.catalog.has('AcroForm')) {
    notes.add('convert-form', 'warning', 'PDF 表单与签名未转换');
  }
}

function noteEmptyTags(pages: readonly PageSpec[], tags: readonly TaggedBox[], notes: Notes): void {
  const used = new Set(pages.flatMap((page) => page.objects.map((object) => object.tag)));
  for (const { tag } of tags) {
    if (!used.has(tag)) {
      notes.add('convert-tag-empty', 'info', '公文要素所在位置没有找到文字', tag);
    }
  }
}
