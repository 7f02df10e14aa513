/**
 * 发文机关署名, 成文日期 and the places of the seals (GB/T 9704 §7.3.5).
 *
 * With a seal the date stands four characters from the right, the name centred above it, the seal
 * centred on both so that they lie slightly below its centre, its top within one line of the text.
 */
import type { OfficialDocument, PageBox } from '../official-document.ts';
import { type Canvas, plainLine } from './canvas.ts';
import { chineseDate } from './dates.ts';
import type { BrokenLine } from './line-breaking.ts';
import { CELL_MM, PAGE, TEXT_MM } from './measures.ts';

/** Names of organs in one row of a joint issue. */
const ORGANS_PER_ROW = 3;
/** Free room between two seals side by side, mm. */
const SEAL_GAP_MM = 3;
/** How far the middle of name and date lies below the seal's centre, mm. */
const BELOW_CENTRE_MM = 4;

type Signature = { line: BrokenLine; organ: string; diameterMm: number };

/** What stands after the text, measured in grid lines from the last line of text. */
export type Closing = {
  /** Lines from the last text line to the date's line; 0 when there is nothing. */
  dateOffset: number;
  /** Millimetres below the top of the date's line that must stay free (seal, or the line itself). */
  depthMm: number;
  /** Left edge of what is drawn, so that the check mark can stand beside it. */
  draw(canvas: Canvas, page: number, lastTextTopMm: number, pitchMm: number): void;
};

const NOTHING: Closing = { dateOffset: 0, depthMm: 0, draw: () => {} };

function signaturesOf(doc: OfficialDocument): Signature[] {
  const diameters = doc.sealDiameterMm ?? 42;
  return doc.signature.map((organ, i) => ({
    organ,
    line: plainLine(organ),
    diameterMm: typeof diameters === 'number' ? diameters : (diameters[i] ?? diameters[0] ?? 42),
  }));
}

/** Lines from the text to the first row of names: the seal's top stays within one line of the text. */
function firstRowOffset(
  radiusMm: number,
  pitch: number,
  hasDate: boolean,
): { lines: number; belowMm: number } {
  // Middle of the pressed lines, from the top of the name's line.
  const middle = hasDate ? (pitch + TEXT_MM) / 2 : TEXT_MM / 2;
  const lines = Math.max(1, Math.ceil((radiusMm + TEXT_MM + BELOW_CENTRE_MM + 0.5 - middle) / pitch));
  const free = lines * pitch + middle - TEXT_MM - radiusMm;
  // The room left over between text and seal beyond one line goes below the centre.
  const belowMm = Math.max(BELOW_CENTRE_MM, free - pitch + 0.5);
  return { lines, belowMm };
}

function sealed(pitch: number, signatures: Signature[], date: BrokenLine | undefined): Closing {
  const dateWidth = date?.widthMm ?? plainLine('2026年10月15日').widthMm;
  const rows: Signature[][] = [];
  signatures.forEach((s, i) => {
    if (i % ORGANS_PER_ROW === 0) {
      rows.push([]);
    }
    rows.at(-1)!.push(s);
  });
  const widest = Math.max(...signatures.map((s) => s.diameterMm));
  const single = rows.length === 1;
  const { lines, belowMm } = firstRowOffset(
    Math.max(...rows[0]!.map((s) => s.diameterMm)) / 2,
    pitch,
    single,
  );
  const rowStep = Math.ceil((widest + 1) / pitch);
  const dateOffset = lines + (rows.length - 1) * rowStep + 1;
  const last = rows.at(-1)!;
  const depthBelowName =
    (single ? (pitch + TEXT_MM) / 2 : TEXT_MM / 2) - belowMm + Math.max(...last.map((s) => s.diameterMm)) / 2;
  return {
    dateOffset,
    depthMm: Math.max(TEXT_MM, depthBelowName - pitch),
    draw(canvas, page, lastTextTopMm) {
      const dateRight = PAGE.rightMm - 4 * CELL_MM;
      let lastCentre = dateRight - dateWidth / 2;
      const lastName = last.at(-1)!;
      // A name wider than the room right of the date's centre moves both to the left.
      lastCentre = Math.min(
        lastCentre,
        PAGE.rightMm - lastName.line.widthMm / 2,
        PAGE.rightMm - lastName.diameterMm / 2,
      );
      rows.forEach((row, r) => {
        const top = lastTextTopMm + (lines + r * rowStep) * pitch;
        const step = Math.min(
          Math.max(...row.map((s) => Math.max(s.diameterMm + SEAL_GAP_MM, s.line.widthMm + CELL_MM))),
          row.length > 1
            ? (lastCentre - PAGE.leftMm - row[0]!.line.widthMm / 2) / (row.length - 1)
            : Infinity,
        );
        row.forEach((s, i) => {
          const centre =
            r === rows.length - 1
              ? lastCentre - (row.length - 1 - i) * step
              : lastCentre - (ORGANS_PER_ROW - 1 - i) * step;
          canvas.positions.signatures.push(canvas.lineCentredAt(page, centre, top, s.line));
          const middle = top + (single ? (pitch + TEXT_MM) / 2 : TEXT_MM / 2);
          const yMm = middle - belowMm;
          canvas.positions.seals.push({ page, xMm: centre, yMm, diameterMm: s.diameterMm, organ: s.organ });
        });
      });
      if (date) {
        const top = lastTextTopMm + dateOffset * pitch;
        canvas.positions.date = canvas.lineCentredAt(page, lastCentre, top, date);
      }
    },
  };
}

function unsealed(pitch: number, signatures: Signature[], date: BrokenLine | undefined): Closing {
  const names = signatures.length;
  return {
    dateOffset: (date ? 2 : 1) + names,
    depthMm: TEXT_MM,
    draw(canvas, page, lastTextTopMm) {
      const top = (n: number) => lastTextTopMm + n * pitch;
      const right = PAGE.rightMm - 2 * CELL_MM;
      const widest = Math.max(0, ...signatures.map((s) => s.line.widthMm));
      let left = right - widest;
      if (date && names > 0) {
        // The date begins two characters right of the name; a longer date is indented two itself.
        left = Math.min(left, right - date.widthMm - 2 * CELL_MM);
      }
      signatures.forEach((s, i) => {
        canvas.positions.signatures.push(canvas.line(page, left, top(2 + i), s.line));
      });
      if (date) {
        const x = names > 0 ? left + 2 * CELL_MM : right - 2 * CELL_MM - date.widthMm;
        canvas.positions.date = canvas.line(page, x, top(2 + names), date);
      }
    },
  };
}

/** 签名章 of the person in charge: two blank lines, four in from the right, post at its left. */
function stamped(doc: OfficialDocument, pitch: number, date: BrokenLine | undefined): Closing {
  const { post, name } = doc.signatureStamp!;
  return {
    dateOffset: 5,
    depthMm: TEXT_MM,
    draw(canvas, page, lastTextTopMm) {
      const right = PAGE.rightMm - 4 * CELL_MM;
      const line = plainLine([...name].join('　'), 'kaiti');
      const top = lastTextTopMm + 3 * pitch;
      const box: PageBox = canvas.lineEndingAt(page, right, top, line, { ink: 'red' });
      canvas.lineEndingAt(page, box.xMm - 2 * CELL_MM, top, plainLine(post));
      canvas.positions.signatures.push(box);
      if (date) {
        canvas.positions.date = canvas.lineEndingAt(page, right, lastTextTopMm + 5 * pitch, date);
      }
    },
  };
}

/** Decides what follows the text. Minutes carry organ and date in the head and have none. */
export function closingOf(doc: OfficialDocument, pitch: number): Closing {
  if (doc.form === '纪要') {
    return NOTHING;
  }
  const text = doc.date ? chineseDate(doc.date) : undefined;
  const date = text ? plainLine(text) : undefined;
  if (doc.signatureStamp) {
    return stamped(doc, pitch, date);
  }
  const signatures = signaturesOf(doc);
  if (signatures.length === 0 && !date) {
    return NOTHING;
  }
  return doc.sealed && signatures.length > 0
    ? sealed(pitch, signatures, date)
    : unsealed(pitch, signatures, date);
}
