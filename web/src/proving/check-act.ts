import { type ActApprovalReport, verifyAct } from '@yiwen/trust/approvals';
import { parseTrustList } from '@yiwen/trust/certificates';
import { type CanonicalValue, canonicalBytes } from '@yiwen/trust/content';
import { sha256 } from '@yiwen/trust/crypto';
import { checkProof, LogError, readCommitment, readPolicy } from '@yiwen/trust/log';
import { ApiError, readProof, readTrustList } from '../api/index.ts';

/** What this browser found out by itself about one act in the log. */
export type ActCheck =
  | { ok: true; index: number; bodyKnown: boolean; personal?: PersonalCheck }
  | { ok: false; why: 'key-changed' | 'not-in-log' | 'body-differs' };

/** What this browser found out about the personal signature in an act, where it carries one. */
export type PersonalCheck = Pick<ActApprovalReport, 'answer' | 'signer'>;

const encoder = new TextEncoder();

/**
 * Checks, on this machine and without believing the server's word, that an act stands in its log under a signed
 * checkpoint and that the act's body is the one committed to. The log's key is remembered from the first time; a
 * changed key is not accepted. Throws ApiError when proof or key cannot be had.
 */
export async function checkAct(actId: string): Promise<ActCheck> {
  const given = await readProof(actId);
  const key = await rememberedKey(given.origin);
  const entry = encoder.encode(given.entry);
  const check = proofUnder(key, encoder.encode(given.proof), entry);
  if (!check.ok) {
    return {
      ok: false,
      why:
        check.fault === 'origin-unknown' || check.fault === 'checkpoint-bad' ? 'key-changed' : 'not-in-log',
    };
  }
  if (given.body === null) {
    return { ok: true, index: check.index, bodyKnown: false };
  }
  const digest = base64url(sha256(canonicalBytes(given.body as CanonicalValue)));
  return digest === readCommitment(entry).sha256
    ? { ok: true, index: check.index, bodyKnown: true, ...(await personalCheck(given.body)) }
    : { ok: false, why: 'body-differs' };
}

/** Checks the personal signature again, here, from the body that the log committed to. */
async function personalCheck(body: unknown): Promise<{ personal?: PersonalCheck }> {
  const { at, data } = body as { at?: string; data?: { signature?: unknown } };
  if (data?.signature === undefined) {
    return {};
  }
  const list = await readTrustList();
  const { answer, signer } = verifyAct(body, {
    trust: list === null ? { name: '', demo: false, anchors: [], logs: [] } : parseTrustList(list),
    at: Date.parse(at ?? ''),
  });
  return { personal: { answer, ...(signer === undefined ? {} : { signer }) } };
}

/** What the proof shows under one key; a key that is none counts as another log's. */
function proofUnder(key: string, proof: Uint8Array, entry: Uint8Array): ReturnType<typeof checkProof> {
  try {
    return checkProof(proof, entry, readPolicy(`log ${key}\nquorum none\n`));
  } catch (error) {
    if (error instanceof LogError) {
      return { ok: false, fault: 'origin-unknown', reason: error.message };
    }
    throw error;
  }
}

/** The log's verifier key as first seen by this browser. */
async function rememberedKey(origin: string): Promise<string> {
  const place = `yiwen.log-key.${origin}`;
  const known = localStorage.getItem(place);
  if (known !== null) {
    return known;
  }
  const [organId, year] = origin.split('/').slice(-2);
  const response = await fetch(`/log/${organId}/${year}/keys`).catch(() => null);
  if (response === null || !response.ok) {
    throw new ApiError(response?.status ?? 0, 'line.down', null, null, null);
  }
  const key = (await response.text()).split('\n')[0] ?? '';
  localStorage.setItem(place, key);
  return key;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
