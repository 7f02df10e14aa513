import { randomUUID } from 'node:crypto';
import {
  type ApprovalSignature,
  type ApprovalStatement,
  approvalBatch,
  approvalChallenge,
  credentialsOf,
  enrolmentChallenge,
  verifyAct,
} from '@yiwen/trust/approvals';
import { parseCertificate, readCertificateRequest, subjectOf } from '@yiwen/trust/certificates';
import { base64url, fromBase64url, p256KeyPair, writePublicKey } from '@yiwen/trust/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertion } from '../../../../trust/src/approvals/passkey.fixture.ts';
import { startTestNode, type TestClient, type TestNode, testPassword } from '../../testing/index.ts';
import { authorityModule, authorityService, certificateArrived } from '../authority/index.ts';
import { delegate } from '../directory/index.ts';
import { documentsModule } from '../documents/index.ts';
import { logModule } from '../log/index.ts';
import { sealingModule } from '../sealing/index.ts';
import { workflowModule } from '../workflow/index.ts';
import { signingModule } from './index.ts';
import { newKeyBody, openKey, random, sign } from './personal-key.fixture.ts';
import { insertKey } from './store.ts';

const PASSWORD = '第二口令 2026';
let node: TestNode;
const people: Record<string, TestClient> = {};

beforeAll(async () => {
  node = await startTestNode({
    modules: [logModule, workflowModule, authorityModule, sealingModule, documentsModule, signingModule],
  });
  for (const role of [
    'clerk',
    'office-director',
    'principal-leader',
    'deputy-leader',
    'section-head',
    'security-admin',
  ] as const) {
    people[role] = await node.client(role);
  }
});
afterAll(() => node?.stop());

const who = (role: string) => people[role]!;
const post = (role: 'principal-leader' | 'deputy-leader') => node.organ.posts[role].postId;

type Command = { matterId: string; stepId: string; verb: string; body: Record<string, unknown> };

/** A draft, submitted and reviewed: it waits for 签发. */
async function untilApproval(
  leader: 'principal-leader' | 'deputy-leader' = 'principal-leader',
): Promise<string> {
  const matterId = randomUUID();
  const made = await who('clerk').post('/api/v1/drafts', {
    matterId,
    key: randomUUID(),
    kind: '通知',
    form: '文件',
    fields: {
      organMark: ['测试镇人民政府'],
      withWenjian: true,
      title: '测试镇人民政府关于防汛工作的通知',
      mainReceivers: '各村（居）民委员会',
      signature: ['测试镇人民政府'],
      printedBy: '测试镇党政办公室',
    },
    body: [{ id: 'b1', kind: 'paragraph', text: '请做好防汛工作。' }],
  });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  expect((await act('clerk', await command('clerk', matterId, 'submit'))).status).toBe(200);
  const passed = await act(
    'office-director',
    await command('office-director', matterId, 'pass', {
      postId: post(leader),
      unsigned: true,
    }),
  );
  expect(passed.status, JSON.stringify(passed.body)).toBe(200);
  return matterId;
}

async function command(role: string, matterId: string, verb: string, more: object = {}): Promise<Command> {
  const seen = (await who(role).get(`/api/v1/matters/${matterId}`)).body;
  return {
    matterId,
    stepId: seen.mine.stepId,
    verb,
    body: { key: randomUUID(), expected: seen.revision, ...more },
  };
}

const act = (role: string, { matterId, stepId, verb, body }: Command) =>
  who(role).post(`/api/v1/matters/${matterId}/steps/${stepId}/${verb}`, body);

async function prepare(role: string, items: Command[]): Promise<ApprovalStatement[]> {
  const { body, status } = await who(role).post('/api/v1/signing/prepare', { items });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items.map((item: { done: ApprovalStatement }) => item.done);
}

type Body = { type: string; at: string; matter?: string; actor: object; data: Record<string, unknown> };

async function bodies(): Promise<Body[]> {
  return await node.node.db.asOrgan({ organId: node.organ.id }, async (tx) => {
    const rows = await tx.selectFrom('event.entry').select('body').orderBy('recorded_at').execute();
    return rows.map((row) => row.body as unknown as Body);
  });
}

/** The one act of this kind in a matter. */
const actOf = (all: Body[], matterId: string, type = 'documents.approved') =>
  all.find((one) => one.matter === matterId && one.type === type)!;

const codeOf = (answer: { body: { error?: { code: string } } }) => answer.body.error?.code;

describe('personal signing', () => {
  it('an act of somebody without a key says that nobody signed it', async () => {
    const matterId = await untilApproval();
    const done = await act('principal-leader', await command('principal-leader', matterId, 'approve'));
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    const body = actOf(await bodies(), matterId);
    expect(body.data).toMatchObject({ unsigned: 'no-key' });
    expect(verifyAct(body, { trust: await trust(), at: Date.parse(body.at) }).answer).toBe('none');
  });

  it('a key made elsewhere is certified for the person the office knows, and the server cannot open it', async () => {
    const sent = await newKeyBody(PASSWORD);
    const answer = await who('principal-leader').post('/api/v1/me/signing/keys', sent);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const [key] = answer.body.keys;
    expect(key).toMatchObject({ kind: 'key', algorithm: 'sm2-sm3', state: 'active' });
    const subject = subjectOf(parseCertificate(fromBase64url(key.certificate.der)!).subject);
    expect(subject.serialNumber).toBe(node.organ.posts['principal-leader'].personId);
    expect(subject.commonName).toMatch(/（演示无效）$/);
    expect(subject.commonName).not.toContain('随便');
    expect(await openKey(who('principal-leader'), '猜的口令')).toBeUndefined();
    // Nobody else is shown it.
    expect((await who('deputy-leader').get('/api/v1/me/signing')).body.keys).toEqual([]);
    const again = await who('principal-leader').post('/api/v1/me/signing/keys', {
      ...sent,
      id: randomUUID(),
    });
    expect(codeOf(again)).toBe('signing.key-known');
    const found = await who('principal-leader').post('/api/v1/me/signing/keys', {
      ...(await newKeyBody(PASSWORD)),
      password: '捡到的会话',
    });
    expect(codeOf(found)).toBe('directory.wrong-password');
    const broken = await who('principal-leader').post('/api/v1/me/signing/keys', {
      ...(await newKeyBody(PASSWORD)),
      request: base64url(new Uint8Array(100)),
    });
    expect(codeOf(broken)).toBe('signing.key-refused');
  });

  it('signs 签发 over version, opinion and person; whoever has log and trust list can tell', async () => {
    const matterId = await untilApproval();
    const approve = await command('principal-leader', matterId, 'approve', { opinion: '同意。' });
    const [statement] = await prepare('principal-leader', [approve]);
    const seen = (await who('principal-leader').get(`/api/v1/matters/${matterId}`)).body;
    expect(statement!.version).toEqual(seen.document.root);
    // Nothing was done by preparing.
    expect(seen.mine.stepId).toBe(approve.stepId);
    const key = (await openKey(who('principal-leader'), PASSWORD))!;
    const [signature] = await sign([statement!], key);
    const answer = await act('principal-leader', { ...approve, body: { ...approve.body, signature } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const all = await bodies();
    const body = actOf(all, matterId);
    const context = {
      trust: await trust(),
      at: Date.parse(body.at),
      credentials: credentialsOf(all),
      required: true,
    };
    expect(verifyAct(body, context)).toMatchObject({ answer: 'signed', kind: 'key', findings: [] });
    // With all the database's rights: another opinion, another version, another leader under the same signature.
    const { data } = body;
    for (const changed of [
      { ...body, data: { ...data, opinion: '不同意。' } },
      { ...body, data: { ...data, root: { sha256: '0'.repeat(64), sm3: '0'.repeat(64) } } },
      { ...body, actor: { ...body.actor, personId: randomUUID() } },
      { ...body, data: { ...data, signature: undefined } },
    ]) {
      expect(verifyAct(changed, context).answer).toBe('wrong');
    }
    // A repetition is answered as the first time, signed anew or not.
    const repeated = await act('principal-leader', { ...approve, body: { ...approve.body } });
    expect(repeated.body).toEqual(answer.body);
  });

  it('refuses, and does nothing, when the signature is of another act, person, key or content', async () => {
    const key = (await openKey(who('principal-leader'), PASSWORD))!;
    const [one, two] = [await untilApproval(), await untilApproval()];
    const approve = await command('principal-leader', one, 'approve', { opinion: '同意。' });
    const other = await command('principal-leader', two, 'approve', { opinion: '同意。' });
    const [said, saidOther] = await prepare('principal-leader', [approve, other]);
    const tryWith = async (signature: unknown, more: object = {}) => {
      const answer = await act('principal-leader', {
        ...approve,
        body: { ...approve.body, signature, ...more },
      });
      return codeOf(answer);
    };
    const [good] = await sign([said!], key);
    const [elsewhere] = await sign([saidOther!], key);
    expect(await tryWith(elsewhere)).toBe('signing.not-accepted');
    expect(await tryWith(good, { opinion: '不同意。' })).toBe('signing.not-accepted');
    expect(await tryWith(good, { key: randomUUID() })).toBe('signing.not-accepted');
    const rewritten = await sign([{ ...said!, verb: 'return' }], key);
    expect(await tryWith(rewritten[0])).toBe('signing.not-accepted');
    // A key that was never enrolled, though the same authority would have certified it.
    const theirs = await newKeyBody(PASSWORD);
    await who('deputy-leader').post('/api/v1/me/signing/keys', theirs);
    const [colleague] = await sign([said!], (await openKey(who('deputy-leader'), PASSWORD))!);
    expect(await tryWith(colleague)).toBe('signing.not-accepted');
    // Not signed at all, by somebody who signs.
    expect(await tryWith(undefined)).toBe('signing.expected');
    const still = (await who('principal-leader').get(`/api/v1/matters/${one}`)).body;
    expect(still.mine.stepId).toBe(approve.stepId);
    expect(await tryWith(good)).toBeUndefined();
    // The person may leave it out, and the act says so.
    const answer = await act('principal-leader', { ...other, body: { ...other.body, unsigned: true } });
    expect(answer.status).toBe(200);
    const body = actOf(await bodies(), two);
    expect(body.data).toMatchObject({ unsigned: 'declined' });
  });

  it('what was signed without a line is taken later, once, with the time its person claims', async () => {
    const matterId = await untilApproval();
    const approve = await command('principal-leader', matterId, 'approve', { opinion: '同意。' });
    const [prepared] = await prepare('principal-leader', [approve]);
    const offline = { ...prepared!, claimedAt: '2026-11-23T08:30:00+08:00' };
    const [signature] = await sign([offline], (await openKey(who('principal-leader'), PASSWORD))!);
    node.clock.advance(1_200_000);
    const sent = { ...approve, body: { ...approve.body, signature } };
    const answer = await act('principal-leader', sent);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect((await act('principal-leader', sent)).body).toEqual(answer.body);
    const all = await bodies();
    const body = actOf(all, matterId);
    expect(all.filter((one) => one.matter === matterId && one.type === body.type)).toHaveLength(1);
    expect(body.data).toMatchObject({ signature: { statement: { claimedAt: offline.claimedAt } } });
    expect(body.at).toBe(node.clock.now().toISOString());
  });

  it('one approval covers several acts; each is answered by itself', async () => {
    const key = (await openKey(who('principal-leader'), PASSWORD))!;
    const matters = [await untilApproval(), await untilApproval(), await untilApproval()];
    const commands = await Promise.all(
      matters.map((matterId) => command('principal-leader', matterId, 'approve', { opinion: '同意。' })),
    );
    const statements = await prepare('principal-leader', commands);
    const signatures = await sign(statements, key);
    // The second is no longer as it was when it was looked at.
    const changed = await act('principal-leader', {
      ...commands[1]!,
      verb: 'return',
      body: { key: randomUUID(), expected: commands[1]!.body.expected, reason: '再核对' },
    });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    const { body } = await who('principal-leader').post('/api/v1/signing/acts', {
      items: commands.map((one, i) => ({ ...one, body: { ...one.body, signature: signatures[i] } })),
    });
    expect(body.items.map((item: object) => Object.keys(item)[0])).toEqual(['done', 'refused', 'done']);
    const all = await bodies();
    const context = { trust: await trust(), at: node.clock.now().getTime(), credentials: credentialsOf(all) };
    const approved = all.filter(
      (one) => one.type === 'documents.approved' && matters.includes(one.matter ?? ''),
    );
    expect(approved.map((one) => verifyAct(one, context).answer)).toEqual(['signed', 'signed']);
    const refusedToo = await who('principal-leader').post('/api/v1/signing/prepare', {
      items: [commands[1]!],
    });
    expect(Object.keys(refusedToo.body.items[0])).toEqual(['refused']);
  });

  it('a passkey signs by itself: its challenge is the digest', async () => {
    const personId = node.organ.posts['office-director'].personId;
    const pair = p256KeyPair(random);
    const passkey = { ...pair, info: writePublicKey({ kind: 'p256', point: pair.publicKey }) };
    const answerTo = (challenge: Uint8Array, site: { origin: string; rpId: string } = SITE) => ({
      ...assertion({ kind: 'p256', privateKey: passkey.privateKey }, passkey.info, challenge, site),
      ...site,
    });
    const id = randomUUID();
    const proof = answerTo(
      enrolmentChallenge({ keyId: id, personId, organ: node.organ.id, publicKey: passkey.info }),
    );
    const made = {
      id,
      credentialId: base64url(new Uint8Array(16)),
      proof,
      label: '手机',
      password: testPassword,
    };
    expect(
      codeOf(
        await who('clerk').post('/api/v1/me/signing/passkeys', made), // another person's enrolment
      ),
    ).toBe('signing.key-refused');
    const answer = await who('office-director').post('/api/v1/me/signing/passkeys', made);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.keys[0]).toMatchObject({ kind: 'passkey', algorithm: 'es256', state: 'active' });

    const matterId = randomUUID();
    await who('clerk').post('/api/v1/drafts', {
      matterId,
      key: randomUUID(),
      kind: '通知',
      form: '文件',
      fields: {
        organMark: ['测试镇人民政府'],
        withWenjian: true,
        title: '关于值班的通知',
        mainReceivers: '各村（居）民委员会',
        signature: ['测试镇人民政府'],
        printedBy: '测试镇党政办公室',
      },
      body: [{ id: 'b1', kind: 'paragraph', text: '请安排值班。' }],
    });
    await act('clerk', await command('clerk', matterId, 'submit'));
    const pass = await command('office-director', matterId, 'pass', { postId: post('principal-leader') });
    const [statement] = await prepare('office-director', [pass]);
    const challenge = approvalChallenge(approvalBatch([statement!]).root);
    const certificate = answer.body.keys[0].certificate;
    const signatureOf = (shown: object): ApprovalSignature => ({
      v: 1,
      statement: statement!,
      proof: { ...shown, certificate: certificate.der, chain: certificate.chain } as never,
    });
    const stolen = answerTo(challenge, { origin: 'https://evil.example', rpId: 'evil.example' });
    const refused = await act('office-director', {
      ...pass,
      body: { ...pass.body, signature: signatureOf(stolen) },
    });
    expect(codeOf(refused)).toBe('signing.not-accepted');
    const accepted = await act('office-director', {
      ...pass,
      body: { ...pass.body, signature: signatureOf(answerTo(challenge)) },
    });
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
    const all = await bodies();
    const body = actOf(all, matterId, 'documents.reviewed');
    expect(
      verifyAct(body, {
        trust: await trust(),
        at: Date.parse(body.at),
        credentials: credentialsOf(all),
        sites: [SITE],
      }),
    ).toMatchObject({ answer: 'signed', kind: 'passkey' });
  });

  it('a key whose certificate comes from outside signs from the day it is here, and only its person’s is taken', async () => {
    const { personId } = node.organ.posts.clerk;
    const authority = node.node.services.get(authorityService);
    const [sent, at, requestId] = [await newKeyBody(PASSWORD), node.clock.now(), randomUUID()];
    const request = fromBase64url((sent as { request: string }).request)!;
    const certified = (serialNumber: string) =>
      node.node.db.asOrgan({ organId: node.organ.id }, (tx) =>
        authority.issue(tx, {
          organId: node.organ.id,
          purpose: 'person',
          subject: { commonName: 'clerk', serialNumber },
          key: { request },
          notBefore: at.getTime(),
          notAfter: at.getTime() + 1e9,
          at,
        }),
      );
    const arrive = async (serialNumber: string) => {
      const answer = await certified(serialNumber);
      expect(answer.state).toBe('issued');
      await node.node.db.asOrgan({ organId: node.organ.id }, (tx) =>
        node.node.services.announce(certificateArrived, tx, {
          ...(answer as Extract<typeof answer, { state: 'issued' }>),
          organId: node.organ.id,
          requestId,
          at,
        }),
      );
    };
    const { publicKey } = readCertificateRequest(request);
    await node.node.db.asOrgan({ organId: node.organ.id }, (tx) =>
      insertKey(tx, {
        id: (sent as { id: string }).id,
        organ_id: node.organ.id,
        person_id: personId,
        kind: 'key',
        algorithm: 'sm2-sm3',
        label: '',
        public_key: writePublicKey(publicKey),
        certificate: null,
        chain: [],
        request_id: requestId,
        wrapped: JSON.stringify((sent as { wrapped: object }).wrapped),
        asked_at: at,
      }),
    );
    const stateOf = async () => (await who('clerk').get('/api/v1/me/signing')).body.keys[0].state;
    expect(await stateOf()).toBe('awaiting');
    await expect(arrive(node.organ.posts['deputy-leader'].personId)).rejects.toMatchObject({
      code: 'signing.certificate-of-another',
    });
    expect(await stateOf()).toBe('awaiting');
    await arrive(personId);
    expect(await stateOf()).toBe('active');
    expect(credentialsOf(await bodies()).some((one) => one.personId === personId)).toBe(true);
  });

  it('on behalf of somebody, the delegation record stands in what is signed', async () => {
    await node.node.db.asOrgan({ organId: node.organ.id }, (tx) =>
      delegate(tx, {
        id: '33333333-3333-4333-8333-333333333333',
        organId: node.organ.id,
        fromPostId: post('deputy-leader'),
        toPersonId: node.organ.posts['section-head'].personId,
        scope: 'all',
        from: '2026-11-01',
        to: '2026-12-01',
      }),
    );
    await who('section-head').post(
      '/api/v1/me/signing/keys',
      await newKeyBody(PASSWORD, 'ecdsa-p256-sha256'),
    );
    const matterId = await untilApproval('deputy-leader');
    const approve = await command('section-head', matterId, 'approve', { opinion: '同意。' });
    const [statement] = await prepare('section-head', [approve]);
    expect(statement!.actor.onBehalfOf).toMatchObject({
      postId: post('deputy-leader'),
      delegationId: '33333333-3333-4333-8333-333333333333',
    });
    const [signature] = await sign([statement!], (await openKey(who('section-head'), PASSWORD))!);
    const answer = await act('section-head', { ...approve, body: { ...approve.body, signature } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  });

  it('where the organ requires it, nobody signs off without; a key that ended signs no more', async () => {
    const key = (await openKey(who('principal-leader'), PASSWORD))!;
    const mine = (await who('principal-leader').get('/api/v1/me/signing')).body.keys[0];
    expect((await who('clerk').put('/api/v1/signing/rule', { rule: 'required' })).status).toBe(403);
    const set = await who('security-admin').put('/api/v1/signing/rule', { rule: 'required' });
    expect(set.body).toEqual({ rule: 'required' });
    await who('security-admin').put('/api/v1/signing/rule', { rule: 'offered' });
    const matterId = await untilApproval();
    await who('security-admin').put('/api/v1/signing/rule', { rule: 'required' });
    const approve = await command('principal-leader', matterId, 'approve');
    const declined = await act('principal-leader', { ...approve, body: { ...approve.body, unsigned: true } });
    expect(codeOf(declined)).toBe('signing.owed');
    const [statement] = await prepare('principal-leader', [approve]);
    const [signature] = await sign([statement!], key);
    node.clock.advance(60_000);
    const ended = await who('principal-leader').post(`/api/v1/me/signing/keys/${mine.id}/revoke`, {
      reason: 'lost',
    });
    expect(ended.body.keys[0]).toMatchObject({ state: 'revoked', wrapped: null });
    const late = await act('principal-leader', { ...approve, body: { ...approve.body, signature } });
    expect(codeOf(late)).toBe('signing.not-accepted');
    // What it signed before stays signed.
    const all = await bodies();
    const earlier = all.find(
      (one) =>
        one.type === 'documents.approved' &&
        one.data.signature !== undefined &&
        (one.actor as { personId?: string }).personId === node.organ.posts['principal-leader'].personId,
    )!;
    const context = { trust: await trust(), credentials: credentialsOf(all) };
    expect(verifyAct(earlier, { ...context, at: Date.parse(earlier.at) }).answer).toBe('signed');
    expect(verifyAct(earlier, { ...context, at: node.clock.now().getTime() }).answer).toBe('wrong');
    const others = await who('security-admin').post(`/api/v1/signing/keys/${mine.id}/revoke`, {
      reason: 'left',
    });
    expect(codeOf(others)).toBe('signing.key-ended');
    await who('security-admin').put('/api/v1/signing/rule', { rule: 'offered' });
  });
});

const SITE = { origin: 'https://office.example.cn', rpId: 'office.example.cn' };

const trust = () => node.node.services.get(authorityService).trust();
