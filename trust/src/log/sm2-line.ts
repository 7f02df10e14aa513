/** The SM2 note line carries r ‖ s as 64 bytes; the signers of this product answer DER. */

import { concat, integer, readDer, sequence } from '../crypto/index.ts';

/** r ‖ s, 32 bytes each, of a DER SEQUENCE{r, s} made by one of our signers. */
export function rawOfDer(signature: Uint8Array): Uint8Array {
  const [r, s] = sequence(readDer(signature)).map(integer);
  return concat(bytes32(r!), bytes32(s!));
}

function bytes32(value: bigint): Uint8Array {
  const out = new Uint8Array(32);
  let rest = value;
  for (let i = 31; i >= 0; i--) {
    out[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return out;
}
