/** The system statement of a package (人民法院在线诉讼规则 art. 17): who runs this, who watches, by which standards, whose clock. */

import type { TrustList } from '@yiwen/trust/certificates';
import type { CanonicalValue } from '@yiwen/trust/content';
import type { Node } from '../../platform/node/index.ts';
import { softwareDigests } from './software.ts';

const STANDARDS = [
  'GB/T 33190-2016 (OFD)',
  'GB/T 38540-2020 (seals)',
  'GB/T 32918 (SM2), GB/T 32905 (SM3)',
  'ISO 32000-2 and ETSI EN 319 142 (PDF, PAdES)',
  'RFC 3161 (time-stamps)',
  'RFC 8785 (canonical JSON)',
  'RFC 9162 2.1 (Merkle trees)',
  'C2SP tlog-tiles, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-policy',
];

/** The statement, to be written as canonical JSON. */
export async function systemStatement(
  node: Node,
  organ: { id: string; name: string },
  trust: TrustList,
  at: Date,
): Promise<CanonicalValue> {
  return {
    v: 1,
    operator: { organ: organ.id, name: organ.name, address: node.publicUrl() },
    demonstration: node.demo(),
    madeAt: at.toISOString(),
    witnesses: (trust.witnesses ?? []).map(({ vkey, name }) => ({ vkey, name })),
    logs: trust.logs.map(({ vkey, name }) => ({ vkey, name })),
    standards: STANDARDS,
    clock: {
      source: "the operating system's clock of the node, as its administrator keeps it",
      outside: 'cosignatures of witnesses and time-stamp tokens, where the package holds them',
    },
    software: {
      name: 'Yiwen',
      runtime: `node ${process.versions.node}`,
      sourceSha256: await softwareDigests(),
    },
  };
}
