import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDemoAuthority } from '../certificates/index.ts';
import {
  base64url,
  ed25519KeyPair,
  type PublicKey,
  p256KeyPair,
  sm2PublicKey,
  writePublicKey,
} from '../crypto/index.ts';
import { RSA_PKCS1_KEY } from '../crypto/rsa-keys.fixture.ts';
import { AT, authority, bodyOf, personalKey, random, statement, version } from './approvals.fixture.ts';
import { approvalBatch, approvalChallenge } from './batch.ts';
import { credentialsOf } from './credentials.ts';
import { type AssertionFaults, assertion, type PasskeySecret } from './passkey.fixture.ts';
import { signApprovals } from './sign-approval.ts';
import type { ApprovalSignature } from './signature.ts';
import { type ApprovalStatement, opinionDigest } from './statement.ts';
import { verifyAct } from './verify-act.ts';
import { verifyApproval } from './verify-approval.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.info(`approvals: seed ${seed}`);

const trust = authority.trustList();
const context = { trust, at: AT };
const codes = (report: { findings: readonly { code: string }[] }) => report.findings.map((one) => one.code);
const key = personalKey('person-1', '张三');

async function signed(said = statement(), by = key): Promise<ApprovalSignature> {
  return (await signApprovals([said], by, { random }))[0]!;
}

describe('a personal signature by key', () => {
  it.each(['sm2-sm3', 'ecdsa-p256-sha256'] as const)('shows who approved what (%s)', async (algorithm) => {
    const said = statement();
    const signature = await signed(said, personalKey('person-1', '张三', algorithm));
    const report = verifyApproval(said, signature, context);
    expect(report).toMatchObject({ answer: 'signed', kind: 'key', signer: '张三（演示无效）' });
    expect(codes(report)).toEqual([]);
    expect(verifyAct(bodyOf(said, signature), context).answer).toBe('signed');
    // It travels as JSON.
    expect(verifyApproval(said, JSON.parse(JSON.stringify(signature)), context).answer).toBe('signed');
  });

  it('stands on one version, document, step, person and act', async () => {
    const signature = await signed();
    const other: Partial<ApprovalStatement>[] = [
      { version: opinionDigest({ opinion: '另一版' }) },
      { doc: 'doc-2' },
      { matter: 'matter-2' },
      { step: 'step-2' },
      { verb: 'return' },
      { key: 'key-2' },
      { opinion: opinionDigest({ opinion: '不同意。' }) },
      { actor: { ...statement().actor, personId: 'person-2' } },
      { choices: { handlers: ['post-3'], copies: 30 } },
      { claimedAt: '2026-11-24T12:00:01+08:00' },
    ];
    for (const part of other) {
      const said = statement(part);
      expect(codes(verifyApproval(said, signature, context))).toContain('approval-other-statement');
      // Whoever rewrites the statement inside the signature breaks its value.
      const rewritten = verifyApproval(said, { ...signature, statement: said }, context);
      expect(rewritten.answer).toBe('wrong');
      expect(codes(rewritten)).toContain('approval-value-wrong');
    }
  });

  it('is not taken from another person, also one of the same name, or another authority', async () => {
    const namesake = await signed(statement(), personalKey('person-2', '张三'));
    expect(codes(verifyApproval(statement(), namesake, context))).toEqual([
      'approval-certificate-of-another',
    ]);
    const colleague = await signed(statement(), personalKey('person-1', '李四'));
    expect(verifyApproval(statement(), colleague, context).answer).toBe('wrong');
    const foreign = makeDemoAuthority({ random, now: AT - 1e9 });
    const unknown = verifyApproval(
      statement(),
      await signed(statement(), personalKey('person-1', '张三', 'sm2-sm3', foreign)),
      context,
    );
    expect(unknown.answer).toBe('untrusted');
    expect(codes(unknown)).toEqual(['chain-not-anchored']);
    // A certificate for seals does not make a person.
    const seal = authority.issue(
      { commonName: '张三', serialNumber: 'person-1' },
      { purpose: 'seal', algorithm: 'sm2-sm3', notBefore: AT - 1000, notAfter: AT + 1e9 },
    );
    const bySeal = await signed(statement(), { ...seal, algorithm: 'sm2-sm3' });
    expect(verifyApproval(statement(), bySeal, context).answer).toBe('untrusted');
  });

  it('does not outlive its certificate', async () => {
    const signature = await signed();
    const late = verifyApproval(statement(), signature, { trust, at: AT + 2 * 365 * 24 * 3600 * 1000 });
    expect(late.answer).toBe('wrong');
    expect(codes(late)).toContain('certificate-expired');
  });

  it('counts only for a key enrolled before the act, for that person', async () => {
    const signature = await signed();
    const enrolled = (personId: string, at: number) => ({
      type: 'signing.key-enrolled',
      at: new Date(at).toISOString(),
      data: { keyId: 'k', personId, kind: 'key', publicKey: base64url(publicKeyInfoOf(key.privateKey)) },
    });
    const judge = (bodies: unknown[]) =>
      verifyApproval(statement(), signature, { ...context, credentials: credentialsOf(bodies) });
    expect(judge([enrolled('person-1', AT - 5000)]).answer).toBe('signed');
    expect(codes(judge([enrolled('person-1', AT + 5000)]))).toContain('approval-not-enrolled');
    expect(codes(judge([enrolled('person-2', AT - 5000)]))).toContain('approval-not-enrolled');
    expect(codes(judge([]))).toContain('approval-not-enrolled');
    const revoked = {
      type: 'signing.key-revoked',
      at: new Date(AT - 10).toISOString(),
      data: { keyId: 'k' },
    };
    expect(codes(judge([revoked, enrolled('person-1', AT - 5000)]))).toContain('approval-not-enrolled');
  });

  it('on behalf of somebody names the delegation record', async () => {
    const onBehalfOf = { name: '王五', postId: 'post-9', post: '副镇长', delegationId: 'delegation-1' };
    const said = statement({ actor: { ...statement().actor, onBehalfOf } });
    expect(verifyApproval(said, await signed(said), context).answer).toBe('signed');
    const { delegationId: _, ...nameless } = onBehalfOf;
    const without = { ...said, actor: { ...said.actor, onBehalfOf: nameless } } as never;
    expect(codes(verifyApproval(without, await signed(without), context))).toEqual(['approval-unreadable']);
  });
});

describe('approving several at once', () => {
  const several = [1, 2, 3, 4, 5, 6, 7].map((n) =>
    statement({ matter: `matter-${n}`, doc: `doc-${n}`, step: `step-${n}`, key: `key-${n}` }),
  );

  it('gives each act evidence of its own', async () => {
    const signatures = await signApprovals(several, key, { random });
    expect(new Set(signatures.map((one) => (one.proof as { value: string }).value)).size).toBe(1);
    for (const [i, said] of several.entries()) {
      expect(verifyApproval(said, signatures[i], context).answer).toBe('signed');
    }
  });

  it('does not approve what was not listed, nor lend one path to another', async () => {
    const signatures = await signApprovals(several, key, { random });
    const { proof, batch } = signatures[2]!;
    const outside = statement({ matter: 'matter-99' });
    for (const said of [outside, several[3]!]) {
      const report = verifyApproval(said, { v: 1, statement: said, batch, proof }, context);
      expect(codes(report)).toContain('approval-value-wrong');
    }
    const { batch: _, ...alone } = signatures[2]!;
    expect(codes(verifyApproval(several[2], alone, context))).toContain('approval-value-wrong');
    const longer = { ...batch!, size: 40 };
    expect(codes(verifyApproval(several[2], { ...signatures[2], batch: longer }, context))).toContain(
      'approval-path-wrong',
    );
  });
});

it('a path that also fits a larger tree does not make the batch larger', async () => {
  const three = [1, 2, 3].map((n) => statement({ key: `key-${n}` }));
  const [first] = await signApprovals(three, key, { random });
  const larger = { ...first!, batch: { ...first!.batch!, size: 4 } };
  expect(codes(verifyApproval(three[0], larger, context))).toEqual(['approval-value-wrong']);
});

describe('a passkey assertion as personal signature', () => {
  const p256 = p256KeyPair(random);
  const ed25519 = ed25519KeyPair(random);
  const kinds: [string, PasskeySecret, PublicKey][] = [
    ['ES256', { kind: 'p256', privateKey: p256.privateKey }, { kind: 'p256', point: p256.publicKey }],
    [
      'EdDSA',
      { kind: 'ed25519', privateKey: ed25519.privateKey },
      { kind: 'ed25519', bytes: ed25519.publicKey },
    ],
    ['RS256', { kind: 'rsa', key: RSA_PKCS1_KEY }, { kind: 'rsa', key: RSA_PKCS1_KEY }],
  ];
  const certified = (publicKey: PublicKey) =>
    authority.certify({ commonName: '张三', serialNumber: 'person-1' }, publicKey, {
      purpose: 'person',
      algorithm: 'ecdsa-p256-sha256',
      notBefore: AT - 1000,
      notAfter: AT + 1e9,
    });
  const byPasskey = (said: ApprovalStatement, faults?: AssertionFaults, challenge?: Uint8Array) => {
    const { root } = approvalBatch([said]);
    const [, secret, publicKey] = kinds[0]!;
    const { certificate, chain } = certified(publicKey);
    const made = assertion(secret, writePublicKey(publicKey), challenge ?? approvalChallenge(root), faults);
    const proof = { ...made, certificate: base64url(certificate), chain: chain.map(base64url) };
    return { v: 1, statement: said, proof } as const;
  };

  it.each(kinds)('holds by %s over the digest itself', (_, secret, publicKey) => {
    const said = statement();
    const challenge = approvalChallenge(approvalBatch([said]).root);
    const proof = assertion(secret, writePublicKey(publicKey), challenge);
    const { certificate, chain } = certified(publicKey);
    const full = { ...proof, certificate: base64url(certificate), chain: chain.map(base64url) };
    expect(verifyApproval(said, { v: 1, statement: said, proof: full }, context)).toMatchObject({
      answer: 'signed',
      kind: 'passkey',
      findings: [],
    });
    // Without a certificate nobody says whose it is; the log's enrolment can.
    const bare = { v: 1, statement: said, proof };
    expect(verifyApproval(said, bare, context).answer).toBe('untrusted');
    const credentials = [
      { personId: 'person-1', kind: 'passkey', publicKey: proof.publicKey, from: AT - 1 } as const,
    ];
    expect(verifyApproval(said, bare, { ...context, credentials }).answer).toBe('signed');
  });

  it('is refused over another digest, from another site, or without the person', () => {
    const said = statement();
    const judge = (faults?: AssertionFaults, challenge?: Uint8Array) =>
      codes(verifyApproval(said, byPasskey(said, faults, challenge), context));
    expect(judge()).toEqual([]);
    const other = approvalChallenge(approvalBatch([statement({ key: 'key-2' })]).root);
    expect(judge({}, other)).toEqual(['approval-passkey-other-challenge']);
    expect(judge({}, random(32))).toEqual(['approval-passkey-other-challenge']);
    expect(judge({ origin: 'https://evil.example' })).toEqual(['approval-passkey-other-site']);
    expect(judge({ rpId: 'evil.example' })).toEqual(['approval-passkey-other-site']);
    expect(judge({ type: 'webauthn.create' })).toEqual(['approval-passkey-unreadable']);
    expect(judge({ crossOrigin: true })).toEqual(['approval-passkey-unreadable']);
    for (const flags of [0x00, 0x01, 0x04]) {
      expect(judge({ flags })).toEqual(['approval-passkey-person-not-verified']);
    }
    const elsewhere = { ...context, sites: [{ rpId: 'other.cn', origin: 'https://other.cn' }] };
    expect(codes(verifyApproval(said, byPasskey(said), elsewhere))).toEqual(['approval-passkey-other-site']);
  });

  it('approves a batch by its Merkle root', () => {
    const several = [1, 2, 3].map((n) => statement({ matter: `matter-${n}`, key: `key-${n}` }));
    const { root, paths } = approvalBatch(several);
    const [, secret, publicKey] = kinds[0]!;
    const { certificate, chain } = certified(publicKey);
    const proof = {
      ...assertion(secret, writePublicKey(publicKey), approvalChallenge(root)),
      certificate: base64url(certificate),
      chain: chain.map(base64url),
    };
    for (const [i, said] of several.entries()) {
      const signature = { v: 1, statement: said, batch: paths[i], proof };
      expect(verifyApproval(said, signature, context).answer).toBe('signed');
    }
  });

  it('any changed byte is not accepted', () => {
    const said = statement();
    changedEverywhere(said, byPasskey(said));
  });
});

describe('an act and its signature', () => {
  it('without one says so, and is wrong where one is owed', () => {
    const body = bodyOf(statement(), undefined);
    expect(verifyAct(body, context)).toMatchObject({ answer: 'none' });
    expect(verifyAct(body, { ...context, required: true }).answer).toBe('wrong');
    const credentials = [{ personId: 'person-1', kind: 'key', publicKey: 'AA', from: AT - 1 } as const];
    expect(codes(verifyAct(body, { ...context, credentials }))).toContain('approval-had-key');
  });

  it('are compared in everything the record says', async () => {
    const signature = await signed();
    const body = bodyOf(statement(), signature);
    const data = body.data as Record<string, unknown>;
    const changed: [Record<string, unknown>, string][] = [
      [{ ...body, doc: 'doc-2' }, 'approval-other-document'],
      [{ ...body, matter: 'matter-2' }, 'approval-other-document'],
      [{ ...body, organ: 'organ-2' }, 'approval-other-act'],
      [{ ...body, actor: { ...statement().actor, personId: 'person-2' } }, 'approval-other-person'],
      [{ ...body, actor: { ...statement().actor, post: '书记' } }, 'approval-other-person'],
      [{ ...body, data: { ...data, verb: 'return' } }, 'approval-other-act'],
      [{ ...body, data: { ...data, stepId: 'step-2' } }, 'approval-other-act'],
      [{ ...body, data: { ...data, opinion: '不同意。' } }, 'approval-other-opinion'],
      [{ ...body, data: { ...data, ink: { v: 1 } } }, 'approval-other-opinion'],
      [{ ...body, data: { ...data, root: opinionDigest({}) } }, 'approval-other-version'],
      [{ ...body, data: { ...data, root: undefined } }, 'approval-other-version'],
      [{ ...body, data: { ...data, applicationId: 'a', sealId: 's' } }, 'approval-other-use'],
    ];
    for (const [act, code] of changed) {
      const report = verifyAct(act, context);
      expect(report.answer).toBe('wrong');
      expect(codes(report)).toContain(code);
    }
  });

  it('of a use of a seal stand on the application, the seal and what is sealed', async () => {
    const said = statement({ seal: { application: 'use-1', seal: 'seal-1', digest: 'd1' } });
    const body = bodyOf(said, await signed(said)) as { data: object };
    const use = (more: object) =>
      verifyAct(
        { ...body, data: { ...body.data, applicationId: 'use-1', sealId: 'seal-1', ...more } },
        context,
      );
    expect(use({ digest: 'd1' }).answer).toBe('signed');
    for (const other of [{ digest: 'd2' }, {}, { digest: 'd1', sealId: 'seal-2' }]) {
      expect(codes(use(other))).toContain('approval-other-use');
    }
  });

  it('never throw on a body made by an attacker', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        verifyAct(value, context);
        verifyAct({ at: 'x', data: { signature: value } }, context);
        verifyApproval(value, value, context);
        credentialsOf([value, { type: 'signing.key-enrolled', at: '2026-01-01T00:00:00Z', data: value }]);
      }),
      { seed, numRuns: 300 * soak },
    );
  });
});

describe('any change', () => {
  it('of any member of the signature or its statement is not accepted', async () => {
    const said = statement({ ink: version, files: [version] });
    changedEverywhere(said, await signed(said));
    const [first] = await signApprovals(
      [said, statement({ key: 'key-2' }), statement({ key: 'key-3' })],
      key,
      {
        random,
      },
    );
    changedEverywhere(said, first!);
  });
});

/** Changes one character of one text, or one number, anywhere in the signature: never accepted, never thrown. */
function changedEverywhere(said: ApprovalStatement, signature: object): void {
  expect(verifyApproval(said, signature, context).answer).toBe('signed');
  const leaves = pathsOf(signature);
  fc.assert(
    fc.property(fc.constantFrom(...leaves), fc.nat(), fc.integer({ min: 1, max: 61 }), (path, at, by) => {
      const copy = structuredClone(signature) as never;
      if (!change(copy, path, at, by)) {
        return;
      }
      // Held against its own statement: a consistent forgery must fail as well.
      const own = (copy as { statement: unknown }).statement;
      expect(verifyApproval(said, copy, context).answer).not.toBe('signed');
      expect(verifyApproval(own, copy, context).answer).not.toBe('signed');
    }),
    { seed, numRuns: 80 * soak, endOnFailure: true },
  );
}

function pathsOf(value: unknown, path: string[] = []): string[][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]))
    : [path];
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function change(root: Record<string, never>, path: readonly string[], at: number, by: number): boolean {
  let holder: Record<string, unknown> = root;
  for (const name of path.slice(0, -1)) {
    holder = holder[name] as Record<string, unknown>;
  }
  const last = path.at(-1)!;
  const value = holder[last];
  if (typeof value === 'string') {
    const i = at % value.length;
    const known = ALPHABET.indexOf(value[i]!);
    const next = known < 0 ? 'x' : ALPHABET[(known + by) % ALPHABET.length]!;
    holder[last] = value.slice(0, i) + next + value.slice(i + 1);
    return holder[last] !== value;
  }
  holder[last] = (value as number) + by;
  return true;
}

function publicKeyInfoOf(privateKey: Uint8Array): Uint8Array {
  return writePublicKey({ kind: 'sm2', point: sm2PublicKey(privateKey) });
}
