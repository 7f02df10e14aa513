/** The authority of one node, put together from its settings. */
import {
  DEMO_MARK,
  type DemoAuthority,
  isSignedBy,
  joinTrustLists,
  parseCertificate,
  type RevocationEvidence,
  type TrustList,
} from '@yiwen/trust/certificates';
import type { Node } from '../../platform/node/index.ts';
import { logService } from '../log/index.ts';
import { certifyKey } from './certify-key.ts';
import { openAuthority, readSealingKey } from './demo-files.ts';
import { FileTime } from './file-time.ts';
import { demoIssuers, type Issuer, type Issuers } from './issuers.ts';
import { ownIssuers } from './own-issuers.ts';
import { Revocation } from './revocation.ts';
import type { AuthorityService } from './service.ts';
import type { AuthoritySettings } from './settings.ts';
import { stampedFilesOf, validationDataOf } from './stamped-files.ts';
import { insertCertificate, markRevoked } from './store.ts';
import { networkSource, type TimeSource, TimeSources } from './time-sources.ts';
import { TimeStamping } from './time-stamping.ts';
import { readTrustFolder } from './trust-folder.ts';

/** Certificates of a demonstration hold from here on, so that seeded papers of the past year verify at their dates. */
const AUTHORITY_AGE_MS = 400 * 24 * 3600 * 1000;

/** The parts of a node's authority. */
export type Authority = {
  service: AuthorityService;
  issuers: Issuers;
  revocationOf: Revocation;
  /** Absent where the settings want no time of the node's own. */
  timeStamping: TimeStamping | undefined;
};

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

/** Puts the authority together. Throws SettingsError when files of the settings do not fit each other. */
export async function makeAuthority(node: Node, settings: AuthoritySettings): Promise<Authority> {
  const isDemo = settings.kind === 'demo';
  const issuers: Issuers = isDemo
    ? demoIssuers(embedded(node))
    : await ownIssuers(settings.issuers, node.dataDir);
  const folder =
    settings.trustFolder === undefined
      ? undefined
      : await readTrustFolder(node.dataDir, settings.trustFolder);
  const addressesOf = (issuer: Issuer) => addressesAt(node, issuer);
  const timeStamping = settings.ownTime
    ? new TimeStamping({
        dataDir: node.dataDir,
        issuers,
        addressesOf,
        subject: isDemo
          ? { organisation: `一文通演示时间戳（${DEMO_MARK}）`, commonName: `演示时间戳服务（${DEMO_MARK}）` }
          : { organisation: node.settings.nodeName, commonName: `${node.settings.nodeName}时间戳服务` },
        now: () => node.clock.now().getTime(),
        ageMs: isDemo ? AUTHORITY_AGE_MS : 0,
      })
    : undefined;
  const revocationOf = new Revocation({
    db: node.db,
    clock: node.clock,
    issuers,
    services: async () => (await timeStamping?.certificates()) ?? [],
  });
  const sources = new TimeSources({
    sources: [...settings.timeSources.map(networkSource), ...ownSource(timeStamping)],
    clock: node.clock,
    limits: { waitMs: settings.timeWaitMs, toleranceMs: settings.timeToleranceSeconds * 1000 },
    onFault: (source, reason) => node.log.warn({ source, reason }, 'time source not used'),
  });

  async function trust(): Promise<TrustList> {
    const logs = (await node.services.get(logService).logs()).map((log) => ({
      vkey: log.vkey,
      name: log.origin,
    }));
    const own: TrustList = {
      name: isDemo ? `一文通演示信任列表（${DEMO_MARK}）` : node.settings.nodeName,
      demo: isDemo,
      anchors: [...(await issuers.anchors())],
      logs,
    };
    return folder === undefined ? own : joinTrustLists([own, folder.trust]);
  }

  async function revocation(): Promise<RevocationEvidence> {
    const own = await revocationOf.lists();
    const given = folder?.revocation;
    return { crls: [...own, ...(given?.crls ?? [])], ocsps: given?.ocsps ?? [] };
  }

  const fileTime = new FileTime({
    node,
    ask: (now) => (stamped, hash) => sources.stamp(stamped, { hash, now, trust }),
    trust,
    revocation,
    hashEnds: {
      ...(settings.sha256Ends === undefined ? {} : { sha256: Date.parse(settings.sha256Ends) }),
      ...(settings.sm3Ends === undefined ? {} : { sm3: Date.parse(settings.sm3Ends) }),
    },
  });

  const service: AuthorityService = {
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
    revocation,
    timeStamp: (stamped, options) => sources.stamp(stamped, { ...options, trust }),
    stampFile: (file, now) => fileTime.stamp(file, now),
    careFor: (tx, file) => fileTime.take(tx, file),
    keepTime: () => fileTime.work(),
    validationDataOf,
    filesInCare: stampedFilesOf,
  };
  return { service, issuers, revocationOf, timeStamping };
}

function ownSource(timeStamping: TimeStamping | undefined): TimeSource[] {
  return timeStamping === undefined
    ? []
    : [
        {
          name: 'own',
          hashes: ['sha256', 'sm3'],
          ask: (request, { now }) => timeStamping.answer(request, now.getTime()),
        },
      ];
}

/** Addresses stand in certificates only where the office has named its own: a demonstration at localhost leads nowhere. */
function addressesAt(node: Node, { keyId }: Issuer) {
  if (node.settings.publicUrl === undefined) {
    return undefined;
  }
  const base = node.publicUrl();
  return { crl: `${base}/crl/${keyId}.crl`, ocsp: `${base}/ocsp`, issuer: `${base}/ca/${keyId}.crt` };
}
