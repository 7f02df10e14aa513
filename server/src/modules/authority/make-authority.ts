/** The service of one node, put together from its settings. */
import { type DemoAuthority, isSignedBy, parseCertificate, type TrustList } from '@yiwen/trust/certificates';
import type { Node } from '../../platform/node/index.ts';
import { logService } from '../log/index.ts';
import { certifyKey } from './certify-key.ts';
import { openAuthority, readSealingKey } from './demo-files.ts';
import { demoIssuers, type Issuer, type Issuers } from './issuers.ts';
import type { AuthorityService } from './service.ts';
import { insertCertificate, markRevoked } from './store.ts';

/** Certificates of a demonstration hold from here on, so that seeded papers of the past year verify at their dates. */
const AUTHORITY_AGE_MS = 400 * 24 * 3600 * 1000;

/** The embedded authority of a node, opened at the first use: its age counts from that moment. */
function embedded(node: Node): () => Promise<DemoAuthority> {
  let opened: Promise<DemoAuthority> | undefined;
  return () => {
    const now = node.clock.now().getTime();
    opened ??= readSealingKey(node.dataDir).then((nodeKey) =>
      openAuthority(node.dataDir, nodeKey, { now, validFrom: now - AUTHORITY_AGE_MS }),
    );
    return opened;
  };
}

/** Makes the service. */
export function makeAuthority(node: Node): AuthorityService {
  const open = embedded(node);
  const issuers: Issuers = demoIssuers(open);
  const addressesOf = (issuer: Issuer) => addressesAt(node, issuer);

  async function trust(): Promise<TrustList> {
    const logs = (await node.services.get(logService).logs()).map((log) => ({
      vkey: log.vkey,
      name: log.origin,
    }));
    return (await open()).trustList(logs);
  }

  return {
    kind: issuers.kind,
    issue: (tx, order) => certifyKey(tx, issuers, addressesOf, order),
    async revoke(tx, { organId, certificate: der, reason, at }) {
      const certificate = parseCertificate(der);
      const issuer = (await issuers.all()).find(({ signer }) =>
        isSignedBy(certificate, parseCertificate(signer.certificate)),
      );
      if (issuer === undefined) {
        return false;
      }
      // A certificate from before there was a record is noted together with its end.
      await insertCertificate(tx, organId, {
        issuer: issuer.keyId,
        certificate,
        purpose: 'document',
        algorithm: issuer.signer.algorithm,
        at,
      });
      await markRevoked(tx, { issuer: issuer.keyId, serial: certificate.serial }, { at, reason });
      return true;
    },
    trust,
    revocation: async () => ({ crls: [], ocsps: [] }),
    timeStamp: async () => undefined,
  };
}

/** Addresses stand in certificates only where the office has named its own: a demonstration at localhost leads nowhere. */
function addressesAt(node: Node, { keyId }: Issuer) {
  if (node.settings.publicUrl === undefined) {
    return undefined;
  }
  const base = node.publicUrl();
  return { crl: `${base}/crl/${keyId}.crl`, ocsp: `${base}/ocsp`, issuer: `${base}/ca/${keyId}.crt` };
}
