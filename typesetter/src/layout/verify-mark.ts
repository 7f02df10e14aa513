/**
 * The check mark of every page: a QR code with the signed address, and the short code beside it. It is no element of
 * GB/T 9704, so it stands outside the type area, on the side the page number leaves free.
 */
import type { OfficialDocument, VerifyMark } from '../official-document.ts';
import { type Canvas, naturalLine, unionBox } from './canvas.ts';
import { mmOf, PAGE, SIZE } from './measures.ts';
import { qrSymbol } from './qr-code.ts';

/** Side of the printed modules, mm: a code of 280 bytes then has modules of 0.36 mm, four or more dots of any printer. */
export const QR_MM = 25;

/** From the lower edge of the type area to the symbol: more than the quiet zone of four modules asks for. */
const BELOW_MM = 3.5;
/** The letter's double lines cross the foot of its first page: there the mark stands at the top, above the organ's name. */
const LETTER_TOP_MM = 4.5;
const BESIDE_MM = 2.5;
const LINE_EM = 1.45;

const linesOf = (code: string): string[] => [
  '扫码核对登记的内容',
  `核验码 ${code.replace(/(\d{4})(?=\d)/g, '$1 ')}`,
];

/** Where the symbol's upper left corner goes, and on which of its sides the words stand. */
type Place = { page: number; xMm: number; yMm: number; words: 'right' | 'left' };

/** Draws the mark at a place; answers the box of symbol and words. */
export function drawVerifyMark(canvas: Canvas, place: Place, mark: VerifyMark): void {
  const { page, xMm, yMm, words } = place;
  const { dark, size } = qrSymbol(mark.url);
  const module = QR_MM / size;
  dark.forEach((row, r) => {
    // Neighbouring dark modules of a row are drawn as one bar: fewer objects, no hairlines.
    for (let c = 0; c < size; c++) {
      if (row[c]) {
        const start = c;
        while (c + 1 < size && row[c + 1]) {
          c++;
        }
        const widthMm = (c + 1 - start) * module;
        const at = { xMm: xMm + start * module, yMm: yMm + r * module };
        canvas.add(page, { kind: 'rect', ...at, widthMm, heightMm: module, ink: 'black' });
      }
    }
  });
  let box = { page, xMm, yMm, widthMm: QR_MM, heightMm: QR_MM };
  const em = mmOf(SIZE.tiny);
  const lines = linesOf(mark.code);
  lines.forEach((text, i) => {
    const line = naturalLine([{ text, role: 'heiti' }], em);
    const y = yMm + QR_MM - (lines.length - i) * em * LINE_EM + em * (LINE_EM - 1);
    const style = { sizePt: SIZE.tiny, ink: 'grey', tag: 'artifact' } as const;
    box = unionBox(
      box,
      words === 'right'
        ? canvas.line(page, xMm + QR_MM + BESIDE_MM, y, line, style)
        : canvas.lineEndingAt(page, xMm - BESIDE_MM, y, line, style),
    );
  });
  canvas.positions.checkMarks.push({
    ...box,
    symbol: { page, xMm, yMm, widthMm: QR_MM, heightMm: QR_MM },
  });
}

/** Where the mark of a page goes: page numbers stand right on odd pages, left on even ones. */
function placeOn(page: number, form: OfficialDocument['form']): Place {
  const right = PAGE.rightMm - QR_MM;
  if (form === '信函' && page === 1) {
    return { page, xMm: right, yMm: LETTER_TOP_MM, words: 'left' };
  }
  const yMm = PAGE.bottomMm + BELOW_MM;
  return page % 2 === 1
    ? { page, xMm: PAGE.leftMm, yMm, words: 'right' }
    : { page, xMm: right, yMm, words: 'left' };
}

/** Draws the mark on every page there is. */
export function drawVerifyMarks(canvas: Canvas, form: OfficialDocument['form'], mark: VerifyMark): void {
  for (let page = 1; page <= canvas.pages.length; page++) {
    drawVerifyMark(canvas, placeOn(page, form), mark);
  }
}
