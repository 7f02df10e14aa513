import { z } from 'zod';

const pkcs11 = z.strictObject({
  kind: z.literal('pkcs11'),
  /** The maker's library, e.g. `/usr/lib/softhsm/libsofthsm2.so`. */
  library: z.string().min(1),
  /** Label of the token; the only token with one when absent. */
  token: z.string().optional(),
  /** File that holds the user PIN. */
  pinFile: z.string().min(1),
  /** CKA_LABEL of the private key. */
  key: z.string().min(1),
  /** Number of the maker's SM2 mechanism over a prepared digest; PKCS#11 2.40 has none of its own. */
  sm2Mechanism: z.int().min(0).max(0xffffffff).optional(),
});

const device = z.strictObject({
  kind: z.literal('device'),
  /** Program and arguments; started without a shell. */
  command: z.array(z.string().min(1)).min(1).max(20),
  /** The key's name as the program knows it. */
  key: z.string().min(1).max(200),
  /** How long one signature may take. */
  timeLimitMs: z.int().min(100).max(120_000).default(10_000),
});

/** Where a key is that never comes here: a PKCS#11 token, or a device behind a program (SKF, SDF). */
export const keyPlace = z.discriminatedUnion('kind', [pkcs11, device]);
/** Where a key is. */
export type KeyPlace = z.output<typeof keyPlace>;
/** A key on a PKCS#11 token. */
export type Pkcs11Place = z.output<typeof pkcs11>;
/** A key behind a program. */
export type DevicePlace = z.output<typeof device>;
