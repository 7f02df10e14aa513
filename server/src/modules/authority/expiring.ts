/** What ends soon: certificates in use, issuers, clocks, entries of trust lists, the certificate of the web address. */
import { readFile } from 'node:fs/promises';
import {
  certificatesFromPem,
  type Expiring,
  type ExpiryWarning,
  expiryWarnings,
  nameTitle,
  parseCertificate,
} from '@yiwen/trust/certificates';
import { DerError } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import type { Node } from '../../platform/node/index.ts';
import type { Authority } from './make-authority.ts';
import { allCertificates, type CertificateRow } from './store.ts';

const PURPOSES: Readonly<Record<string, string>> = {
  seal: '印章证书',
  document: '单位签名证书',
  person: '个人证书',
  time: '时间戳证书',
  log: '日志证书',
  'seal-maker': '制章证书',
  witness: '见证证书',
};

/** Warnings of an organ about its own certificates, in the organ's own transaction. */
export async function organWarnings(tx: Tx, now: Date): Promise<ExpiryWarning[]> {
  return expiryWarnings(inUse(await allCertificates(tx)), now.getTime());
}

/** Of certificates for the same use, the one that ends last is in use; revoked ones are not. */
function inUse(rows: readonly CertificateRow[]): Expiring[] {
  const last = new Map<string, CertificateRow>();
  for (const row of rows.filter(({ revoked_at }) => revoked_at === null)) {
    const key = `${row.subject}\n${row.purpose}\n${row.algorithm}`;
    const known = last.get(key);
    if (known === undefined || known.not_after < row.not_after) {
      last.set(key, row);
    }
  }
  return [...last.values()].map((row) => ({
    title: `${nameTitle(parseCertificate(new Uint8Array(row.certificate)).subject)}的${PURPOSES[row.purpose] ?? '证书'}`,
    notAfter: row.not_after.getTime(),
  }));
}

/** Warnings about what the whole node stands on. */
export async function nodeWarnings(node: Node, authority: Authority): Promise<ExpiryWarning[]> {
  const issuers = (await authority.issuers.all()).map(({ signer }) => titled(signer.certificate, '签发机构'));
  const clocks = (await authority.timeStamping?.certificates()) ?? [];
  const trust = await authority.service.trust();
  const entries = trust.anchors.flatMap(({ certificate, until }): Expiring[] =>
    until === undefined ? [] : [{ ...titled(certificate, '信任名单'), notAfter: until }],
  );
  const keys = [...trust.logs, ...(trust.witnesses ?? [])].flatMap(({ name, until }): Expiring[] =>
    until === undefined ? [] : [{ title: `信任名单 ${name}`, notAfter: until }],
  );
  return expiryWarnings(
    [
      ...issuers,
      ...clocks.map((der) => titled(der, '时间戳')),
      ...entries,
      ...keys,
      ...(await webCertificate(node)),
    ],
    node.clock.now().getTime(),
  );
}

function titled(der: Uint8Array, what: string): Expiring {
  const { subject, notAfter } = parseCertificate(der);
  return { title: `${what} ${nameTitle(subject)}`, notAfter };
}

/** The certificate under which the node serves its address, as the file is now: it may have been replaced already. */
async function webCertificate(node: Node): Promise<Expiring[]> {
  if (node.tlsCertificatePath === undefined) {
    return [];
  }
  try {
    const [certificate] = certificatesFromPem(await readFile(node.tlsCertificatePath, 'utf8'));
    return certificate === undefined ? [] : [titled(certificate, '网址证书（TLS）')];
  } catch (error) {
    if (error instanceof DerError || (error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
