/** The office's issuing authorities: certificate and key as files. Everything is checked before the node takes requests. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type Certificate,
  certificatesFromPem,
  isSignedBy,
  type Purpose,
  parseCertificate,
  type TrustAnchor,
} from '@yiwen/trust/certificates';
import {
  DerError,
  type EcSignerAlgorithm,
  equalBytes,
  keySigner,
  octets,
  readDer,
  readSignatureAlgorithm,
  type Signer,
  type SignerAlgorithm,
  sequence,
  verifySignature,
  writeSignatureAlgorithm,
} from '@yiwen/trust/crypto';
import { type DeviceSigner, openSigner } from '../../extensions/index.ts';
import { SettingsError } from '../../platform/config/index.ts';
import { errorAnswer, OfficeError } from '../../platform/errors/index.ts';
import { random } from './demo-files.ts';
import { type Issuer, type Issuers, issuerOf } from './issuers.ts';
import type { IssuerSettings } from './settings.ts';

/** A fault of the settings, in words. */
class IssuerFault extends Error {
  readonly zh: string;

  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
  }
}

const ALGORITHM_OF: Readonly<Record<string, SignerAlgorithm>> = {
  sm2: 'sm2-sm3',
  p256: 'ecdsa-p256-sha256',
  rsa: 'rsa-pkcs1-sha256',
};

type Configured = Issuer & { purposes: readonly Purpose[] };

/** Opens the configured issuers; a device is kept open as long as the node runs. Throws SettingsError with every fault found. */
export async function ownIssuers(settings: readonly IssuerSettings[], dataDir: string): Promise<Issuers> {
  const faults: { place: string; zh: string; en: string }[] = [];
  const opened: Configured[] = [];
  const anchors: TrustAnchor[] = [];
  const devices: DeviceSigner[] = [];
  for (const [index, each] of settings.entries()) {
    try {
      const { certificate, chain } = readCertificates(each, dataDir);
      anchors.push({ certificate: certificate.der, purposes: [...each.purposes] });
      const signer = await signerOf(each, dataDir, { certificate, chain }, devices);
      if (signer !== undefined) {
        opened.push({ ...issuerOf(signer), purposes: each.purposes });
      }
    } catch (error) {
      faults.push({ place: `authority.issuers.${index}`, ...wordsOf(error) });
    }
  }
  if (faults.length > 0) {
    await Promise.all(devices.map((device) => device.close()));
    throw new SettingsError(faults);
  }
  return {
    kind: 'own',
    async issuerFor(purpose, algorithm: EcSignerAlgorithm) {
      const able = opened.filter(({ purposes }) => purposes.includes(purpose));
      return able.find(({ signer }) => signer.algorithm === algorithm);
    },
    all: async () => opened,
    anchors: async () => anchors,
    async close() {
      await Promise.all(devices.map((device) => device.close()));
    },
  };
}

function wordsOf(error: unknown): { zh: string; en: string } {
  if (error instanceof OfficeError) {
    return errorAnswer(error).error.message;
  }
  const en = error instanceof Error ? error.message : String(error);
  return { zh: error instanceof IssuerFault ? error.zh : '证书或密钥文件读不了', en };
}

/** Certificate and chain of an issuer, held against each other. */
function readCertificates(
  settings: IssuerSettings,
  dataDir: string,
): { certificate: Certificate; chain: Certificate[] } {
  const read = (path: string): Certificate[] =>
    certificatesFromPem(readFileSync(resolve(dataDir, path), 'utf8')).map(parseCertificate);
  const [certificate, ...more] = read(settings.certificate);
  if (certificate === undefined) {
    throw new IssuerFault('证书文件里没有 PEM 证书', 'no PEM certificate in the file');
  }
  const { ca, keyUsage } = certificate.extensions;
  if (ca !== true || keyUsage?.certSign === false) {
    throw new IssuerFault('这不是签发机构的证书，不能签发', 'the certificate is not that of an authority');
  }
  const rest = [...more, ...(settings.chain === undefined ? [] : read(settings.chain))];
  const chain: Certificate[] = [];
  for (let top = certificate; !equalBytes(top.issuer.der, top.subject.der); ) {
    const parent = rest.find((candidate) => isSignedBy(top, candidate));
    if (parent === undefined || chain.length > 5) {
      throw new IssuerFault(
        '证书链不完整：缺少上级证书，须一直到根证书',
        `the chain is not complete: the issuer of ${top.serial} is missing`,
      );
    }
    chain.push(parent);
    top = parent;
  }
  return { certificate, chain };
}

/** The key of an issuer, from a file or a device; undefined when only its certificate is here, to be believed. */
async function signerOf(
  settings: IssuerSettings,
  dataDir: string,
  { certificate, chain }: { certificate: Certificate; chain: readonly Certificate[] },
  devices: DeviceSigner[],
): Promise<Signer | undefined> {
  if (settings.device !== undefined) {
    const { der } = certificate;
    const device = await openSigner(settings.device, {
      certificate: der,
      chain: chain.map((one) => one.der),
    });
    devices.push(device);
    return device;
  }
  return settings.key === undefined ? undefined : await openKey(settings, dataDir, certificate, chain);
}

async function openKey(
  settings: IssuerSettings,
  dataDir: string,
  certificate: Certificate,
  chain: readonly Certificate[],
): Promise<Signer> {
  const algorithm = ALGORITHM_OF[certificate.publicKey?.kind ?? ''];
  if (algorithm === undefined) {
    throw new IssuerFault('不支持这种算法的签发证书', 'the issuer key is neither SM2, P-256 nor RSA');
  }
  const secret = openPrivateKey(settings, dataDir);
  const signer = keySigner(
    {
      certificate: certificate.der,
      chain: chain.map(({ der }) => der),
      algorithm,
      privateKey: algorithm === 'rsa-pkcs1-sha256' ? secret : ecPrivateKey(secret),
    },
    { random },
  );
  // Whatever its form: the key fits when its signature holds under the certificate.
  const probe = random(32);
  const signature = await signer.sign(probe);
  const held = readSignatureAlgorithm(readDer(writeSignatureAlgorithm(algorithm)));
  if (
    certificate.publicKey === undefined ||
    !verifySignature(certificate.publicKey, held, probe, signature)
  ) {
    throw new IssuerFault('密钥与证书不是一对', 'the key does not belong to the certificate');
  }
  return signer;
}

/** PKCS#8, DER and plain. */
function openPrivateKey(settings: IssuerSettings, dataDir: string): Uint8Array {
  const bytes = readFileSync(resolve(dataDir, settings.key!));
  const password =
    settings.passwordFile === undefined
      ? undefined
      : readFileSync(resolve(dataDir, settings.passwordFile), 'utf8').replace(/\r?\n$/, '');
  const isPem = bytes.toString('latin1').includes('-----BEGIN ');
  try {
    // Only the container is opened here; nothing is ever signed by it.
    const key = createPrivateKey({
      key: bytes,
      ...(isPem ? { format: 'pem' } : { format: 'der', type: 'pkcs8' }),
      ...(password === undefined ? {} : { passphrase: password }),
    } as Parameters<typeof createPrivateKey>[0]);
    return new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }));
  } catch {
    throw new IssuerFault(
      '密钥文件打不开：不是 PKCS#8，或密码不对',
      'the key file does not open: not PKCS#8, or a wrong password',
    );
  }
}

/** The raw 32 bytes in a PKCS#8 key of a curve (RFC 5915). */
function ecPrivateKey(pkcs8: Uint8Array): Uint8Array {
  const inner = octets(sequence(readDer(pkcs8))[2]);
  const key = octets(sequence(readDer(inner))[1]);
  if (key.length > 32) {
    throw new DerError('expected a key of 32 bytes');
  }
  const raw = new Uint8Array(32);
  raw.set(key, 32 - key.length);
  return raw;
}
