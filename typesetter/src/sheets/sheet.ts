/**
 * Office sheets: framed forms of labelled cells on A4, set without the grid of GB/T 9704. A sheet
 * grows downwards; what does not fit goes on to the next page inside the frame.
 */
import type { FontRole } from '../fonts/index.ts';
import { Canvas, naturalLine } from '../layout/canvas.ts';
import { settableText } from '../layout/cells.ts';
import type { Ink, PathItem } from '../layout/display.ts';
import { type BrokenLine, breakLines } from '../layout/line-breaking.ts';
import { mmOf } from '../layout/measures.ts';

/** Frame of a sheet, millimetres. */
export const SHEET = { leftMm: 22, rightMm: 188, topMm: 22, bottomMm: 275 } as const;

/** A piece of a cell's content. */
export type CellPart =
  | { kind: 'line'; line: BrokenLine; sizePt: number; ink: Ink; align: 'left' | 'right' | 'centre' }
  | { kind: 'ink'; path: PathItem }
  | { kind: 'gap'; heightMm: number };

/** A cell of a row. */
export type SheetCell = { widthMm: number; parts: CellPart[]; middle?: boolean };

const PAD_MM = 2;
const LINE_FACTOR = 1.45;

/** Height of one part. */
function heightOf(part: CellPart): number {
  switch (part.kind) {
    case 'line':
      return mmOf(part.sizePt) * LINE_FACTOR;
    case 'ink':
      return part.path.heightMm + 1;
    case 'gap':
      return part.heightMm;
  }
}

/** Look of text in a cell. */
type CellText = { role?: FontRole; sizePt?: number; ink?: Ink; align?: 'left' | 'right' | 'centre' };

/** Breaks text for a cell of the given width. */
export function textParts(text: string, widthMm: number, look: CellText = {}): CellPart[] {
  const { role = 'fangsong', sizePt = 12, ink = 'black', align = 'left' } = look;
  const cellMm = mmOf(sizePt);
  const lineCells = Math.max(1, Math.floor(((widthMm - 2 * PAD_MM) / cellMm) * 2) / 2);
  const options = { cellMm, lineCells, firstIndent: 0, restIndent: 0, justify: false };
  return settableText(text)
    .split('\n')
    .filter((t) => t.trim() !== '')
    .flatMap((t) => breakLines([{ text: t, role }], options))
    .map((line) => ({ kind: 'line', line, sizePt, ink, align }));
}

/** Draws rows from the top of a page downwards. */
export class Sheet {
  readonly canvas = new Canvas(0, 0);
  readonly frameInk: Ink;
  page = 1;
  yMm: number = SHEET.topMm;

  constructor(frameInk: Ink) {
    this.frameInk = frameInk;
  }

  /** A centred heading outside the frame. */
  heading(text: string, role: FontRole, sizePt: number, ink: Ink): void {
    const width = SHEET.rightMm - SHEET.leftMm;
    const fitting = Math.min(sizePt, (sizePt * width) / naturalLine([{ text, role }], mmOf(sizePt)).widthMm);
    const line = naturalLine([{ text, role }], mmOf(fitting));
    const tag = 'title' as const;
    this.canvas.lineCentredAt(this.page, (SHEET.leftMm + SHEET.rightMm) / 2, this.yMm, line, {
      sizePt: fitting,
      ink,
      tag,
    });
    this.yMm += mmOf(sizePt) + 4;
  }

  /** Lines of text over the whole width, outside the frame. */
  paragraph(text: string, look: CellText = {}): void {
    for (const part of textParts(text, SHEET.rightMm - SHEET.leftMm + 2 * PAD_MM, look)) {
      this.room(heightOf(part));
      this.place(part, SHEET.leftMm - PAD_MM, SHEET.rightMm - SHEET.leftMm + 2 * PAD_MM, this.yMm);
      this.yMm += heightOf(part);
    }
  }

  /** Goes to a new page when less than `heightMm` is left. */
  room(heightMm: number): void {
    if (this.yMm + heightMm > SHEET.bottomMm) {
      this.page++;
      this.yMm = SHEET.topMm;
    }
  }

  /**
   * One row of the frame, at least `minHeightMm` high. A row that does not fit on a page is cut
   * between the parts of its cells.
   */
  row(cells: readonly SheetCell[], minHeightMm = 0): void {
    let rest = cells.map((c) => ({ ...c, parts: [...c.parts] }));
    let least = minHeightMm;
    for (;;) {
      const full = Math.max(least, ...rest.map((c) => this.contentHeight(c.parts)));
      const left = SHEET.bottomMm - this.yMm;
      if (full <= left + 0.01) {
        this.drawRow(rest, full);
        return;
      }
      if (full <= SHEET.bottomMm - SHEET.topMm && full - left < full * 0.8) {
        this.nextPage();
        continue;
      }
      const now = rest.map((c) => ({ ...c, parts: this.takeParts(c.parts, left) }));
      if (now.every((c) => c.parts.length === 0)) {
        this.nextPage();
        continue;
      }
      this.drawRow(now, left);
      rest = rest.map((c, i) => ({ ...c, parts: c.parts.slice(now[i]!.parts.length) }));
      least = 0;
      this.nextPage();
    }
  }

  private nextPage(): void {
    this.page++;
    this.yMm = SHEET.topMm;
  }

  private contentHeight(parts: readonly CellPart[]): number {
    return parts.reduce((n, p) => n + heightOf(p), 0) + 2 * PAD_MM;
  }

  private takeParts(parts: readonly CellPart[], roomMm: number): CellPart[] {
    let used = 2 * PAD_MM;
    const taken: CellPart[] = [];
    for (const part of parts) {
      used += heightOf(part);
      if (used > roomMm) {
        break;
      }
      taken.push(part);
    }
    return taken;
  }

  private drawRow(cells: readonly SheetCell[], heightMm: number): void {
    const { canvas, page, yMm } = this;
    const width = SHEET.rightMm - SHEET.leftMm;
    canvas.rule(page, SHEET.leftMm, yMm, width, 0.3, this.frameInk);
    canvas.rule(page, SHEET.leftMm, yMm + heightMm, width, 0.3, this.frameInk);
    let x: number = SHEET.leftMm;
    for (const edge of [0, ...cells.map((c) => c.widthMm)]) {
      x += edge;
      canvas.add(page, { kind: 'rect', xMm: x - 0.15, yMm, widthMm: 0.3, heightMm, ink: this.frameInk });
    }
    x = SHEET.leftMm;
    for (const cell of cells) {
      const slack = cell.middle ? (heightMm - this.contentHeight(cell.parts)) / 2 : 0;
      let y = yMm + PAD_MM + Math.max(0, slack);
      for (const part of cell.parts) {
        this.place(part, x, cell.widthMm, y);
        y += heightOf(part);
      }
      x += cell.widthMm;
    }
    this.yMm += heightMm;
  }

  private place(part: CellPart, xMm: number, widthMm: number, yMm: number): void {
    if (part.kind === 'line') {
      const { line, sizePt, ink, align } = part;
      const y = yMm + (heightOf(part) - mmOf(sizePt)) / 2;
      const slack = widthMm - 2 * PAD_MM - line.widthMm;
      const shift = align === 'left' ? 0 : align === 'right' ? slack : slack / 2;
      this.canvas.line(this.page, xMm + PAD_MM + shift, y, line, { sizePt, ink });
    } else if (part.kind === 'ink') {
      this.canvas.add(this.page, { ...part.path, xMm: xMm + PAD_MM, yMm });
    }
  }
}
