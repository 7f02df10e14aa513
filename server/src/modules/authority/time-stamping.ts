/**
 * The node's own time-stamping authority (RFC 3161): SM2 for requests by SM3, P-256 for all others. Its keys lie wrapped in
 * `<data>/authority`, its certificates carry the critical usage timeStamping alone. It proves to nobody outside what the
 * office's own clock said; clocks others believe are configured as time sources.
 */
import { join } from 'node:path';
import { freshKey, parseCertificate, type Subject } from '@yiwen/trust/certificates';
import {
  bigIntOf,
  type EcSignerAlgorithm,
  keySigner,
  type Signer,
  unwrapKey,
  type WrappedKey,
  wrapKey,
} from '@yiwen/trust/crypto';
import { makeTimeStamp, readTimeStampRequest, refuseTimeStamp } from '@yiwen/trust/signatures';
import { createFile, readIfThere, replaceFile } from '../../platform/storage/index.ts';
import { type AddressesOf, makeCertificate } from './certify-key.ts';
import { fromJson, random, readSealingKey, toJson, WRAP_LOG_N } from './demo-files.ts';
import type { Issuers } from './issuers.ts';

const DAY_MS = 86_400_000;
const KEY_SPAN_MS = 3 * 365 * DAY_MS;
/** A new key is made this long before the certificate ends, so that no stamp is made at its edge. */
const RENEWAL_MS = 90 * DAY_MS;
/** Seconds the clock of the machine may be off, as the tokens say. */
const ACCURACY_S = 1;
const ALGORITHMS: readonly EcSignerAlgorithm[] = ['ecdsa-p256-sha256', 'sm2-sm3'];

type Kept = { certificate: Uint8Array; chain: Uint8Array[]; privateKey: Uint8Array };

/** What the authority is made of. `validFrom`: its certificates hold from here, Unix ms. */
export type TimeStampingParts = {
  dataDir: string;
  issuers: Issuers;
  addressesOf: AddressesOf;
  subject: Subject;
  now: () => number;
  ageMs: number;
};

/** The time-stamping authority of one node; keys are made at the first use. */
export class TimeStamping {
  readonly #parts: TimeStampingParts;
  readonly #signers = new Map<EcSignerAlgorithm, Promise<Signer | undefined>>();

  constructor(parts: TimeStampingParts) {
    this.#parts = parts;
  }

  /** Answers a request with a TimeStampResp, DER: a token or a refusal. `now` is Unix ms. */
  async answer(request: Uint8Array, now: number): Promise<Uint8Array> {
    const signer = await this.#signer(wantsSm3(request) ? 'sm2-sm3' : 'ecdsa-p256-sha256', now);
    if (signer === undefined) {
      return refuseTimeStamp('timeNotAvailable', 'no time-stamping key');
    }
    return await makeTimeStamp(request, signer, { now, serial: freshSerial(now), accuracy: ACCURACY_S });
  }

  /** Certificates in use, for warnings and the OCSP responder. */
  async certificates(): Promise<Uint8Array[]> {
    const now = this.#parts.now();
    const signers = await Promise.all(ALGORITHMS.map((algorithm) => this.#signer(algorithm, now)));
    return signers.flatMap((signer) => (signer === undefined ? [] : [signer.certificate]));
  }

  async #signer(algorithm: EcSignerAlgorithm, now: number): Promise<Signer | undefined> {
    const opened = await this.#opened(algorithm);
    if (opened !== undefined && parseCertificate(opened.certificate).notAfter - now > RENEWAL_MS) {
      return opened;
    }
    if (opened !== undefined) {
      await this.#make(algorithm, replaceFile);
      this.#signers.delete(algorithm);
    }
    return await this.#opened(algorithm);
  }

  #opened(algorithm: EcSignerAlgorithm): Promise<Signer | undefined> {
    const known = this.#signers.get(algorithm) ?? this.#open(algorithm);
    this.#signers.set(algorithm, known);
    known.catch(() => this.#signers.delete(algorithm));
    return known;
  }

  #path(algorithm: EcSignerAlgorithm): string {
    const name = algorithm === 'sm2-sm3' ? 'sm2' : 'p256';
    return join(this.#parts.dataDir, 'authority', `time-stamping-${name}.json`);
  }

  async #open(algorithm: EcSignerAlgorithm): Promise<Signer | undefined> {
    const path = this.#path(algorithm);
    const bytes = (await readIfThere(path)) ?? (await this.#make(algorithm, createFile));
    if (bytes === undefined) {
      return undefined;
    }
    const wrapped = JSON.parse(new TextDecoder().decode(bytes)) as WrappedKey;
    const secret = await unwrapKey(wrapped, await readSealingKey(this.#parts.dataDir));
    if (secret === undefined) {
      throw new Error(`${path} does not open with this node's key: restore it from the backup`);
    }
    const kept = fromJson(JSON.parse(new TextDecoder().decode(secret))) as Kept;
    return keySigner({ ...kept, algorithm }, { random });
  }

  /** Makes key and certificate and writes them; undefined where no issuer certifies clocks. */
  async #make(
    algorithm: EcSignerAlgorithm,
    write: (path: string, bytes: Uint8Array) => Promise<unknown>,
  ): Promise<Uint8Array | undefined> {
    const { issuers, addressesOf, subject, ageMs, dataDir, now } = this.#parts;
    const issuer = await issuers.issuerFor('time', algorithm);
    if (issuer === undefined) {
      return undefined;
    }
    const { publicKey, privateKey } = freshKey(algorithm, random);
    const authority = parseCertificate(issuer.signer.certificate);
    const certificate = await makeCertificate(issuer, {
      purpose: 'time',
      subject,
      publicKey,
      notBefore: Math.max(now() - ageMs, authority.notBefore),
      notAfter: now() + KEY_SPAN_MS,
      addresses: addressesOf(issuer),
    });
    const chain = [issuer.signer.certificate, ...issuer.signer.chain];
    const secret = new TextEncoder().encode(
      JSON.stringify(toJson({ certificate, chain, privateKey } satisfies Kept)),
    );
    const wrapped = await wrapKey(secret, await readSealingKey(dataDir), { random, logN: WRAP_LOG_N });
    const path = this.#path(algorithm);
    await write(path, new TextEncoder().encode(JSON.stringify(wrapped)));
    // Another process may have been first.
    return await readIfThere(path);
  }
}

/**
 * A serial number that never repeats, whatever happened to files and database in between: milliseconds and 80 random
 * bits, 128 bits in all (RFC 3161 2.4.2 allows 160).
 */
function freshSerial(now: number): bigint {
  return (BigInt(now) << 80n) | bigIntOf(random(10));
}

function wantsSm3(request: Uint8Array): boolean {
  try {
    return readTimeStampRequest(request).hash === 'sm3';
  } catch {
    // Not a request: whoever answers says so.
    return false;
  }
}
