/**
 * The demonstration authority: two hierarchies (SM2 and P-256), each a root and four issuing authorities. Every
 * name says 演示无效. Issuers are separate per purpose, and the trust list anchors the issuers, not the roots: a
 * person's certificate must never be able to make a seal, or seal for an organ.
 */

import {
  type EcSignerAlgorithm,
  type PublicKey,
  p256KeyPair,
  p256PublicKey,
  type RandomSource,
  sm2KeyPair,
  sm2PublicKey,
} from '@yiwen/trust/crypto';
import { parseCertificate } from './certificate.ts';
import { buildCertificate, type CertificateContent, type IssuerKey } from './certificate-builder.ts';
import { type Subject, writeName } from './name.ts';
import { OCSP_SIGNING } from './ocsp.ts';
import type { Purpose, TrustList } from './trust-list.ts';

/** A certificate with its raw 32-byte private key. */
export type CertifiedKey = { certificate: Uint8Array; privateKey: Uint8Array };

/** The issuing authorities of one hierarchy. */
export type IssuerKind = 'organ' | 'maker' | 'person' | 'time';

/** One hierarchy: everything the authority must keep. */
export type Hierarchy = {
  root: CertifiedKey;
  /** An authority made before there was time-stamping has no `time`: its organ issuer does that work. */
  issuing: Record<Exclude<IssuerKind, 'time'>, CertifiedKey> & { time?: CertifiedKey };
};

/** The keys of a demonstration authority, to be stored (wrapped) and opened again. */
export type AuthorityKeys = Record<EcSignerAlgorithm, Hierarchy>;

/** A new certificate, its private key, and the chain from the issuer to the root. */
export type IssuedCertificate = CertifiedKey & { chain: Uint8Array[]; algorithm: EcSignerAlgorithm };

/** A running demonstration authority. */
export type DemoAuthority = {
  keys: AuthorityKeys;
  /**
   * Issues a certificate with a fresh key. `notBefore`/`notAfter`: Unix milliseconds. 演示无效 is added to the
   * common name when it is not there.
   */
  issue(
    subject: Subject,
    options: { purpose: Purpose; algorithm: EcSignerAlgorithm; notBefore: number; notAfter: number },
  ): IssuedCertificate;
  /** Certifies a key that was made elsewhere (a certificate request, whose signature the caller has checked). */
  certify(
    subject: Subject,
    publicKey: PublicKey,
    options: { purpose: Purpose; algorithm: EcSignerAlgorithm; notBefore: number; notAfter: number },
  ): { certificate: Uint8Array; chain: Uint8Array[] };
  /** A short-lived OCSP responder for the certificates of a purpose, marked id-pkix-ocsp-nocheck. */
  issueResponder(options: {
    purpose: Purpose;
    algorithm: EcSignerAlgorithm;
    notBefore: number;
    notAfter: number;
  }): IssuedCertificate;
  /** The key that signs certificates, and so revocation lists and statuses, for a purpose; `root` signs those of issuers. */
  issuer(kind: Purpose | 'root', algorithm: EcSignerAlgorithm): { certificate: Uint8Array; key: IssuerKey };
  /** The trust list of this authority, `demo: true`. */
  trustList(logs?: TrustList['logs']): TrustList;
};

const YEAR_MS = 365.25 * 24 * 3600 * 1000;
const ISSUER_OF: Readonly<Record<Purpose, IssuerKind>> = {
  seal: 'organ',
  document: 'organ',
  log: 'organ',
  'seal-maker': 'maker',
  person: 'person',
  time: 'time',
  witness: 'organ',
};
const ISSUER_TITLE: Readonly<Record<IssuerKind, string>> = {
  organ: '单位证书',
  maker: '印章制作证书',
  person: '个人证书',
  time: '时间戳证书',
};
const ALGORITHM_TITLE: Readonly<Record<EcSignerAlgorithm, string>> = {
  'sm2-sm3': '国密',
  'ecdsa-p256-sha256': '国际算法',
};
/** The mark every demonstration name carries. */
export const DEMO_MARK = '演示无效';
/** id-kp-timeStamping: the one usage of a time-stamping authority. */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const DEMO_ORGANISATION = `一文通演示证书机构（${DEMO_MARK}）`;

/** A new key pair of an algorithm. */
export function freshKey(
  algorithm: EcSignerAlgorithm,
  random: RandomSource,
): { privateKey: Uint8Array; publicKey: PublicKey } {
  if (algorithm === 'sm2-sm3') {
    const pair = sm2KeyPair(random);
    return { privateKey: pair.privateKey, publicKey: { kind: 'sm2', point: pair.publicKey } };
  }
  const pair = p256KeyPair(random);
  return { privateKey: pair.privateKey, publicKey: { kind: 'p256', point: pair.publicKey } };
}

function publicKeyOf(algorithm: EcSignerAlgorithm, privateKey: Uint8Array): PublicKey {
  return algorithm === 'sm2-sm3'
    ? { kind: 'sm2', point: sm2PublicKey(privateKey) }
    : { kind: 'p256', point: p256PublicKey(privateKey) };
}

function issuerKey(key: CertifiedKey, algorithm: EcSignerAlgorithm): IssuerKey {
  return {
    name: parseCertificate(key.certificate).subject.der,
    privateKey: key.privateKey,
    publicKey: publicKeyOf(algorithm, key.privateKey),
    algorithm,
  };
}

function makeHierarchy(algorithm: EcSignerAlgorithm, random: RandomSource, validFrom: number): Hierarchy {
  const subject = (title: string): Subject => ({
    organisation: DEMO_ORGANISATION,
    commonName: `${ALGORITHM_TITLE[algorithm]}${title}（${DEMO_MARK}）`,
  });
  const rootKey = freshKey(algorithm, random);
  const rootSubject = subject('演示根');
  const root: CertifiedKey = {
    certificate: buildCertificate(
      {
        subject: rootSubject,
        publicKey: rootKey.publicKey,
        notBefore: validFrom,
        notAfter: validFrom + 20 * YEAR_MS,
        ca: { pathLength: 1 },
      },
      { name: writeName(rootSubject), ...rootKey, algorithm },
      { random },
    ),
    privateKey: rootKey.privateKey,
  };
  const issuing = (kind: IssuerKind): CertifiedKey => {
    const key = freshKey(algorithm, random);
    const certificate = buildCertificate(
      {
        subject: subject(`演示${ISSUER_TITLE[kind]}签发机构`),
        publicKey: key.publicKey,
        notBefore: validFrom,
        notAfter: validFrom + 15 * YEAR_MS,
        ca: { pathLength: 0 },
      },
      issuerKey(root, algorithm),
      { random },
    );
    return { certificate, privateKey: key.privateKey };
  };
  return {
    root,
    issuing: {
      organ: issuing('organ'),
      maker: issuing('maker'),
      person: issuing('person'),
      time: issuing('time'),
    },
  };
}

/**
 * Makes a new authority. Same `random` bytes and `now`, same authority. `validFrom` (default `now`) lets the
 * certificates of papers dated before the first start be valid on their dates.
 */
export function makeDemoAuthority(options: {
  random: RandomSource;
  now: number;
  validFrom?: number;
}): DemoAuthority {
  const { random } = options;
  const validFrom = options.validFrom ?? options.now;
  const keys: AuthorityKeys = {
    'sm2-sm3': makeHierarchy('sm2-sm3', random, validFrom),
    'ecdsa-p256-sha256': makeHierarchy('ecdsa-p256-sha256', random, validFrom),
  };
  return openDemoAuthority(keys, { random });
}

function issuerFor(hierarchy: Hierarchy, kind: IssuerKind): CertifiedKey {
  return hierarchy.issuing[kind] ?? hierarchy.issuing.organ;
}

/** The subject with the mark every demonstration name carries. */
export function markSubject(subject: Subject): Subject {
  return subject.commonName.includes(DEMO_MARK)
    ? subject
    : { ...subject, commonName: `${subject.commonName}（${DEMO_MARK}）` };
}

/** Opens an authority from its stored keys. */
export function openDemoAuthority(keys: AuthorityKeys, options: { random: RandomSource }): DemoAuthority {
  const { random } = options;
  const issuer: DemoAuthority['issuer'] = (kind, algorithm) => {
    const hierarchy = keys[algorithm];
    const key = kind === 'root' ? hierarchy.root : issuerFor(hierarchy, ISSUER_OF[kind]);
    return { certificate: key.certificate, key: issuerKey(key, algorithm) };
  };
  const certify = (
    content: Pick<CertificateContent, 'subject' | 'publicKey' | 'onlyFor' | 'ocspNoCheck'>,
    { purpose, algorithm, notBefore, notAfter }: Parameters<DemoAuthority['issue']>[1],
  ) => {
    const { certificate, key } = issuer(purpose, algorithm);
    return {
      certificate: buildCertificate(
        { ...content, subject: markSubject(content.subject), notBefore, notAfter },
        key,
        { random },
      ),
      chain: [certificate, keys[algorithm].root.certificate],
    };
  };
  const usageOf = (purpose: Purpose) => (purpose === 'time' ? { onlyFor: [TIME_STAMPING] } : {});
  return {
    keys,
    issuer,
    certify(subject, publicKey, options) {
      return certify({ subject, publicKey, ...usageOf(options.purpose) }, options);
    },
    issue(subject, options) {
      const { publicKey, privateKey } = freshKey(options.algorithm, random);
      const issued = certify({ subject, publicKey, ...usageOf(options.purpose) }, options);
      return { ...issued, privateKey, algorithm: options.algorithm };
    },
    issueResponder(options) {
      const { publicKey, privateKey } = freshKey(options.algorithm, random);
      const subject = { organisation: DEMO_ORGANISATION, commonName: '证书状态答复' };
      const issued = certify({ subject, publicKey, onlyFor: [OCSP_SIGNING], ocspNoCheck: true }, options);
      return { ...issued, privateKey, algorithm: options.algorithm };
    },
    trustList(logs = []) {
      const anchors = Object.values(keys).flatMap(({ issuing }) => [
        { certificate: issuing.organ.certificate, purposes: ['seal', 'document', 'log'] as Purpose[] },
        { certificate: issuing.maker.certificate, purposes: ['seal-maker'] as Purpose[] },
        { certificate: issuing.person.certificate, purposes: ['person'] as Purpose[] },
        { certificate: (issuing.time ?? issuing.organ).certificate, purposes: ['time'] as Purpose[] },
      ]);
      return { name: `一文通演示信任列表（${DEMO_MARK}）`, demo: true, anchors, logs: [...logs] };
    },
  };
}
