/** Pages being drawn, and the places of the elements on them. */
import type { FontRole } from '../fonts/index.ts';
import type { PageBox, Positions } from '../official-document.ts';
import type { Run } from './cells.ts';
import type { DisplayItem, DisplayPage, Ink, TextItem } from './display.ts';
import { type BrokenLine, breakLines } from './line-breaking.ts';
import { CELL_MM, mmOf, SIZE } from './measures.ts';

/** How a line is drawn. Size and cell default to 3号 on the grid. */
type LineStyle = { sizePt?: number; ink?: Ink; tag?: TextItem['tag']; group?: string };

/** Sets one unbroken line at natural width. */
export function naturalLine(runs: readonly Run[], cellMm: number): BrokenLine {
  const options = {
    cellMm,
    lineCells: Number.POSITIVE_INFINITY,
    firstIndent: 0,
    restIndent: 0,
    justify: false,
  };
  return breakLines(runs, options)[0]!;
}

/** Sets one unbroken 3号 line in one font. */
export function plainLine(text: string, role: FontRole = 'fangsong'): BrokenLine {
  return naturalLine([{ text, role }], CELL_MM);
}

/** Sets one unbroken line of 4号 type, solid. */
export function smallLine(text: string, role: FontRole = 'fangsong'): BrokenLine {
  return naturalLine([{ text, role }], mmOf(SIZE.small));
}

/** Joins the boxes of one element's lines on one page. */
export function unionBox(a: PageBox | undefined, b: PageBox): PageBox {
  if (!a || a.page !== b.page) {
    return a ?? b;
  }
  const xMm = Math.min(a.xMm, b.xMm);
  const yMm = Math.min(a.yMm, b.yMm);
  const right = Math.max(a.xMm + a.widthMm, b.xMm + b.widthMm);
  const bottom = Math.max(a.yMm + a.heightMm, b.yMm + b.heightMm);
  return { page: a.page, xMm, yMm, widthMm: right - xMm, heightMm: bottom - yMm };
}

/** Collects display items; pages count from 1 and appear when first drawn on. */
export class Canvas {
  readonly pages: DisplayPage[] = [];
  readonly positions: Positions;

  constructor(linePitchMm: number, linesPerPage: number) {
    this.positions = {
      signatures: [],
      seals: [],
      pageNumbers: [],
      checkMarks: [],
      lines: [],
      linePitchMm,
      linesPerPage,
    };
  }

  /** Draws an item on a page. */
  add(page: number, item: DisplayItem): void {
    while (this.pages.length < page) {
      this.pages.push({ items: [] });
    }
    this.pages[page - 1]!.items.push(item);
  }

  /** Draws a line with its left end at `xMm` and the top of its character box at `yMm`; answers its box. */
  line(page: number, xMm: number, yMm: number, line: BrokenLine, style: LineStyle = {}): PageBox {
    const sizePt = style.sizePt ?? SIZE.text;
    const cells = line.glyphs.map((g) => ({ ...g, xMm: g.xMm + xMm }));
    const { tag, group } = style;
    const structure = { ...(tag ? { tag } : {}), ...(group ? { group } : {}) };
    this.add(page, { kind: 'text', sizePt, ink: style.ink ?? 'black', yMm, cells, ...structure });
    const first = line.glyphs[0]?.xMm ?? 0;
    return { page, xMm: xMm + first, yMm, widthMm: line.widthMm - first, heightMm: mmOf(sizePt) };
  }

  /** Draws a line with its right end at `rightMm`. */
  lineEndingAt(page: number, rightMm: number, yMm: number, line: BrokenLine, style: LineStyle = {}): PageBox {
    return this.line(page, rightMm - line.widthMm, yMm, line, style);
  }

  /** Draws a line centred on `centreMm`. */
  lineCentredAt(
    page: number,
    centreMm: number,
    yMm: number,
    line: BrokenLine,
    style: LineStyle = {},
  ): PageBox {
    return this.line(page, centreMm - line.widthMm / 2, yMm, line, style);
  }

  /** Draws a horizontal rule of the given thickness, centred on `yMm`. */
  rule(
    page: number,
    xMm: number,
    yMm: number,
    widthMm: number,
    thicknessMm: number,
    ink: Ink = 'black',
  ): PageBox {
    const box = { xMm, yMm: yMm - thicknessMm / 2, widthMm, heightMm: thicknessMm };
    this.add(page, { kind: 'rect', ...box, ink });
    return { page, ...box };
  }
}
