/**
 * The engine's process: holds the fonts and the compiler, answers one order at a time. It runs apart
 * from the product because native code can only be stopped together with its process.
 * Arguments: the font folders, best first.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { FONT_ROLES, type LoadedFont, loadFonts, type UsedFont } from '../fonts/index.ts';
import type { DisplayItem, DisplayPage, PathItem, TextItem } from '../layout/display.ts';
import type { EngineAnswer, EngineRequest } from './protocol.ts';
import { MissingGlyphs, segmentsOf } from './segments.ts';

const fonts = loadFonts(process.argv.slice(2));
const template = readFileSync(new URL('./template.typ', import.meta.url), 'utf8');
// A folder that does not exist: whatever a template tried to read, there is nothing.
const compiler = NodeCompiler.create({
  workspace: fileURLToPath(new URL('./no-files/', import.meta.url)),
  fontArgs: [{ fontBlobs: fonts.blobs.map((b) => Buffer.from(b.buffer, b.byteOffset, b.byteLength)) }],
});

function inkPicture(item: PathItem): string {
  const paint = item.strokeWidth
    ? `fill="none" stroke="#000" stroke-linecap="round" stroke-linejoin="round" stroke-width="${item.strokeWidth}"`
    : 'fill="#000"';
  const box = item.viewBox.join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}"><path d="${item.data}" ${paint}/></svg>`;
}

type Paragraph = { kind: 'paragraph'; lines: TextItem[] };

/** Gathers neighbouring lines of one group into one item. */
function joinedParagraphs(items: readonly DisplayItem[]): (Exclude<DisplayItem, TextItem> | Paragraph)[] {
  const joined: (Exclude<DisplayItem, TextItem> | Paragraph)[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (item.kind !== 'text') {
      joined.push(item);
    } else if (
      last?.kind === 'paragraph' &&
      item.group !== undefined &&
      last.lines[0]!.group === item.group
    ) {
      last.lines.push(item);
    } else {
      joined.push({ kind: 'paragraph', lines: [item] });
    }
  }
  return joined;
}

function engineItem(item: Exclude<DisplayItem, TextItem> | Paragraph, missing: Set<string>): object {
  switch (item.kind) {
    case 'paragraph': {
      const { tag = 'text' } = item.lines[0]!;
      const runs = item.lines.flatMap((line) =>
        segmentsOf(line, fonts, missing).map((s) => ({ ...s, c: line.ink })),
      );
      return { k: 'line', tag, runs };
    }
    case 'rect':
      return { k: 'rect', x: item.xMm, y: item.yMm, w: item.widthMm, h: item.heightMm, c: item.ink };
    case 'path':
      return {
        k: 'curve',
        x: item.xMm,
        y: item.yMm,
        w: item.widthMm,
        h: item.heightMm,
        svg: inkPicture(item),
      };
    case 'watermark': {
      for (const char of item.text) {
        if (!fonts.fontFor('heiti', char.codePointAt(0)!)) {
          missing.add(char);
        }
      }
      const font = fonts.fontFor('heiti', item.text.codePointAt(0) ?? 0x20);
      return { k: 'watermark', f: font?.family ?? '', v: item.text };
    }
  }
}

function compile(request: EngineRequest, pages: DisplayPage[]) {
  const missing = new Set<string>();
  const drawn = pages.map((p) => joinedParagraphs(p.items).map((i) => engineItem(i, missing)));
  if (missing.size > 0) {
    throw new MissingGlyphs([...missing]);
  }
  const data = JSON.stringify({ ...request.facts, pages: drawn });
  const result = compiler.compile({ mainFileContent: template, inputs: { data } });
  const document = result.result;
  if (!document) {
    const error = result.takeDiagnostics() ?? result.takeError();
    throw new Error(JSON.stringify(error ? compiler.fetchDiagnostics(error) : 'no diagnostics'));
  }
  return document;
}

/** The fonts that set at least one character, under the first role that used them. */
function usedFonts(pages: readonly DisplayPage[]): UsedFont[] {
  const used = new Map<string, { role: (typeof FONT_ROLES)[number]; font: LoadedFont }>();
  for (const item of pages.flatMap((p) => p.items)) {
    for (const cell of item.kind === 'text' ? item.cells : []) {
      for (const char of cell.text.trim()) {
        const font = fonts.fontFor(cell.role, char.codePointAt(0)!);
        if (font && !used.has(`${cell.role}/${font.sha256}`)) {
          used.set(`${cell.role}/${font.sha256}`, { role: cell.role, font });
        }
      }
    }
  }
  return [...used.values()]
    .sort(
      (a, b) =>
        FONT_ROLES.indexOf(a.role) - FONT_ROLES.indexOf(b.role) || (a.font.sha256 < b.font.sha256 ? -1 : 1),
    )
    .map(({ role, font: { file, sha256, standIn, name } }) => ({ role, file, sha256, standIn, name }));
}

/** Four decimals of a point are plenty on a screen; the engine writes nine, and indents. */
function compactSvg(svg: string): string {
  return svg.replace(/\d+\.\d{5,}/g, (n) => String(Number(Number(n).toFixed(4)))).replace(/>\s+</g, '><');
}

function answer(request: EngineRequest): EngineAnswer {
  const { id } = request;
  try {
    if (request.output === 'pdf') {
      const pdf = compiler.pdf(compile(request, request.pages), { pdfStandard: 'a-2u', pdfTags: true });
      return { id, ok: true, pdf: new Uint8Array(pdf), fonts: usedFonts(request.pages) };
    }
    const svg = request.pages.map((page) => compactSvg(compiler.plainSvg(compile(request, [page]))));
    return { id, ok: true, svg, fonts: usedFonts(request.pages) };
  } catch (error) {
    if (error instanceof MissingGlyphs) {
      return { id, ok: false, code: 'missing-glyphs', characters: error.characters };
    }
    return {
      id,
      ok: false,
      code: 'engine-failed',
      message: error instanceof Error ? error.message : String(error),
    };
  } finally {
    compiler.evictCache(10);
  }
}

process.on('message', (request: EngineRequest) => {
  process.send!(answer(request));
});
process.on('disconnect', () => process.exit(0));
