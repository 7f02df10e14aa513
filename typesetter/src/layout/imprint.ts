/**
 * 版记 at the very bottom of the last page (GB/T 9704 §7.4): rules as wide as the type area, first
 * and last 0.35 mm, inner 0.25 mm, the last on the type area's lower edge; 4号仿宋.
 */
import type { OfficialDocument, PageBox } from '../official-document.ts';
import { type Canvas, smallLine, unionBox } from './canvas.ts';
import { chineseDate } from './dates.ts';
import { type BrokenLine, breakLines } from './line-breaking.ts';
import { mmOf, PAGE, SIZE, TYPE_WIDTH_MM } from './measures.ts';

const SMALL_MM = mmOf(SIZE.small);
/** From one line of the imprint to the next, and from a line to its rule. */
const LINE_MM = 7.4;
const PAD_MM = 1.6;
const OUTER_RULE_MM = 0.35;
const INNER_RULE_MM = 0.25;

/** A laid-out imprint, ready to be drawn upwards from the bottom of the type area. */
export type Imprint = { heightMm: number; draw(canvas: Canvas, page: number): void };

/** 抄送：… with wraps after the colon, one character in on both sides, full stop at the end. */
function listed(label: string, names: string): BrokenLine[] {
  const text = names.trim().replace(/[。.；;]$/, '');
  return breakLines([{ text: `${label}：${text}。`, role: 'fangsong' }], {
    cellMm: SMALL_MM,
    lineCells: Math.floor(((TYPE_WIDTH_MM - 2 * SMALL_MM) / SMALL_MM) * 2) / 2,
    firstIndent: 0,
    restIndent: 3,
    justify: false,
  });
}

/**
 * Lays out the imprint; undefined when the document has none. `movedReceivers` are main receivers
 * that would have pushed the text off page 1 (§7.3.2).
 */
export function imprintOf(doc: OfficialDocument, movedReceivers: string | undefined): Imprint | undefined {
  const copies = [
    ...(movedReceivers ? listed('主送', movedReceivers) : []),
    ...(doc.cc ? listed('抄送', doc.cc) : []),
  ];
  // The letter form has an imprint without the printing line and without rules (§10.1).
  const letter = doc.form === '信函';
  const printedOn = doc.printedOn ? chineseDate(doc.printedOn) : undefined;
  const printing =
    !letter && (doc.printedBy || printedOn) ? { by: doc.printedBy ?? '', on: printedOn } : undefined;
  if (copies.length === 0 && !printing) {
    return undefined;
  }
  const copiesHeight = copies.length === 0 ? 0 : (copies.length - 1) * LINE_MM + SMALL_MM + 2 * PAD_MM;
  const printingHeight = printing ? SMALL_MM + 2 * PAD_MM : 0;
  const heightMm = copiesHeight + printingHeight;
  return {
    heightMm,
    draw(canvas, page) {
      const top = PAGE.bottomMm - heightMm;
      const style = { sizePt: SIZE.small };
      let box: PageBox | undefined;
      if (!letter) {
        box = canvas.rule(page, PAGE.leftMm, top, TYPE_WIDTH_MM, OUTER_RULE_MM);
        box = unionBox(box, canvas.rule(page, PAGE.leftMm, PAGE.bottomMm, TYPE_WIDTH_MM, OUTER_RULE_MM));
      }
      let copiesBox: PageBox | undefined;
      copies.forEach((line, i) => {
        const y = top + PAD_MM + i * LINE_MM;
        copiesBox = unionBox(copiesBox, canvas.line(page, PAGE.leftMm + SMALL_MM, y, line, style));
      });
      if (copiesBox) {
        canvas.positions.cc = copiesBox;
        box = unionBox(box, copiesBox);
      }
      if (printing) {
        if (copies.length > 0) {
          canvas.rule(page, PAGE.leftMm, top + copiesHeight, TYPE_WIDTH_MM, INNER_RULE_MM);
        }
        const y = top + copiesHeight + PAD_MM;
        let printed: PageBox | undefined;
        if (printing.by !== '') {
          printed = canvas.line(page, PAGE.leftMm + SMALL_MM, y, smallLine(printing.by), style);
        }
        if (printing.on) {
          const line = smallLine(`${printing.on}印发`);
          printed = unionBox(printed, canvas.lineEndingAt(page, PAGE.rightMm - SMALL_MM, y, line, style));
        }
        canvas.positions.printed = printed!;
        box = unionBox(box, printed!);
      }
      canvas.positions.imprint = box!;
    },
  };
}
