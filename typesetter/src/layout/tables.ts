/** Tables in the text: columns by weight, cells in 4号 on half-height lines, rules 0.25 mm. */
import type { Block } from '../official-document.ts';
import type { Canvas } from './canvas.ts';
import { settableText } from './cells.ts';
import { type BrokenLine, breakLines } from './line-breaking.ts';
import { LINES_PER_PAGE, mmOf, PAGE, pitchMm, SIZE, TYPE_WIDTH_MM } from './measures.ts';

/** One row of a table, broken: `span` grid lines high. */
export type TableRow = { span: number; columnsMm: number[]; cells: BrokenLine[][]; header: boolean };

const RULE_MM = 0.25;
const LINE_MM = 6.6;
const PAD_MM = 1.4;

/** Breaks a table's cells; a row takes as many grid lines as its fullest cell needs. */
export function tableRows(block: Block): TableRow[] {
  const rows = block.rows ?? [];
  const count = Math.max(0, ...rows.map((r) => r.length));
  const weights = Array.from({ length: count }, (_, i) => Math.max(0.1, block.columnWeights?.[i] ?? 1));
  const sum = weights.reduce((a, b) => a + b, 0);
  const columnsMm = weights.map((w) => (w / sum) * TYPE_WIDTH_MM);
  const cell = mmOf(SIZE.small);
  return rows.map((row, r) => {
    const cells = columnsMm.map((width, i) => {
      const room = Math.max(1, Math.floor(((width - 2 * PAD_MM) / cell) * 2) / 2);
      const options = { cellMm: cell, lineCells: room, firstIndent: 0, restIndent: 0, justify: false };
      const role = r === 0 ? ('heiti' as const) : ('fangsong' as const);
      return settableText(row[i] ?? '')
        .split('\n')
        .flatMap((text) => breakLines([{ text, role }], options));
    });
    const heightMm = Math.max(...cells.map((lines) => lines.length)) * LINE_MM + 2 * PAD_MM;
    return { span: Math.ceil(heightMm / pitchMm(LINES_PER_PAGE) - 0.05), columnsMm, cells, header: r === 0 };
  });
}

/** Draws a row whose upper rule is at `topMm`, `heightMm` high. */
export function drawTableRow(
  canvas: Canvas,
  page: number,
  topMm: number,
  heightMm: number,
  row: TableRow,
): void {
  canvas.rule(page, PAGE.leftMm, topMm, TYPE_WIDTH_MM, RULE_MM);
  canvas.rule(page, PAGE.leftMm, topMm + heightMm, TYPE_WIDTH_MM, RULE_MM);
  let x: number = PAGE.leftMm;
  row.columnsMm.forEach((width, i) => {
    const edge = { yMm: topMm, widthMm: RULE_MM, heightMm, ink: 'black' as const };
    canvas.add(page, { kind: 'rect', xMm: x - RULE_MM / 2, ...edge });
    const lines = row.cells[i]!;
    const first = topMm + (heightMm - (lines.length - 1) * LINE_MM - mmOf(SIZE.small)) / 2;
    lines.forEach((line, k) => {
      const centred = row.header || lines.length === 1;
      const left = centred ? x + (width - line.widthMm) / 2 : x + PAD_MM;
      canvas.line(page, left, first + k * LINE_MM, line, { sizePt: SIZE.small });
    });
    x += width;
    if (i === row.columnsMm.length - 1) {
      canvas.add(page, { kind: 'rect', xMm: x - RULE_MM / 2, ...edge });
    }
  });
}
