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
