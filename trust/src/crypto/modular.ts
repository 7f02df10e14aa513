/** Arithmetic modulo a number, on BigInt: not constant-time; whoever uses it on secrets blinds them. */

/** base^exponent mod modulus; exponent not negative. Windows of four bits. */
export function powerMod(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const table = [1n, base % modulus];
  for (let i = 2; i < 16; i++) {
    table.push((table[i - 1]! * table[1]!) % modulus);
  }
  let result = 1n;
  for (const digit of exponent.toString(16)) {
    for (let i = 0; i < 4; i++) {
      result = (result * result) % modulus;
    }
    result = (result * table[Number.parseInt(digit, 16)]!) % modulus;
  }
  return result;
}

/** The inverse of `value` modulo `modulus`, undefined when there is none. */
export function inverseMod(value: bigint, modulus: bigint): bigint | undefined {
  let [a, b] = [((value % modulus) + modulus) % modulus, modulus];
  let [x, y] = [1n, 0n];
  while (b > 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return a === 1n ? ((x % modulus) + modulus) % modulus : undefined;
}
