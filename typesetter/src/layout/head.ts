/**
 * 版头 of the five layouts: everything above the text. Answers the height below which the next
 * element may begin, before the grid is applied.
 */
import type { OfficialDocument, PageBox } from '../official-document.ts';
import { type Canvas, naturalLine, plainLine, unionBox } from './canvas.ts';
import { chineseDate, documentNumber } from './dates.ts';
import {
  CELL_MM,
  LINES_PER_PAGE,
  PAGE,
  pitchMm,
  SEVEN_EIGHTHS_MM,
  TEXT_MM,
  TYPE_WIDTH_MM,
} from './measures.ts';
import { drawOrganMark } from './organ-mark.ts';

const PITCH = pitchMm(LINES_PER_PAGE);
/** Two blank lines and half a gap, between the edges of two elements. */
const TWO_LINES_MM = 2 * PITCH + (PITCH - TEXT_MM) / 2;
const CENTRE_MM = (PAGE.leftMm + PAGE.rightMm) / 2;

/** 份号 and 紧急程度 at the top left, each on its own line, no gap for an absent one. */
function drawCorner(canvas: Canvas, doc: OfficialDocument, topMm: number, pitch: number): void {
  const lines = [
    ...(doc.copyNumber ? [plainLine(doc.copyNumber)] : []),
    ...(doc.urgency ? [plainLine(doc.urgency, 'heiti')] : []),
  ];
  lines.forEach((line, i) => {
    canvas.line(1, PAGE.leftMm, topMm + i * pitch, line);
  });
}

/** 签发人 at the right, two names a line; answers how many lines they take. */
function drawSigners(canvas: Canvas, signers: readonly string[], topMm: number): number {
  const rows: string[][] = [];
  signers.forEach((name, i) => {
    if (i % 2 === 0) {
      rows.push([name]);
    } else {
      rows.at(-1)!.push(name);
    }
  });
  const lines = rows.map((names, i) =>
    naturalLine(
      [
        { text: i === 0 ? '签发人：' : '', role: 'fangsong' as const },
        { text: names.join('　'), role: 'kaiti' as const },
      ].filter((r) => r.text !== ''),
      CELL_MM,
    ),
  );
  const label = plainLine('签发人：').widthMm;
  const width = Math.max(...lines.map((line, i) => line.widthMm + (i === 0 ? 0 : label)));
  const left = PAGE.rightMm - CELL_MM - width;
  let box: PageBox | undefined;
  lines.forEach((line, i) => {
    box = unionBox(box, canvas.line(1, left + (i === 0 ? 0 : label), topMm + i * PITCH, line));
  });
  canvas.positions.signers = box!;
  return lines.length;
}

function drawNumber(canvas: Canvas, doc: OfficialDocument, place: (text: string) => PageBox): void {
  if (doc.number) {
    canvas.positions.number = place(documentNumber(doc.number));
  }
}

/** 文件 and 上行: mark at 35 mm, number two lines below, red line 4 mm below the number. */
function drawRedHead(canvas: Canvas, doc: OfficialDocument): number {
  drawCorner(canvas, doc, PAGE.topMm, PITCH);
  const mark = drawOrganMark(canvas, doc.organMark, doc.withWenjian ? '文件' : '', PAGE.topMm + 35);
  canvas.positions.organMark = mark;
  let y = mark.yMm + mark.heightMm + TWO_LINES_MM;
  if (doc.form === '上行') {
    y += (drawSigners(canvas, doc.signers ?? [], y) - 1) * PITCH;
    drawNumber(canvas, doc, (text) => canvas.line(1, PAGE.leftMm + CELL_MM, y, plainLine(text)));
  } else {
    drawNumber(canvas, doc, (text) => canvas.lineCentredAt(1, CENTRE_MM, y, plainLine(text)));
  }
  const redY = y + TEXT_MM + 4;
  canvas.positions.redLine = canvas.rule(1, PAGE.leftMm, redY, TYPE_WIDTH_MM, 0.7, 'red');
  return redY + 2 * PITCH;
}

/** Widths of the letter's double lines, thick and thin. */
const THICK_MM = 0.9;
const THIN_MM = 0.35;
const DOUBLE_GAP_MM = 0.6;
const LETTER_RULE_MM = 170;

/** 信函: mark 30 mm from the paper's top, double lines 170 mm wide (GB/T 9704 §10.1). */
function drawLetterHead(canvas: Canvas, doc: OfficialDocument): number {
  const mark = drawOrganMark(canvas, doc.organMark, '', 30, 13);
  canvas.positions.organMark = mark;
  const left = (PAGE.widthMm - LETTER_RULE_MM) / 2;
  const top = mark.yMm + mark.heightMm + 4;
  const box = canvas.rule(1, left, top + THICK_MM / 2, LETTER_RULE_MM, THICK_MM, 'red');
  const thin = top + THICK_MM + DOUBLE_GAP_MM + THIN_MM / 2;
  canvas.positions.redLine = unionBox(box, canvas.rule(1, left, thin, LETTER_RULE_MM, THIN_MM, 'red'));
  const foot = PAGE.heightMm - 20;
  canvas.rule(1, left, foot - THICK_MM - DOUBLE_GAP_MM - THIN_MM / 2, LETTER_RULE_MM, THIN_MM, 'red');
  canvas.rule(1, left, foot - THICK_MM / 2, LETTER_RULE_MM, THICK_MM, 'red');
  const y = thin + THIN_MM / 2 + SEVEN_EIGHTHS_MM;
  const step = TEXT_MM + SEVEN_EIGHTHS_MM;
  drawCorner(canvas, doc, y, step);
  drawNumber(canvas, doc, (text) => canvas.lineEndingAt(1, PAGE.rightMm, y, plainLine(text)));
  const cornerLines = Number(doc.copyNumber !== undefined) + Number(doc.urgency !== undefined);
  const last = y + (Math.max(1, cornerLines) - 1) * step;
  return last + TEXT_MM + 2 * PITCH;
}

/** 命令: full name and 命令 20 mm below the type area's top, number and text two lines apart. */
function drawOrderHead(canvas: Canvas, doc: OfficialDocument): number {
  const mark = drawOrganMark(canvas, doc.organMark, '命令', PAGE.topMm + 20);
  canvas.positions.organMark = mark;
  const y = mark.yMm + mark.heightMm + TWO_LINES_MM;
  drawNumber(canvas, doc, (text) => canvas.lineCentredAt(1, CENTRE_MM, y, plainLine(text)));
  return y + TEXT_MM + 2 * PITCH;
}

/** 纪要: mark at 35 mm, number below it, organ and date on the red line (form fixed by the organ, §10.3). */
function drawMinutesHead(canvas: Canvas, doc: OfficialDocument): number {
  const mark = drawOrganMark(canvas, doc.organMark, '', PAGE.topMm + 35, 13);
  canvas.positions.organMark = mark;
  const y = mark.yMm + mark.heightMm + PITCH + (PITCH - TEXT_MM) / 2;
  drawNumber(canvas, doc, (text) => canvas.lineCentredAt(1, CENTRE_MM, y, plainLine(text)));
  const row = y + PITCH;
  const organ = doc.signature[0];
  if (organ) {
    canvas.positions.signatures.push(canvas.line(1, PAGE.leftMm + CELL_MM, row, plainLine(organ)));
  }
  const date = doc.date ? chineseDate(doc.date) : undefined;
  if (date) {
    canvas.positions.date = canvas.lineEndingAt(1, PAGE.rightMm - CELL_MM, row, plainLine(date));
  }
  const redY = row + TEXT_MM + 4;
  canvas.positions.redLine = canvas.rule(1, PAGE.leftMm, redY, TYPE_WIDTH_MM, 0.7, 'red');
  return redY + (doc.title === '' ? PITCH : 2 * PITCH);
}

/** Draws the head of the document on page 1; answers where the title (or text) may begin, in mm. */
export function drawHead(canvas: Canvas, doc: OfficialDocument): number {
  switch (doc.form) {
    case '文件':
    case '上行':
      return drawRedHead(canvas, doc);
    case '信函':
      return drawLetterHead(canvas, doc);
    case '命令':
      return drawOrderHead(canvas, doc);
    case '纪要':
      return drawMinutesHead(canvas, doc);
  }
}
