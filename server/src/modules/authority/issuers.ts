/** Who certifies: the demonstration's issuers, or the office's own issuing authorities. */
import { type DemoAuthority, issuerNames, type Purpose, type TrustAnchor } from '@yiwen/trust/certificates';
import { type EcSignerAlgorithm, hex, keySigner, type Signer } from '@yiwen/trust/crypto';
import { random } from './demo-files.ts';

/** One issuing key: its signer (certificate and chain above it) and its key identifier, hex. */
export type Issuer = { signer: Signer; keyId: string };

/** The issuers of a node. */
export type Issuers = {
  kind: 'demo' | 'own';
  /** Who certifies a key of this algorithm for a purpose; undefined when only an outside authority can. */
  issuerFor(purpose: Purpose, algorithm: EcSignerAlgorithm): Promise<Issuer | undefined>;
  /** All issuing keys, of roots too where they are here: each publishes a revocation list. */
  all(): Promise<readonly Issuer[]>;
  anchors(): Promise<readonly TrustAnchor[]>;
  /** Lets go of devices. */
  close(): Promise<void>;
};

/** An issuer out of a signer. */
export function issuerOf(signer: Signer): Issuer {
  return { signer, keyId: hex(issuerNames(signer.certificate).keyId) };
}

const ALGORITHMS: readonly EcSignerAlgorithm[] = ['sm2-sm3', 'ecdsa-p256-sha256'];

/** The embedded authority's issuers. `open` is called at the first use. */
export function demoIssuers(open: () => Promise<DemoAuthority>): Issuers {
  const known = new Map<string, Issuer>();
  const issuer = async (kind: Purpose | 'root', algorithm: EcSignerAlgorithm): Promise<Issuer> => {
    const authority = await open();
    const { certificate, key } = authority.issuer(kind, algorithm);
    const root = authority.keys[algorithm].root.certificate;
    const found = issuerOf(
      keySigner(
        {
          certificate,
          chain: kind === 'root' ? [] : [root],
          algorithm,
          privateKey: key.privateKey,
        },
        { random },
      ),
    );
    const first = known.get(found.keyId) ?? found;
    known.set(found.keyId, first);
    return first;
  };
  return {
    kind: 'demo',
    issuerFor: issuer,
    async all() {
      for (const algorithm of ALGORITHMS) {
        for (const kind of ['seal', 'seal-maker', 'person', 'time', 'root'] as const) {
          await issuer(kind, algorithm);
        }
      }
      return [...known.values()];
    },
    anchors: async () => (await open()).trustList().anchors,
    close: async () => {},
  };
}
