/**
 * Puts a document on pages. One attempt composes it with a given number of grid lines per page;
 * attempts differ in that number until seal, date and imprint have room beside text
 * (GB/T 9704 §7.3.5: spacing is adjusted, "此页无正文" is never printed).
 */
import type { OfficialDocument } from '../official-document.ts';
import { Canvas, plainLine, unionBox } from './canvas.ts';
import { settableText } from './cells.ts';
import { type Closing, closingOf } from './closing.ts';
import type { DisplayPage } from './display.ts';
import { drawHead } from './head.ts';
import { type Imprint, imprintOf } from './imprint.ts';
import { LINES_PER_PAGE, PAGE, pitchMm, SIZE, TEXT_MM } from './measures.ts';
import { drawPageNumbers } from './page-numbers.ts';
import { drawTableRow } from './tables.ts';
import {
  attachmentNoteRows,
  attendanceRows,
  blockRows,
  boxTop,
  type GridRow,
  noteRows,
  receiverRows,
  rowSpan,
  titleRows,
} from './text-rows.ts';
import { drawVerifyMarks } from './verify-mark.ts';

/** A composed document: what to draw and where everything stands. */
type Composition = { pages: DisplayPage[]; positions: Canvas['positions'] };

/** The lines per page to try, standard first, then the smallest changes. */
const ATTEMPTS = [LINES_PER_PAGE, 23, 21, 24, 20] as const;

/** Least free room between the text and the imprint: half a gap between lines, mm. */
const IMPRINT_GAP_MM = 2.4;

/** Place on the grid: page from 1, line from 0. */
type Place = { page: number; line: number };

class Composer {
  readonly canvas: Canvas;
  readonly pitch: number;
  private at: Place;

  readonly lines: number;

  constructor(doc: OfficialDocument, lines: number) {
    this.lines = lines;
    this.pitch = pitchMm(lines);
    this.canvas = new Canvas(this.pitch, lines);
    const freeFrom = drawHead(this.canvas, doc);
    // Two millimetres of tolerance keep one head size from pushing the text a whole line down.
    this.at = { page: 1, line: Math.max(0, Math.ceil((freeFrom - 2 - PAGE.topMm) / this.pitch)) };
  }

  topOf(line: number): number {
    return PAGE.topMm + line * this.pitch;
  }

  /** Last page written to and the next free line on it. */
  get place(): Place {
    return { ...this.at };
  }

  newPage(): void {
    this.at = { page: this.at.page + 1, line: 0 };
  }

  /** Sets rows one after another; blank lines at a page's top are left out. */
  rows(rows: readonly GridRow[]): void {
    for (const row of rows) {
      const span = rowSpan(row);
      if (this.at.line + span > this.lines && this.at.line > 0) {
        this.newPage();
      }
      if (row.kind === 'blank') {
        this.at.line += this.at.line === 0 && this.at.page > 1 ? 0 : 1;
        continue;
      }
      this.draw(row);
      this.at.line += span;
    }
  }

  private draw(row: Exclude<GridRow, { kind: 'blank' }>): void {
    const { page } = this.at;
    const top = this.topOf(this.at.line);
    if (row.kind === 'table') {
      const halfGap = (this.pitch - TEXT_MM) / 2;
      drawTableRow(this.canvas, page, top - halfGap, rowSpan(row) * this.pitch, row.row);
      return;
    }
    const yMm = boxTop(top, row.sizePt);
    const tag =
      row.part === 'title' || row.part === 'attachmentTitle'
        ? ('title' as const)
        : row.heading
          ? ('heading' as const)
          : undefined;
    const style = { sizePt: row.sizePt, group: row.group, ...(tag ? { tag } : {}) };
    const box = this.canvas.line(page, row.xMm, yMm, row.line, style);
    const p = this.canvas.positions;
    const { text, cells } = row.line;
    const { page: _, heightMm: __, ...place } = box;
    p.lines.push({
      page,
      kind: row.part,
      ...(row.block === undefined ? {} : { block: row.block }),
      ...place,
      text,
      cells,
    });
    if (row.part === 'title') {
      p.title = unionBox(p.title, box);
    } else if (row.part === 'mainReceivers') {
      p.mainReceivers = unionBox(p.mainReceivers, box);
    } else if (row.part === 'body' && !p.bodyStart) {
      p.bodyStart = box;
    } else if (row.part === 'note') {
      p.note = unionBox(p.note, box);
    }
    if (row.part === 'body' || row.part === 'attachmentNote' || row.part === 'attendance') {
      p.bodyEnd = box;
    }
  }
}

/** What an attempt may do when there is no room. */
type Allowance = { carryRows: number; imprintAlone: boolean };

function imprintTop(imprint: Imprint | undefined): number {
  return PAGE.bottomMm - (imprint?.heightMm ?? 0);
}

/** Splits so that the last `count` text rows begin a new page together with what follows them. */
function setText(composer: Composer, rows: readonly GridRow[], carryRows: number): void {
  const cut = rows.length - carryRows;
  composer.rows(rows.slice(0, cut));
  if (carryRows > 0) {
    composer.newPage();
    composer.rows(rows.slice(cut).filter((r) => r.kind !== 'blank'));
  }
}

/** Draws the attachments that have content, each from the top of a new page (§7.3.7). */
function setAttachments(composer: Composer, doc: OfficialDocument): void {
  const several = doc.attachments.length > 1;
  doc.attachments.forEach((attachment, i) => {
    if (!attachment.body) {
      return;
    }
    composer.newPage();
    const label = plainLine(several ? `附件${i + 1}` : '附件', 'heiti');
    const row: GridRow = {
      kind: 'line',
      part: 'attachment',
      group: 'attachmentLabel',
      line: label,
      xMm: PAGE.leftMm,
      sizePt: SIZE.text,
      heading: false,
    };
    // The label takes line 1, the title line 3.
    composer.rows([row, { kind: 'blank' }]);
    composer.rows([...titleRows(attachment.title, doc.titleWords, 'attachmentTitle'), { kind: 'blank' }]);
    composer.rows(blockRows(attachment.body, 'attachment'));
  });
}

/** Draws closing and note; answers the depth in mm they reach, or undefined without room for them. */
function setClosing(composer: Composer, closing: Closing, note: readonly GridRow[]): number | undefined {
  const place = composer.place;
  const lastText = place.line - 1;
  const dateLine = lastText + closing.dateOffset;
  const noteEnd = dateLine + note.length;
  const depth = Math.max(
    composer.topOf(dateLine) + (closing.dateOffset > 0 ? closing.depthMm : TEXT_MM),
    composer.topOf(noteEnd) + TEXT_MM,
  );
  if (noteEnd >= composer.lines || depth > PAGE.bottomMm + 0.01) {
    return undefined;
  }
  closing.draw(composer.canvas, place.page, composer.topOf(lastText), composer.pitch);
  composer.rows(Array.from({ length: closing.dateOffset }, () => ({ kind: 'blank' as const })));
  composer.rows(note);
  return depth;
}

function attempt(doc: OfficialDocument, lines: number, allowance: Allowance): Composition | undefined {
  const composer = new Composer(doc, lines);
  const title = titleRows(doc.title, doc.titleWords);
  const receivers = receiverRows(doc.mainReceivers);
  const body = blockRows(doc.body, 'body');
  const first = composer.place.line + title.length + (title.length > 0 ? 1 : 0);
  const moved = receivers.length > 0 && first + receivers.length >= lines;
  composer.rows([...title, ...(title.length > 0 ? [{ kind: 'blank' as const }] : [])]);
  if (!moved) {
    composer.rows(receivers);
  }
  const text = [...body, ...attachmentNoteRows(doc.attachments), ...attendanceRows(doc)];
  if (allowance.carryRows >= text.length && text.length > 0) {
    return undefined;
  }
  setText(composer, text, allowance.carryRows);
  const note = noteRows(doc.note);
  const depth = setClosing(composer, closingOf(doc, composer.pitch), note);
  if (depth === undefined) {
    return undefined;
  }
  const closingPage = composer.place.page;
  setAttachments(composer, doc);
  const imprint = imprintOf(doc, moved ? doc.mainReceivers : undefined);
  const { canvas } = composer;
  let lastPage = composer.place.page;
  let bottom = lastPage === closingPage ? depth : composer.topOf(composer.place.line - 1) + TEXT_MM;
  if (imprint && bottom + IMPRINT_GAP_MM > imprintTop(imprint)) {
    if (!allowance.imprintAlone) {
      return undefined;
    }
    lastPage++;
    bottom = PAGE.topMm;
  }
  imprint?.draw(canvas, lastPage);
  if (doc.verify) {
    drawVerifyMarks(canvas, doc.form, doc.verify);
  }
  drawPageNumbers(canvas, doc.form === '信函' ? 2 : 1);
  const watermark = settableText(doc.watermark ?? '').trim();
  if (watermark !== '') {
    for (const page of canvas.pages) {
      page.items.unshift({ kind: 'watermark', text: watermark });
    }
  }
  return { pages: canvas.pages, positions: canvas.positions };
}

/**
 * Lays a document out. Positions depend on the document alone, never on the fonts.
 * The adjustments are tried in this order: another number of lines per page; a few text lines taken
 * over to the signature's page; the imprint on a page of its own.
 */
export function composeDocument(doc: OfficialDocument): Composition {
  for (const imprintAlone of [false, true]) {
    for (const carryRows of [0, 2, 3, 4, 6, 1]) {
      for (const lines of carryRows === 0 ? ATTEMPTS : [LINES_PER_PAGE]) {
        const done = attempt(doc, lines, { carryRows, imprintAlone });
        if (done) {
          return done;
        }
      }
    }
  }
  throw new Error('no composition: the closing block is higher than a page');
}
