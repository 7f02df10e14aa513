/** The line and curve operators of Type 2 charstrings (Adobe Technical Note 5177, 4.1). */
import type { OutlinePen } from '../outline-pen.ts';

/** Draws what an operator says; false when it is none of these. Escaped operators are 1200 + their second byte. */
export function drawCurves(op: number, s: readonly number[], pen: OutlinePen): boolean {
  const n = (i: number): number => s[i] ?? 0;
  switch (op) {
    case 5:
      lines(s, s.length, pen);
      return true;
    case 6:
    case 7:
      for (const [i, d] of s.entries()) {
        const horizontal = (op === 6) === (i % 2 === 0);
        pen.line(horizontal ? d : 0, horizontal ? 0 : d);
      }
      return true;
    case 8:
      curves(s, 0, s.length, pen);
      return true;
    case 24:
      curves(s, 0, s.length - 2, pen);
      pen.line(n(s.length - 2), n(s.length - 1));
      return true;
    case 25:
      lines(s, s.length - 6, pen);
      curves(s, Math.max(0, s.length - 6), s.length, pen);
      return true;
    case 26:
    case 27:
      parallel(s, op === 27, pen);
      return true;
    case 30:
    case 31:
      alternating(s, op === 31, pen);
      return true;
    case 1234: // hflex
      pen.curve(n(0), 0, n(1), n(2), n(3), 0);
      pen.curve(n(4), 0, n(5), -n(2), n(6), 0);
      return true;
    case 1235: // flex
      curves(s, 0, 12, pen);
      return true;
    case 1236: // hflex1
      pen.curve(n(0), n(1), n(2), n(3), n(4), 0);
      pen.curve(n(5), 0, n(6), n(7), n(8), -(n(1) + n(3) + n(7)));
      return true;
    case 1237: {
      // flex1: the last operand goes along the longer way, the other axis returns to where it began
      const dx = n(0) + n(2) + n(4) + n(6) + n(8);
      const dy = n(1) + n(3) + n(5) + n(7) + n(9);
      const wide = Math.abs(dx) > Math.abs(dy);
      pen.curve(n(0), n(1), n(2), n(3), n(4), n(5));
      pen.curve(n(6), n(7), n(8), n(9), wide ? n(10) : -dx, wide ? -dy : n(10));
      return true;
    }
    default:
      return false;
  }
}

function lines(s: readonly number[], end: number, pen: OutlinePen): void {
  for (let i = 0; i + 1 < end; i += 2) {
    pen.line(s[i]!, s[i + 1]!);
  }
}

function curves(s: readonly number[], start: number, end: number, pen: OutlinePen): void {
  for (let i = start; i + 5 < Math.min(end, s.length); i += 6) {
    pen.curve(s[i]!, s[i + 1]!, s[i + 2]!, s[i + 3]!, s[i + 4]!, s[i + 5]!);
  }
}

/** vvcurveto and hhcurveto: both ends in one direction. */
function parallel(s: readonly number[], horizontal: boolean, pen: OutlinePen): void {
  const odd = s.length % 4 === 1;
  let extra = odd ? s[0]! : 0;
  for (let i = odd ? 1 : 0; i + 3 < s.length; i += 4) {
    const [a, b, c, d] = [s[i]!, s[i + 1]!, s[i + 2]!, s[i + 3]!];
    if (horizontal) {
      pen.curve(a, extra, b, c, d, 0);
    } else {
      pen.curve(extra, a, b, c, 0, d);
    }
    extra = 0;
  }
}

/** vhcurveto and hvcurveto: ends in turn horizontal and vertical. */
function alternating(s: readonly number[], startHorizontal: boolean, pen: OutlinePen): void {
  let horizontal = startHorizontal;
  for (let i = 0; i + 3 < s.length; i += 4) {
    const [a, b, c, d] = [s[i]!, s[i + 1]!, s[i + 2]!, s[i + 3]!];
    const last = s.length - i === 5 ? s[i + 4]! : 0;
    if (horizontal) {
      pen.curve(a, 0, b, c, last, d);
    } else {
      pen.curve(0, a, b, c, d, last);
    }
    horizontal = !horizontal;
  }
}
