/** What expires soon: certificates of signers, seals, issuers, clocks, and entries of trust lists. */

import { parseCertificate } from './certificate.ts';
import { nameTitle } from './name.ts';

/** Days before the end at which a warning is due, widest first. */
const STAGES = [60, 30, 7] as const;
const DAY_MS = 86_400_000;

/** A warning. `stage`: the narrowest of 60, 30 and 7 days that is reached, 0 once expired; `daysLeft` is rounded down. */
export type ExpiryWarning = {
  title: string;
  notAfter: number;
  stage: 60 | 30 | 7 | 0;
  daysLeft: number;
  message: string;
};

/** Anything that ends: a name to show, and its last moment, Unix ms. */
export type Expiring = { title: string; notAfter: number };

/**
 * What of `things` (certificates as DER, or anything with an end) expires within 60 days of `now` (Unix ms) or has
 * expired, soonest first. A warning is sent once per stage by remembering the stages already sent. Throws DerError on
 * bytes that are no certificate.
 */
export function expiryWarnings(things: readonly (Uint8Array | Expiring)[], now: number): ExpiryWarning[] {
  return things
    .map(expiring)
    .flatMap(({ title, notAfter }): ExpiryWarning[] => {
      const left = notAfter - now;
      const stage = left < 0 ? 0 : STAGES.findLast((days) => left <= days * DAY_MS);
      if (stage === undefined) {
        return [];
      }
      const daysLeft = Math.floor(left / DAY_MS);
      const message =
        stage === 0
          ? `${title}已过有效期，须立即更换`
          : `${title}将在${daysLeft === 0 ? '一天之内' : ` ${daysLeft} 天后`}过期，请及时更换`;
      return [{ title, notAfter, stage, daysLeft, message }];
    })
    .sort((a, b) => a.notAfter - b.notAfter);
}

function expiring(thing: Uint8Array | Expiring): Expiring {
  if (!(thing instanceof Uint8Array)) {
    return thing;
  }
  const { subject, notAfter } = parseCertificate(thing);
  return { title: nameTitle(subject), notAfter };
}
