import type { Matrix } from '../../drawing/index.ts';
import { isName, type PdfObject } from '../../pdf/index.ts';

/** An operand that is not what the operator takes; the operator is skipped and noted. */
export class OperandError extends Error {}

const largest = 1e7;

/** The operand at `index` as a number of sane size. */
export function number(operands: readonly PdfObject[], index: number): number {
  const value = operands[index];
  if (typeof value !== 'number' || Math.abs(value) > largest) {
    throw new OperandError();
  }
  return value;
}

/** Four numbers. */
export function four(operands: readonly PdfObject[]): [number, number, number, number] {
  return [number(operands, 0), number(operands, 1), number(operands, 2), number(operands, 3)];
}

/** Six numbers. */
export function six(operands: readonly PdfObject[]): [number, number, number, number, number, number] {
  return [...four(operands), number(operands, 4), number(operands, 5)];
}

/** A matrix `a b c d e f`. */
export function matrixOf(operands: readonly PdfObject[]): Matrix {
  return six(operands);
}

/** The operand at `index` as a name. */
export function name(operands: readonly PdfObject[], index: number): string {
  const value = operands[index];
  if (!isName(value)) {
    throw new OperandError();
  }
  return value.name;
}

/** A cap or join style. */
export function style(operands: readonly PdfObject[]): 0 | 1 | 2 {
  const value = number(operands, 0);
  if (value !== 0 && value !== 1 && value !== 2) {
    throw new OperandError();
  }
  return value;
}

/** Dash array and phase (8.4.3.6); all zero means a solid line. */
export function dashOf(operands: readonly PdfObject[]): { pattern: number[]; offset: number } {
  const [array] = operands;
  if (!Array.isArray(array) || array.length > 64) {
    throw new OperandError();
  }
  const pattern = array.map((item) => (typeof item === 'number' && item >= 0 ? item : 0));
  return pattern.some((length) => length > 0)
    ? { pattern, offset: number(operands, 1) }
    : { pattern: [], offset: 0 };
}
