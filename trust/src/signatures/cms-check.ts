/**
 * Checking CMS SignedData (RFC 5652; GB/T 35275 has the same form). Every byte is chosen by whoever made the file:
 * one signer only, known algorithms only, the signed attributes taken exactly as received.
 */
import type { Finding } from '@yiwen/formats';
import { type Certificate, parseCertificate } from '@yiwen/trust/certificates';
import {
  DerError,
  type DerNode,
  equalBytes,
  type HashName,
  hash,
  objectIdentifier,
  octets,
  readDerPrefix,
  readHashAlgorithm,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
  sequence,
  setOf,
  sha1,
  smallInteger,
  time,
  verifySignature,
} from '@yiwen/trust/crypto';
import { OID } from './cms-oids.ts';

/** What one SignedData says and whether it holds. */
export type SignedDataCheck = {
  /** The value and the digest hold over the given content. */
  intact: boolean;
  signer: Certificate | undefined;
  /** All certificates that came along, DER. */
  certificates: Uint8Array[];
  /** Revocation lists and OCSP answers (RFC 5940) that came along, DER. */
  revocation: { crls: Uint8Array[]; ocsps: Uint8Array[] };
  digest: HashName | undefined;
  /** Encapsulated content, for a time-stamp token. */
  content: Uint8Array | undefined;
  contentType: string | undefined;
  /** signing-time attribute: a claim, Unix ms. */
  claimedTime: number | undefined;
  /** Time-stamp tokens over the signature value (unsigned attribute), DER. */
  timeStampTokens: Uint8Array[];
  signatureValue: Uint8Array | undefined;
  findings: Finding[];
};

const limits = { mode: 'ber', maxDepth: 32, maxNodes: 20_000 } as const;
const maxCertificates = 40;

type SignerInfo = {
  version: number;
  issuer: Uint8Array;
  serial: Uint8Array;
  keyId: Uint8Array | undefined;
  digest: HashName;
  digestNode: DerNode;
  attributes: DerNode | undefined;
  algorithmNode: DerNode;
  signature: Uint8Array;
  unsigned: DerNode | undefined;
};

/**
 * Checks `cms` (padding after the structure allowed) over the detached `content`; without it, over the content inside.
 * Never throws on bad input: what is wrong stands in the findings.
 */
export function checkSignedData(cms: Uint8Array, content?: Uint8Array): SignedDataCheck {
  const check: SignedDataCheck = {
    intact: false,
    signer: undefined,
    certificates: [],
    revocation: { crls: [], ocsps: [] },
    digest: undefined,
    content: undefined,
    contentType: undefined,
    claimedTime: undefined,
    timeStampTokens: [],
    signatureValue: undefined,
    findings: [],
  };
  try {
    readAndCheck(cms, content, check);
  } catch (error) {
    if (!(error instanceof DerError)) {
      throw error;
    }
    check.intact = false;
    check.findings.push({
      code: 'cms-unreadable',
      severity: 'error',
      message: '签名数据结构不合规范，无法核验',
      evidence: error.message,
    });
  }
  return check;
}

/**
 * The children of a SEQUENCE that has `least` to `most` of them. Nothing is left over: padding after the structure must
 * not slip inside by a changed length.
 */
function elements(node: DerNode | undefined, least: number, most = least): readonly DerNode[] {
  const children = sequence(node);
  if (children.length < least || children.length > most) {
    throw new DerError(`expected ${least} to ${most} elements, found ${children.length}`);
  }
  return children;
}

function readAndCheck(cms: Uint8Array, detached: Uint8Array | undefined, check: SignedDataCheck): void {
  const [type, wrapped] = elements(readDerPrefix(cms, limits).node, 2);
  const contentInfo = objectIdentifier(type);
  if (contentInfo !== OID.signedData && contentInfo !== OID.gmSignedData) {
    throw new DerError(`expected SignedData, found ${contentInfo}`);
  }
  if (wrapped?.tag !== 0xa0 || wrapped.children.length !== 1) {
    throw new DerError('expected one SignedData');
  }
  const fields = sequence(wrapped.children[0]);
  const version = smallInteger(fields[0]);
  const digests = setOf(fields[1]);
  const [innerType, innerContent] = elements(fields[2], 1, 2);
  if (innerContent !== undefined && (innerContent.tag !== 0xa0 || innerContent.children.length !== 1)) {
    throw new DerError('expected one content');
  }
  check.contentType = objectIdentifier(innerType);
  check.content = innerContent === undefined ? undefined : octets(innerContent.children[0]);
  let next = 3;
  if (fields[next]?.tag === 0xa0) {
    const nodes = fields[next]?.children ?? [];
    if (nodes.length > maxCertificates || nodes.some((node) => node.tag !== 0x30)) {
      throw new DerError(`expected at most ${maxCertificates} X.509 certificates`);
    }
    check.certificates = nodes.map((node) => node.bytes);
    next += 1;
  }
  if (fields[next]?.tag === 0xa1) {
    readRevocation(fields[next]!.children, check);
    next += 1;
  }
  const signers = setOf(fields[next]);
  if (signers.length !== 1) {
    throw new DerError(`expected one signer, found ${signers.length}`);
  }
  const info = readSignerInfo(signers[0]);
  if (fields.length !== next + 1) {
    throw new DerError('expected the end of the SignedData');
  }
  // RFC 5652 5.1: version 1 when the content is plain data and the signer is named by issuer and serial number.
  const plain = check.contentType === OID.data && info.keyId === undefined;
  // 5.3: that of the SignerInfo, by how the signer is named.
  const isExpected = version === (plain ? 1 : 3) && info.version === (info.keyId === undefined ? 1 : 3);
  if (contentInfo === OID.signedData && !isExpected) {
    check.findings.push({
      code: 'cms-version',
      severity: 'error',
      message: '签名数据的版本号与其内容不符',
      evidence: String(version),
    });
  }
  if (!digests.some((node) => equalBytes(node.bytes, info.digestNode.bytes))) {
    check.findings.push({
      code: 'cms-digest-not-listed',
      severity: 'error',
      message: '签署人所用的摘要算法没有列在签名数据里',
    });
  }
  check.digest = info.digest;
  check.signatureValue = info.signature;
  check.timeStampTokens = tokensOf(info.unsigned);
  check.signer = findSigner(info, check.certificates);
  checkSigner(info, detached ?? check.content, detached !== undefined, check);
}

/** RevocationInfoChoices (RFC 5652 10.2.1): lists as they are, OCSP responses under their OID; other kinds are left. */
function readRevocation(choices: readonly DerNode[], check: SignedDataCheck): void {
  for (const choice of choices.slice(0, maxCertificates)) {
    if (choice.tag === 0x30) {
      check.revocation.crls.push(choice.bytes);
    } else if (choice.tag === 0xa1 && choice.children.length === 2) {
      const [format, info] = choice.children;
      if (objectIdentifier(format) === OID.ocspResponse && info !== undefined) {
        check.revocation.ocsps.push(info.bytes);
      }
    }
  }
}

function readSignerInfo(node: DerNode | undefined): SignerInfo {
  const fields = [...sequence(node)];
  const version = smallInteger(fields.shift());
  const sid = fields.shift();
  const digestNode = fields.shift();
  const digest = readHashAlgorithm(digestNode);
  const attributes = fields[0]?.tag === 0xa0 ? fields.shift() : undefined;
  const algorithmNode = fields.shift();
  const signature = octets(fields.shift());
  const unsigned = fields[0]?.tag === 0xa1 ? fields.shift() : undefined;
  if (algorithmNode === undefined || digestNode === undefined || fields.length > 0) {
    throw new DerError('expected a SignerInfo');
  }
  if (version === 3 && sid?.tag === 0x80) {
    const none = new Uint8Array(0);
    return {
      version,
      issuer: none,
      serial: none,
      keyId: sid.content,
      digest,
      digestNode,
      attributes,
      algorithmNode,
      signature,
      unsigned,
    };
  }
  const [issuer, serial] = elements(sid, 2);
  if (issuer === undefined || serial === undefined) {
    throw new DerError('expected issuer and serial number');
  }
  return {
    version,
    issuer: issuer.bytes,
    serial: serial.bytes,
    keyId: undefined,
    digest,
    digestNode,
    attributes,
    algorithmNode,
    signature,
    unsigned,
  };
}

function findSigner(info: SignerInfo, certificates: readonly Uint8Array[]): Certificate | undefined {
  for (const bytes of certificates) {
    let certificate: Certificate;
    try {
      certificate = parseCertificate(bytes);
    } catch (error) {
      if (error instanceof DerError) {
        continue;
      }
      throw error;
    }
    const byKey =
      info.keyId !== undefined &&
      certificate.extensions.subjectKeyId !== undefined &&
      certificate.extensions.subjectKeyId === hexOf(info.keyId);
    if (
      byKey ||
      (equalBytes(certificate.issuer.der, info.issuer) && equalBytes(certificate.serialDer, info.serial))
    ) {
      return certificate;
    }
  }
  return undefined;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function attributeValues(attributes: DerNode | undefined, oid: string): readonly DerNode[] {
  const found = (attributes?.children ?? []).filter((node) => objectIdentifier(sequence(node)[0]) === oid);
  if (found.length > 1) {
    throw new DerError(`expected attribute ${oid} once`);
  }
  return found[0] === undefined ? [] : setOf(sequence(found[0])[1]);
}

/** The algorithm of the signature; an older form names only the key's kind and leaves the digest to the SignerInfo. */
function algorithmOf(info: SignerInfo): SignatureAlgorithm {
  const dotted = objectIdentifier(sequence(info.algorithmNode)[0]);
  if (dotted === '1.2.840.113549.1.1.1') {
    return { scheme: 'rsa-pkcs1', hash: info.digest };
  }
  if (dotted === '1.2.840.10045.2.1') {
    return { scheme: 'ecdsa', hash: info.digest };
  }
  if (dotted === '1.2.156.10197.1.301.1' || dotted === '1.2.156.10197.1.301') {
    return { scheme: 'sm2', hash: 'sm3' };
  }
  return readSignatureAlgorithm(info.algorithmNode);
}

function checkSigner(
  info: SignerInfo,
  content: Uint8Array | undefined,
  detached: boolean,
  check: SignedDataCheck,
): void {
  const fault = (code: string, message: string, evidence?: string) =>
    check.findings.push({
      code,
      severity: 'error',
      message,
      ...(evidence === undefined ? {} : { evidence }),
    });
  if (detached && check.content !== undefined && check.content.length > 0) {
    fault('cms-content-inside', '签名数据里另外夹带了内容');
    return;
  }
  if (content === undefined) {
    fault('cms-content-missing', '签名数据里没有被签的内容');
    return;
  }
  if (check.signer?.publicKey === undefined) {
    fault('cms-signer-missing', '签名数据里找不到签署人的证书，或证书的密钥种类无法识别');
    return;
  }
  const algorithm = algorithmOf(info);
  if (algorithm.hash !== info.digest && algorithm.scheme !== 'ed25519') {
    fault('cms-digest-mismatch', '签名算法与摘要算法不一致', `${algorithm.hash} / ${info.digest}`);
    return;
  }
  if (info.digest === 'sha1') {
    check.findings.push({
      code: 'cms-sha1',
      severity: 'warning',
      message: '使用了已不安全的 SHA-1 摘要算法',
    });
  }
  let signed = content;
  if (info.attributes !== undefined) {
    if (!attributesAgree(info, content, check, fault)) {
      return;
    }
    // The signature is over the attributes as SET OF (RFC 5652 5.4): same bytes, other tag.
    signed = info.attributes.bytes.slice();
    signed[0] = 0x31;
  } else if (readsAsAttributes(content)) {
    fault('cms-attributes-as-content', '被签的其实是另一份签名的签名属性，不是这些内容');
    return;
  } else {
    check.findings.push({
      code: 'cms-no-signed-attributes',
      severity: 'info',
      message: '签名没有签名属性（不是 PAdES 基线）',
    });
  }
  if (!verifySignature(check.signer.publicKey, algorithm, signed, info.signature)) {
    fault('cms-value-wrong', '签名值不成立');
    return;
  }
  check.intact = true;
}

/**
 * Whether content is the signed attributes of a signature: a value over those, with the attributes taken away, would
 * otherwise pass as one over a file that holds them, which nobody meant to sign.
 */
function readsAsAttributes(content: Uint8Array): boolean {
  if (content[0] !== 0x31) {
    return false;
  }
  try {
    const attributes = setOf(readDerPrefix(content, limits).node);
    return attributes.some((node) => objectIdentifier(sequence(node)[0]) === OID.messageDigest);
  } catch (error) {
    if (error instanceof DerError) {
      return false;
    }
    throw error;
  }
}

function attributesAgree(
  info: SignerInfo,
  content: Uint8Array,
  check: SignedDataCheck,
  fault: (code: string, message: string, evidence?: string) => void,
): boolean {
  const { attributes } = info;
  const [digest] = attributeValues(attributes, OID.messageDigest);
  if (digest === undefined || !equalBytes(octets(digest), hash(info.digest, content))) {
    fault('cms-content-changed', '内容与签名时的摘要不符');
    return false;
  }
  const [type] = attributeValues(attributes, OID.contentType);
  if (type === undefined || !sameContentType(objectIdentifier(type), check.contentType)) {
    fault('cms-content-type', '签名属性中的内容类型不符');
    return false;
  }
  const [claimed] = attributeValues(attributes, OID.signingTime);
  check.claimedTime = claimed === undefined ? undefined : time(claimed);
  return signingCertificateAgrees(info, check, fault) && protectionAgrees(info, fault);
}

/** Real GB/T 35275 files name "data" by the GM OID in one place and by the PKCS#7 OID in the other. */
function sameContentType(written: string, outer: string | undefined): boolean {
  const data: readonly (string | undefined)[] = [OID.data, OID.gmData];
  return written === outer || (data.includes(written) && data.includes(outer));
}

function signingCertificateAgrees(
  info: SignerInfo,
  check: SignedDataCheck,
  fault: (code: string, message: string) => void,
): boolean {
  const signer = check.signer as Certificate;
  const [v2] = attributeValues(info.attributes, OID.signingCertificateV2);
  const [v1] = attributeValues(info.attributes, OID.signingCertificate);
  if (v2 !== undefined) {
    const id = sequence(sequence(sequence(v2)[0])[0]);
    const named = id[0]?.tag === 0x30 ? readHashAlgorithm(id[0]) : 'sha256';
    if (!equalBytes(octets(id[id[0]?.tag === 0x30 ? 1 : 0]), hash(named, signer.der))) {
      fault('cms-signing-certificate', '签名属性指定的证书不是签署所用的证书');
      return false;
    }
  } else if (v1 !== undefined) {
    if (!equalBytes(octets(sequence(sequence(sequence(v1)[0])[0])[0]), sha1(signer.der))) {
      fault('cms-signing-certificate', '签名属性指定的证书不是签署所用的证书');
      return false;
    }
  } else {
    check.findings.push({
      code: 'cms-no-signing-certificate',
      severity: 'info',
      message: '签名属性没有绑定签署证书（不是 PAdES 基线）',
    });
  }
  return true;
}

/** RFC 6211: when present, both algorithms must be those of the SignerInfo. */
function protectionAgrees(info: SignerInfo, fault: (code: string, message: string) => void): boolean {
  const [protection] = attributeValues(info.attributes, OID.algorithmProtection);
  if (protection === undefined) {
    return true;
  }
  const [digest, signature] = sequence(protection);
  const sameDigest = digest !== undefined && equalBytes(digest.bytes, info.digestNode.bytes);
  const sameSignature = signature?.tag === 0xa1 && equalBytes(signature.content, info.algorithmNode.content);
  if (!sameDigest || !sameSignature) {
    fault('cms-algorithm-protection', '签名属性保护的算法与实际算法不一致');
    return false;
  }
  return true;
}

function tokensOf(unsigned: DerNode | undefined): Uint8Array[] {
  return attributeValues(unsigned, OID.timeStampToken).map((node) => node.bytes);
}
