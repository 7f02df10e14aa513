/** Bytes as decimal digits: what a QR code holds in its numeric mode, at 3.32 bits a digit, safe in any address. */
import { PaperError } from './paper-error.ts';

/** Most digits that are read: an address of 280 bytes never has more. */
export const MOST_DIGITS = 700;

/** Digits of bytes whose first one is not 0. */
export function digitsOf(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) {
    value = (value << 8n) | BigInt(byte);
  }
  return value.toString();
}

/** The bytes behind digits. @throws PaperError `not-a-code` for anything {@link digitsOf} does not write */
export function bytesOfDigits(digits: string): Uint8Array {
  if (digits.length > MOST_DIGITS || !/^[1-9][0-9]*$/.test(digits)) {
    throw new PaperError('not-a-code', `expected up to ${MOST_DIGITS} digits`);
  }
  let value = BigInt(digits);
  const bytes: number[] = [];
  for (; value > 0n; value >>= 8n) {
    bytes.push(Number(value & 0xffn));
  }
  return Uint8Array.from(bytes.reverse());
}
