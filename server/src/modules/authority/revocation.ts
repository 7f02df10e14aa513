/** What the node publishes about its certificates: revocation lists and OCSP answers, for issuers whose key is here. */
import {
  isIdOfIssuer,
  isSignedBy,
  type KnownStatus,
  parseCertificate,
  parseOcspRequest,
  refuseOcsp,
  signCrl,
  signOcsp,
} from '@yiwen/trust/certificates';
import { DerError } from '@yiwen/trust/crypto';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Issuer, Issuers } from './issuers.ts';
import { revokedOf, statusOf } from './store.ts';

const HOUR_MS = 3_600_000;
/** A list is made anew after this long, or at once when something was revoked. */
const LIST_AGE_MS = 12 * HOUR_MS;
/** How long a list and an answer may be relied on. */
const LIST_SPAN_MS = 7 * 24 * HOUR_MS;
const ANSWER_SPAN_MS = 24 * HOUR_MS;
/** Certificates asked about in one request. */
const MOST_ASKED = 20;

type Kept = { der: Uint8Array; madeAt: number; revoked: string };

/** Publishes for one node. */
export class Revocation {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #issuers: Issuers;
  readonly #services: () => Promise<readonly Uint8Array[]>;
  readonly #lists = new Map<string, Kept>();

  /** `services`: certificates of the node's own time-stamping, which have no record of an organ. */
  constructor(parts: {
    db: Database;
    clock: Clock;
    issuers: Issuers;
    services: () => Promise<readonly Uint8Array[]>;
  }) {
    this.#db = parts.db;
    this.#clock = parts.clock;
    this.#issuers = parts.issuers;
    this.#services = parts.services;
  }

  /** The present list of the issuer with this key identifier; undefined when its key is not here. */
  async list(keyId: string): Promise<Uint8Array | undefined> {
    const issuer = (await this.#issuers.all()).find((one) => one.keyId === keyId);
    return issuer && (await this.#listOf(issuer));
  }

  /** The lists of all issuers. */
  async lists(): Promise<Uint8Array[]> {
    const lists: Uint8Array[] = [];
    for (const issuer of await this.#issuers.all()) {
      lists.push(await this.#listOf(issuer));
    }
    return lists;
  }

  async #listOf({ signer, keyId }: Issuer): Promise<Uint8Array> {
    const revoked = await this.#db.asPublic((tx) => revokedOf(tx, keyId));
    const known = JSON.stringify(revoked);
    const now = this.#clock.now().getTime();
    const kept = this.#lists.get(keyId);
    if (kept !== undefined && kept.revoked === known && Math.abs(now - kept.madeAt) < LIST_AGE_MS) {
      return kept.der;
    }
    const { notBefore, notAfter } = parseCertificate(signer.certificate);
    const der = await signCrl(
      {
        // Grows with time, also after a backup was put back.
        number: BigInt(Math.floor(now / 1000)),
        thisUpdate: Math.max(now, notBefore),
        nextUpdate: Math.min(now + LIST_SPAN_MS, notAfter),
        revoked,
      },
      signer,
    );
    this.#lists.set(keyId, { der, madeAt: now, revoked: known });
    return der;
  }

  /** Answers an OCSP request, DER. Whose certificates it asks about, that issuer answers itself. */
  async answer(request: Uint8Array): Promise<Uint8Array> {
    let ids: ReturnType<typeof parseOcspRequest>['ids'];
    try {
      ({ ids } = parseOcspRequest(request));
    } catch (error) {
      if (error instanceof DerError) {
        return refuseOcsp(1);
      }
      throw error;
    }
    const [first] = ids;
    if (first === undefined || ids.length > MOST_ASKED) {
      return refuseOcsp(1);
    }
    const issuers = await this.#issuers.all();
    const issuer = issuers.find(({ signer }) => isIdOfIssuer(first, parseCertificate(signer.certificate)));
    if (issuer === undefined) {
      return refuseOcsp(6);
    }
    const statuses = new Map<string, KnownStatus>();
    for (const { serial } of ids) {
      statuses.set(serial, await this.#status(issuer, serial));
    }
    const now = this.#clock.now().getTime();
    return await signOcsp(request, issuer.signer, {
      issuer: issuer.signer.certificate,
      statusOf: (serial) => statuses.get(serial) ?? { status: 'unknown' },
      thisUpdate: now,
      nextUpdate: now + ANSWER_SPAN_MS,
    });
  }

  /** Certificates without a record are unknown, except those of our own issuers and services. */
  async #status(issuer: Issuer, serial: string): Promise<KnownStatus> {
    const known = await this.#db.asPublic((tx) => statusOf(tx, issuer.keyId, serial));
    if (known?.revoked !== undefined) {
      return { status: 'revoked', ...known.revoked };
    }
    const parent = parseCertificate(issuer.signer.certificate);
    const ours = [
      ...(await this.#issuers.all()).map(({ signer }) => signer.certificate),
      ...(await this.#services()),
    ].map(parseCertificate);
    const own = ours.some((certificate) => certificate.serial === serial && isSignedBy(certificate, parent));
    return { status: known !== undefined || own ? 'good' : 'unknown' };
  }
}
