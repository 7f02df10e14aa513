/**
 * Numbers as OFD writes them: plain decimals, no exponent, no needless digits, so that the same layout always
 * gives the same text. Four decimals of a millimetre is a tenth of a micrometre.
 */

/** One number rounded to `digits` decimals. Throws `RangeError` for NaN and infinities (a fault of the caller). */
export function decimal(value: number, digits = 4): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e12) {
    throw new RangeError(`not a number OFD can hold: ${value}`);
  }
  const written = value.toFixed(digits).replace(/\.?0+$/, '');
  return written === '-0' || written === '' ? '0' : written;
}

/** Several numbers separated by single spaces. */
export function decimals(values: readonly number[], digits = 4): string {
  return values.map((value) => decimal(value, digits)).join(' ');
}

/**
 * Offsets whose running sum stays within half a unit of the exact one: rounding each offset alone would let the
 * error grow along the line.
 */
export function deltaArray(deltas: readonly number[], digits = 4): string {
  const unit = 10 ** digits;
  let exact = 0;
  let written = 0;
  return deltas
    .map((delta) => {
      exact += delta;
      const next = Math.round(exact * unit);
      const step = next - written;
      written = next;
      return decimal(step / unit, digits);
    })
    .join(' ');
}

/**
 * A number for a drawing, rounded to `digits` decimals and written fast. What is not finite becomes 0, what is
 * absurdly large is pulled to the edge: a drawing goes on.
 */
export function shortNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) {
    return '0';
  }
  const unit = digits === 4 ? 1e4 : 10 ** digits;
  const rounded = Math.round(Math.min(Math.max(value, -1e9), 1e9) * unit) / unit;
  if (rounded === 0) {
    return '0';
  }
  // Below 1e-6 JavaScript would write an exponent.
  return rounded > -1e-6 && rounded < 1e-6 ? rounded.toFixed(digits) : `${rounded}`;
}
