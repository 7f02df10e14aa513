import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromBase64, sha256, utf8 } from '../crypto/index.ts';
import { checkConsistency, emptyRoot } from '../merkle/index.ts';
import { LogError, noteVerifier, openCheckpoint } from './index.ts';

const file = `${process.env.YIWEN_SAMPLES ?? new URL('../../../../shared/samples', import.meta.url).pathname}/tlog/witness/add-checkpoint.json`;

type Submissions = {
  log: { origin: string; vkey: string };
  steps: { request: string; status: number; body?: string; status_by_current_spec?: number }[];
};

/** What a witness knows: the largest consistent tree it has seen. */
type Seen = { size: number; root: Uint8Array };

/** What a witness of C2SP tlog-witness v1.0 must answer, by this folder's checks alone. */
function judge(
  request: string,
  log: Submissions['log'],
  seen: Seen,
): { status: number; seen: Seen; body?: string } {
  const blank = request.indexOf('\n\n');
  const [old, ...hashes] = request.slice(0, blank).split('\n');
  const oldSize = Number(/^old (0|[1-9][0-9]*)$/.exec(old!)![1]);
  const checkpoint = request.slice(blank + 2);
  if (checkpoint.split('\n', 1)[0] !== log.origin) {
    return { status: 404, seen };
  }
  let state: Seen;
  try {
    state = openCheckpoint(utf8(checkpoint), noteVerifier(log.vkey));
  } catch (error) {
    expect(error).toBeInstanceOf(LogError);
    return { status: 403, seen };
  }
  if (oldSize > state.size) {
    return { status: 400, seen };
  }
  if (oldSize !== seen.size) {
    return { status: 409, seen, body: `${seen.size}\n` };
  }
  const claim = { oldSize, oldRoot: seen.root, newSize: state.size, newRoot: state.root };
  const proof = hashes.map((hash) => fromBase64(hash)!);
  return checkConsistency(sha256, claim, proof) ? { status: 200, seen: state } : { status: 422, seen };
}

describe.skipIf(!existsSync(file))('nine submissions to a witness, made for another program', () => {
  it('are accepted and refused as that program does', () => {
    const { log, steps } = JSON.parse(readFileSync(file, 'utf8')) as Submissions;
    expect(steps).toHaveLength(9);
    let seen: Seen = { size: 0, root: emptyRoot(sha256) };
    for (const [i, step] of steps.entries()) {
      const answer = judge(step.request, log, seen);
      expect(answer.status, `step ${i + 1}`).toBe(step.status_by_current_spec ?? step.status);
      if (step.body !== undefined) {
        expect(answer.body).toBe(step.body);
      }
      seen = answer.seen;
    }
    expect(seen.size).toBe(5);
  });
});
