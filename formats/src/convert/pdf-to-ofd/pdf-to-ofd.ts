import type { ZipEntry } from '../../container/index.ts';
import type { Finding } from '../../finding.ts';
import { readRaster } from '../../images/index.ts';
import {
  type AttachmentSpec,
  buildOfd,
  type OfdSpec,
  type PageSpec,
  type TaggedBox,
  tagByBoxes,
} from '../../ofd/index.ts';
import {
  isStream,
  PdfError,
  type PdfFile,
  type PdfLimits,
  type PdfPage,
  readPdf,
  readPdfForConverting,
} from '../../pdf/index.ts';
import { ConvertError } from '../errors.ts';
import { Conversion } from './conversion.ts';
import { ContentInterpreter } from './interpreter.ts';
import type { Notes } from './notes.ts';
import { pageGeometry } from './page-geometry.ts';
import { pageAnnotations } from './structure/annotations.ts';
import { hasAttachments, readAttachments } from './structure/attachments.ts';
import { Destinations } from './structure/destinations.ts';
import { readDocInfo } from './structure/doc-info.ts';
import { readOutlines } from './structure/outlines.ts';
import { noteSignatures } from './structure/signatures.ts';

/** What the OFD says about itself; what is left out here is taken from the PDF's own metadata. */
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
  /** Instead of the files the PDF carries. */
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
 * Makes the OFD twin of a PDF: every glyph stands where it stands in the PDF, fonts are subsets of the PDF's own,
 * nothing is laid out anew and nothing becomes a picture of the page. Equal input gives equal bytes. The PDF is read
 * strictly and nothing is repaired; pictures that would have to be decoded first are left out. Throws PdfError when
 * the PDF cannot be read and ConvertError when a limit is passed; what is drawn differently is in `findings` with
 * severity warning or error, so the caller can refuse to seal it.
 */
export function pdfToOfd(pdf: Uint8Array, meta: ConvertMeta): ConvertedOfd {
  checkMeta(meta);
  return finish(drawAll(readPdf(pdf), meta, false));
}

/**
 * The same for PDFs from anywhere: damaged cross-references are rebuilt, files encrypted with an empty password
 * opened, pictures decoded where OFD has no way of showing them as they are. Each repair is a finding.
 */
export async function foreignPdfToOfd(
  pdf: Uint8Array,
  meta: ConvertMeta,
  limits: Partial<PdfLimits> = {},
): Promise<ConvertedOfd> {
  checkMeta(meta);
  const drawn = drawAll(readPdfForConverting(pdf, limits), meta, true);
  const { notes, resources } = drawn.conversion;
  await resources.images.decodeAll((bytes) => readRaster(bytes), notes);
  return finish(drawn);
}

function checkMeta(meta: ConvertMeta): void {
  if (!/^[0-9a-f]{32}$/.test(meta.docId)) {
    throw new ConvertError('convert-meta', 'OFD 文档标识应为 32 位小写十六进制数');
  }
}

type Drawn = {
  readonly conversion: Conversion;
  readonly pages: readonly PageSpec[];
  readonly spec: Omit<OfdSpec, 'fonts' | 'images' | 'pages'>;
};

function drawAll(file: PdfFile, meta: ConvertMeta, canDecode: boolean): Drawn {
  if (file.pages().length === 0) {
    throw new PdfError('pdf-pages-broken', 'PDF 没有页面');
  }
  const conversion = new Conversion(file);
  conversion.resources.images.canDecode = canDecode;
  const { notes } = conversion;
  const { customDatas, tags = [], attachments: given, ...told } = meta;
  const info = { ...readDocInfo(file), ...told };
  if (given !== undefined && hasAttachments(file)) {
    notes.add('convert-attachments', 'info', 'PDF 内的附件未转换，以另行给出的为准');
  }
  noteSignatures(file, notes);
  const destinations = new Destinations(file, notes);
  const defaults = {
    creator: info.author ?? info.creator ?? 'PDF',
    date: info.modDate ?? info.creationDate ?? '1970-01-01',
  };
  const drawn = file.pages().map((page): PageSpec => {
    notes.page = page.index;
    const spec = convertPage(conversion, page);
    const annotations = pageAnnotations(conversion, page, pageGeometry(page), destinations, defaults);
    return annotations.length > 0 ? { ...spec, annotations } : spec;
  });
  notes.page = undefined;
  const pages = tagByBoxes(drawn, tags);
  noteEmptyTags(pages, tags, notes);
  const outlines = readOutlines(file, destinations, notes);
  const attachments = given ?? readAttachments(file, notes);
  return {
    conversion,
    pages,
    spec: {
      ...info,
      ...(customDatas === undefined
        ? {}
        : { customDatas: customDatas.map(([name, value]) => ({ name, value })) }),
      ...(attachments.length > 0 ? { attachments } : {}),
      ...(outlines.length > 0 ? { outlines } : {}),
    },
  };
}

function finish({ conversion, pages, spec }: Drawn): ConvertedOfd {
  const { file, notes, resources } = conversion;
  const fonts = resources.fontSpecs(notes);
  const { composites } = conversion;
  const entries = buildOfd({
    ...spec,
    fonts,
    images: resources.imageSpecs(),
    ...(composites.length > 0 ? { composites } : {}),
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
  const { base, widthMm, heightMm } = pageGeometry(page);
  const interpreter = new ContentInterpreter(conversion, base, [0, 0, widthMm, heightMm]);
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

function noteEmptyTags(pages: readonly PageSpec[], tags: readonly TaggedBox[], notes: Notes): void {
  const used = new Set(pages.flatMap((page) => page.objects.map((object) => object.tag)));
  for (const { tag } of tags) {
    if (!used.has(tag)) {
      notes.add('convert-tag-empty', 'info', '公文要素所在位置没有找到文字', tag);
    }
  }
}
