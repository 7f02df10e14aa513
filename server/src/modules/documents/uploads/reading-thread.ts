/** The thread behind `read-file.ts`: format, text, and the verification report of one file. */

import { fileURLToPath } from 'node:url';
import { extractText, plainText, readOfd } from '@yiwen/formats/ofd';
import { verifyDocument } from '@yiwen/trust/verification';
import { answerRequests } from './answer-in-thread.ts';
import { blocksOf, type ExtractedText, MAX_TEXT_CHARACTERS } from './extracted-text.ts';
import { formatOf } from './file-format.ts';
import { edgesOfDocx, looseText } from './marking-places.ts';
import type { FileReading, ReadRequest } from './read-file.ts';

const HEAD_CHARACTERS = 20_000;
const MAX_PDF_PAGES = 200;

async function read(request: ReadRequest): Promise<FileReading> {
  const format = formatOf(request.bytes);
  const reading = await textOf(format, request.bytes);
  const isPaged = (format === 'ofd' || format === 'pdf') && request.withoutReport !== true;
  const report = isPaged
    ? await verifyDocument(request.bytes, {
        now: request.now,
        fileName: request.fileName,
        ...(request.trust === undefined ? {} : { trust: request.trust }),
        ...(request.revocation === undefined ? {} : { revocation: request.revocation }),
      })
    : undefined;
  return {
    format,
    head: reading.head,
    ...(reading.text === undefined ? {} : { text: reading.text }),
    ...(report === undefined
      ? {}
      : { report: JSON.parse(JSON.stringify(report)) as Record<string, unknown> }),
  };
}

async function textOf(
  format: FileReading['format'],
  bytes: Uint8Array,
): Promise<{ head: string; text?: ExtractedText }> {
  switch (format) {
    case 'docx':
      return await readDocx(bytes);
    case 'pdf':
      return await readPdfText(bytes);
    case 'ofd':
      return readOfdText(bytes);
    case 'other':
      return { head: looseText(bytes) };
    default:
      return { head: '' };
  }
}

function finish(paragraphs: string[], pages?: number): { head: string; text: ExtractedText } {
  return {
    head: paragraphs.join('\n').slice(0, HEAD_CHARACTERS),
    text: { ...blocksOf(paragraphs), ...(pages === undefined ? {} : { pages }) },
  };
}

async function readDocx(bytes: Uint8Array): Promise<{ head: string; text: ExtractedText }> {
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
  const reading = finish(value.slice(0, MAX_TEXT_CHARACTERS * 2).split(/\n+/));
  const edges = edgesOfDocx(bytes).join('\n').slice(0, HEAD_CHARACTERS);
  return { ...reading, head: `${edges}\n${reading.head}` };
}

/** One run of text on a page, top down. */
type Run = { text: string; x: number; y: number; size: number };

/** Runs to lines: those whose baselines lie within half a character belong together. */
function linesOf(runs: readonly Run[]): string[] {
  const lines: { y: number; size: number; runs: Run[] }[] = [];
  for (const run of [...runs].sort((a, b) => a.y - b.y || a.x - b.x)) {
    const line = lines.findLast((candidate) => Math.abs(candidate.y - run.y) < candidate.size / 2);
    if (line === undefined) {
      lines.push({ y: run.y, size: run.size || 1, runs: [run] });
    } else {
      line.runs.push(run);
    }
  }
  return lines.map((line) =>
    line.runs
      .sort((a, b) => a.x - b.x)
      .map((run) => run.text)
      .join(''),
  );
}

/** A line that ends a sentence ends a paragraph; one that runs on is joined with the next. */
function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[] = [];
  let open = '';
  for (const line of lines.map((one) => one.trim()).filter((one) => one !== '')) {
    open += line;
    if (/[。；：！？”）]$/u.test(line) || [...line].length < 24) {
      paragraphs.push(open);
      open = '';
    }
  }
  return open === '' ? paragraphs : [...paragraphs, open];
}

async function readPdfText(bytes: Uint8Array): Promise<{ head: string; text: ExtractedText }> {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await pdfjs.getDocument({
    data: bytes.slice(),
    // Predefined CMaps are what gives the text of a PDF whose CJK fonts are not embedded with ToUnicode.
    cMapUrl: fileURLToPath(new URL('cmaps/', import.meta.resolve('pdfjs-dist/package.json'))),
    cMapPacked: true,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    stopAtErrors: false,
    verbosity: 0,
  }).promise;
  const lines: string[] = [];
  const pages = Math.min(document.numPages, MAX_PDF_PAGES);
  let characters = 0;
  for (let number = 1; number <= pages && characters < MAX_TEXT_CHARACTERS; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const found = linesOf(
      items.flatMap((item) =>
        'str' in item
          ? [
              {
                text: item.str,
                x: Number(item.transform[4]),
                y: -Number(item.transform[5]),
                size: Math.abs(Number(item.transform[3])) || item.height,
              },
            ]
          : [],
      ),
    );
    characters += found.reduce((sum, line) => sum + line.length, 0);
    lines.push(...found);
    page.cleanup();
  }
  const total = document.numPages;
  await document.destroy();
  const text = finish(paragraphsOf(lines), total);
  return { ...text, head: lines.join('\n').slice(0, HEAD_CHARACTERS) };
}

function readOfdText(bytes: Uint8Array): { head: string; text: ExtractedText } {
  const document = readOfd(bytes);
  const lines = plainText(extractText(document)).split(/[\n\f]/);
  const text = finish(paragraphsOf(lines), document.pages.length);
  return { ...text, head: lines.join('\n').slice(0, HEAD_CHARACTERS) };
}

answerRequests(read);
