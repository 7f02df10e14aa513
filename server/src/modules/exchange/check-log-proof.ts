import type { TrustList } from '@yiwen/trust/certificates';
import { checkProof, documentPseudonym, readCommitment, readVkey } from '@yiwen/trust/log';
import { type EnvelopeBody, PacketError } from './packet.ts';

/**
 * The envelope's proof must show, in a log the trust list names, the entry of the document's sealing: nothing is taken
 * that its sender could still deny or take out of its books. Throws PacketError.
 */
export function checkLogProof(body: EnvelopeBody, trust: TrustList): void {
  const { origin, index, proof, entry } = body.log;
  const bytes = new TextEncoder();
  const logs = trust.logs.map((log) => readVkey(log.vkey)).filter((key) => key.name === origin);
  const found = checkProof(bytes.encode(proof), bytes.encode(entry), {
    logs,
    witnesses: [],
    quorum: undefined,
  });
  if (!found.ok || found.index !== index) {
    throw new PacketError(
      `the sealing is not proved to stand in a believed log: ${found.ok ? 'other index' : found.fault}`,
    );
  }
  const { type, doc } = readCommitment(bytes.encode(entry));
  if (type !== 'sealing.sealed' || doc !== documentPseudonym(body.document.id)) {
    throw new PacketError('the proof speaks of another act than the sealing of this document');
  }
}
