/**
 * The check mark: a QR code with the verification address and the short code beside it. It is no
 * element of GB/T 9704, so it takes only room the standard leaves free: above the imprint at the
 * left where nothing stands, otherwise below the type area at the left of the foot.
 */
import { encode } from 'uqr';
import type { VerifyMark } from '../official-document.ts';
import { type Canvas, naturalLine } from './canvas.ts';
import { mmOf, PAGE, SIZE } from './measures.ts';

/** Side of the printed modules, mm; with it addresses up to about 80 bytes keep modules ≥ 0.5 mm. */
export const QR_MM = 20;

const GREY_LINES = (code: string) => [`验证码 ${code}`, '扫码核验真伪'];

/** Draws the mark with its upper left corner at the given place. */
export function drawVerifyMark(
  canvas: Canvas,
  page: number,
  xMm: number,
  yMm: number,
  mark: VerifyMark,
): void {
  const { data, size } = encode(mark.url, { ecc: 'M', border: 0 });
  const module = QR_MM / size;
  data.forEach((row, r) => {
    // Neighbouring dark modules of a row are drawn as one bar: fewer objects, no hairlines.
    for (let c = 0; c < size; c++) {
      if (row[c]) {
        const start = c;
        while (c + 1 < size && row[c + 1]) {
          c++;
        }
        const widthMm = (c + 1 - start) * module;
        const place = { xMm: xMm + start * module, yMm: yMm + r * module };
        canvas.add(page, { kind: 'rect', ...place, widthMm, heightMm: module, ink: 'black' });
      }
    }
  });
  canvas.positions.qr = { page, xMm, yMm, widthMm: QR_MM, heightMm: QR_MM };
  const size9 = mmOf(SIZE.tiny);
  GREY_LINES(mark.code).forEach((text, i) => {
    const line = naturalLine([{ text, role: 'heiti' }], size9);
    const y = yMm + QR_MM - (2 - i) * size9 * 1.4 + size9 * 0.4;
    canvas.line(page, xMm + QR_MM + 2, y, line, { sizePt: SIZE.tiny, ink: 'grey', tag: 'artifact' });
  });
}

/** Where the mark goes: `freeTopMm` is where the left half of the last page is free from. */
export function verifyMarkPlace(freeTopMm: number, imprintTopMm: number): { xMm: number; yMm: number } {
  const above = imprintTopMm - QR_MM - 2.5;
  if (above >= freeTopMm + 1.5) {
    return { xMm: PAGE.leftMm, yMm: above };
  }
  return { xMm: PAGE.leftMm, yMm: PAGE.heightMm - QR_MM - 2.5 };
}
