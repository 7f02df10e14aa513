/**
 * Verification of ASiC-E containers with CAdES signatures (ETSI EN 319 162-1 4.4.4): each manifest and its signature,
 * every file against its digest, and whatever no signature speaks of. Containers with XAdES are seen, and not judged.
 */

import type { Finding } from '@yiwen/formats';
import {
  attr,
  child,
  children,
  parseXml,
  readZip,
  text,
  type XmlElement,
  XmlError,
  type ZipContent,
} from '@yiwen/formats/container';
import { equalBytes, fromBase64, type HashName, hash, utf8Text } from '@yiwen/trust/crypto';
import type { AssessedSignature, Assessment } from './assessment.ts';
import { assessedCms, checkDetachedCms, checkDetachedStamp } from './cms-verify.ts';
import { conditionsOf, reasonOf } from './ofd-conditions.ts';
import type { VerifyOptions } from './report.ts';
import { unverifiable, valueFault } from './signed-value.ts';

const MEDIA_TYPE = 'application/vnd.etsi.asic-e+zip';
/** Archive manifests list what their time-stamp preserves, in the same form. */
const MANIFEST = /^META-INF\/ASiC(Archive)?Manifest[^/]*\.xml$/i;
const TIME_STAMP = /\.tst$/i;
const XML_SIGNATURES = /^META-INF\/[^/]*signatures[^/]*\.xml$/i;
const CMS_SIGNATURE = /^META-INF\/[^/]*signature[^/]*\.p7s$/i;
/** Lists of other kinds that the standard allows there and nobody is shown. */
const ALLOWED = /^META-INF\/(manifest|container)\.xml$/i;
const MAX_SIGNATURES = 32;
/** Of all manifests together: a thousand files of four signers stay below it, and packed they are next to nothing. */
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;

/** Digest algorithms of XML-DSig (RFC 9231). MD5 and SHA-1 are refused here. */
const DIGESTS: Readonly<Record<string, HashName>> = {
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
};

const isData = (name: string): boolean => name !== 'mimetype' && !/^META-INF\//i.test(name);

/** Whether an archive means to be ASiC-E: by its media type, or by a manifest. */
export function looksLikeAsice({ entries, order }: ZipContent): boolean {
  const type = entries.get('mimetype');
  return (
    (type !== undefined && utf8Text(type.subarray(0, 200))?.includes('asic-e') === true) ||
    order.some((name) => MANIFEST.test(name))
  );
}

/** Digests by algorithm and entry, each computed once. */
type Digests = (method: HashName, name: string) => Uint8Array;

/** Assesses an archive that means to be ASiC-E. Never throws on input. */
export function assessAsice(bytes: Uint8Array, options: VerifyOptions): Assessment {
  const zip = readZip(bytes);
  const data = zip.order.filter(isData);
  const known = new Map<string, Uint8Array>();
  const digests: Digests = (method, name) => {
    const key = `${method} ${name}`;
    const digest = known.get(key) ?? hash(method, zip.entries.get(name)!);
    known.set(key, digest);
    return digest;
  };
  const findings: Finding[] = [...zip.findings, ...formFindings(bytes, zip)];
  const accounted = new Set<string>(['mimetype', ...data]);
  const signatures: AssessedSignature[] = [];
  const manifests = zip.order.filter((name) => MANIFEST.test(name));
  if (manifests.length > MAX_SIGNATURES) {
    findings.push(valueFault('too-many-signatures', '签名过多，其余未核验'));
  }
  let left = MAX_MANIFEST_BYTES;
  for (const name of manifests.slice(0, MAX_SIGNATURES)) {
    const { assessed, signatureName } = assessManifest(zip, name, { data, digests, options, left });
    left = Math.max(0, left - zip.entries.get(name)!.length);
    signatures.push(assessed);
    accounted.add(name);
    accounted.add(signatureName ?? name);
  }
  for (const name of zip.order.filter((each) => !accounted.has(each))) {
    if (XML_SIGNATURES.test(name)) {
      const reason = valueFault('asice-xml-signature', '容器里是 XML 签名，本程序不能核验这种签名');
      signatures.push(assessedCms(unverifiable([reason]), { covered: [], uncovered: data }));
    } else if (CMS_SIGNATURE.test(name)) {
      findings.push({
        code: 'signature-severed',
        severity: 'error',
        place: name,
        message: '容器里有签名，但没有清单说明它签的是什么',
      });
    } else if (!ALLOWED.test(name)) {
      findings.push({
        code: 'stowaway-entry',
        severity: 'warning',
        place: name,
        message: '夹带：容器里有既不显示也不受任何签名保护的文件',
      });
    }
  }
  const conditions = conditionsOf(findings);
  const reason = reasonOf(findings, conditions, signatures);
  return { format: 'asice', signatures, findings, conditions, ...(reason === undefined ? {} : { reason }) };
}

/** The container says what it is, rightly, once, and where every program looks (EN 319 162-1 A.1). */
function formFindings(bytes: Uint8Array, { entries, order }: ZipContent): Finding[] {
  const findings: Finding[] = [];
  const type = entries.get('mimetype');
  if (type === undefined || utf8Text(type) !== MEDIA_TYPE) {
    findings.push({
      code: 'asice-mimetype',
      severity: 'error',
      place: 'mimetype',
      message: '容器没有正确写明自己的类型（ASiC-E）',
    });
  }
  // Local header: method at 8, name at 30; the type follows in plain sight.
  const isStored = bytes[8] === 0 && bytes[9] === 0 && utf8Text(bytes.subarray(30, 38)) === 'mimetype';
  if (type !== undefined && !(order[0] === 'mimetype' && isStored)) {
    findings.push({
      code: 'asice-mimetype-place',
      severity: 'warning',
      place: 'mimetype',
      message: '容器的类型没有写在文件开头',
    });
  }
  if (order.some((name) => /^OFD\.xml$/i.test(name))) {
    findings.push({
      code: 'two-formats',
      severity: 'error',
      message: '同一个文件既是 OFD 又是 ASiC-E 容器，不同软件会看到不同内容',
    });
  }
  return findings;
}

/** `left`: bytes of manifests that may still be read. */
type ManifestInput = { data: readonly string[]; digests: Digests; options: VerifyOptions; left: number };

function assessManifest(
  zip: ZipContent,
  name: string,
  { data, digests, options, left: mostBytes }: ManifestInput,
): { assessed: AssessedSignature; signatureName: string | undefined } {
  const manifest = zip.entries.get(name)!;
  const root = rootOf(manifest, mostBytes);
  const signatureName = entryOf(zip, root && attr(child(root, 'SigReference') ?? root, 'URI'));
  const signature = signatureName === undefined ? undefined : zip.entries.get(signatureName);
  if (root === undefined || signature === undefined) {
    const fault =
      root === undefined
        ? valueFault('asice-manifest', '签名清单无法读取')
        : valueFault('signed-value-missing', '清单所指的签名不在容器内');
    const assessed = assessedCms(unverifiable([{ ...fault, place: name }]), {
      covered: [],
      uncovered: [...data],
    });
    return { assessed, signatureName };
  }
  const isStamp = TIME_STAMP.test(signatureName ?? '');
  const value = (isStamp ? checkDetachedStamp : checkDetachedCms)(manifest, signature, options);
  const { intact, findings } = checkDigests(zip, root, digests);
  const covered = zip.order.filter((entry) => intact.has(entry));
  const uncovered = data.filter((entry) => !intact.has(entry));
  const isWhole = findings.every(({ severity }) => severity !== 'error');
  const state = value.state === 'intact' && !isWhole ? 'broken' : value.state;
  const left = uncovered.map(
    (entry): Finding => ({
      code: 'entry-not-covered',
      severity: 'warning',
      place: entry,
      message: '容器里有不受此签名保护的文件',
    }),
  );
  const judged = { ...value, state, findings: [...findings, ...value.findings, ...left] };
  const kind = isStamp ? 'time-stamp' : 'signature';
  return { assessed: assessedCms(judged, { covered, uncovered }, kind), signatureName };
}

function rootOf(bytes: Uint8Array, mostBytes: number): XmlElement | undefined {
  try {
    const root = parseXml(bytes, { bytes: mostBytes });
    return root.name === 'ASiCManifest' && children(root, 'SigReference').length === 1 ? root : undefined;
  } catch (problem) {
    if (problem instanceof XmlError) {
      return undefined;
    }
    throw problem;
  }
}

/** The entry a relative URI names. Where a name reads as one entry and its decoded form as another, it names neither. */
function entryOf(zip: ZipContent, uri: string | undefined): string | undefined {
  if (uri === undefined) {
    return undefined;
  }
  const plain = uri.replace(/^\.?\//, '');
  const decoded = decode(plain);
  const found = [...new Set([plain, decoded])].filter((name) => name !== undefined && zip.entries.has(name));
  return found.length === 1 ? found[0] : undefined;
}

function decode(uri: string): string | undefined {
  try {
    return decodeURIComponent(uri);
  } catch {
    return undefined;
  }
}

/** Every file the manifest names is there and unchanged; all failures are reported. */
function checkDigests(
  zip: ZipContent,
  root: XmlElement,
  digests: Digests,
): { intact: Set<string>; findings: Finding[] } {
  const intact = new Set<string>();
  const failed = new Set<string>();
  const findings: Finding[] = [];
  const references = children(root, 'DataObjectReference');
  if (references.length === 0) {
    findings.push(valueFault('nothing-covered', '签名没有列出任何受保护的文件'));
  }
  for (const reference of references) {
    const uri = attr(reference, 'URI') ?? '';
    const entry = entryOf(zip, uri);
    const algorithm = attr(child(reference, 'DigestMethod') ?? reference, 'Algorithm') ?? '';
    const method = Object.hasOwn(DIGESTS, algorithm) ? DIGESTS[algorithm] : undefined;
    const expected = fromBase64(text(child(reference, 'DigestValue')).replace(/\s/g, ''));
    const fault =
      method === undefined
        ? valueFault('check-method-unknown', '摘要算法未知或不安全，无法核对', algorithm.slice(0, 100))
        : entry === undefined
          ? valueFault('reference-missing', '受保护的文件已不在容器内')
          : expected === undefined || !equalBytes(digests(method, entry), expected)
            ? valueFault('reference-changed', '受保护的文件被改动，摘要不符')
            : undefined;
    if (fault !== undefined) {
      findings.push({ ...fault, place: uri.slice(0, 300) });
      failed.add(entry ?? '');
    } else if (entry !== undefined) {
      intact.add(entry);
    }
  }
  for (const entry of failed) {
    intact.delete(entry);
  }
  return { intact, findings };
}
