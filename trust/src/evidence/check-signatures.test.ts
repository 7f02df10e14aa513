import type { CanonicalValue } from '@yiwen/trust/content';
import { describe, expect, it } from 'vitest';
import { authority, bodyOf, personalKey, random, statement } from '../approvals/approvals.fixture.ts';
import { signApprovals } from '../approvals/index.ts';
import type { CheckedAct } from './check-acts.ts';
import { checkSignatures } from './check-signatures.ts';
import { readEventBody } from './event-body.ts';
import { Findings } from './findings.ts';

const trust = authority.trustList();

/** An act as `checkActs` hands it on; what its entry says plays no part here. */
function act(seq: number, body: Record<string, unknown>): CheckedAct {
  const read = readEventBody({ ...body, id: `e${seq}`, seq } as CanonicalValue);
  const commitment = { type: 'documents.approved', seq, sha256: `d${seq}` } as CheckedAct['commitment'];
  return {
    name: `000${seq}`,
    related: false,
    entry: new Uint8Array(0),
    commitment,
    body: read,
    proof: undefined,
  };
}

describe('personal signatures in the acts of a package', () => {
  it('stand for one act each: a second act with the same statement is not that person’s', async () => {
    const said = statement();
    const other = statement({ key: 'key-2', step: 'step-2' });
    const [first, second] = await signApprovals([said, other], personalKey('person-1', '张三'), { random });
    const check = (bodies: Record<string, unknown>[]) => {
      const findings = new Findings();
      const acts = bodies.map((body, i) => act(i + 1, body));
      const signed = checkSignatures(acts, { trust, revocation: { crls: [], ocsps: [] } }, findings);
      return { signed: [...signed], codes: findings.report(2).findings.map(({ code }) => code) };
    };
    expect(check([bodyOf(said, first), bodyOf(other, second)])).toEqual({
      signed: [
        ['0001', 'signed'],
        ['0002', 'signed'],
      ],
      codes: [],
    });
    expect(check([bodyOf(said, first), bodyOf(said, first)])).toEqual({
      signed: [['0001', 'signed']],
      codes: ['approval-reused'],
    });
  });
});
