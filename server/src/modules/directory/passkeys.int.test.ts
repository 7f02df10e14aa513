import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestNode, type TestClient, type TestNode, testPassword } from '../../testing/index.ts';
import { type SoftAuthenticator, softAuthenticator } from '../../testing/soft-authenticator.ts';

describe('passkeys', () => {
  let test: TestNode;
  let key: SoftAuthenticator;
  beforeAll(async () => {
    test = await startTestNode({ modules: [], roles: ['audit-admin', 'clerk'] });
    key = softAuthenticator(test.url);
  });
  afterAll(() => test?.stop());

  async function half(): Promise<TestClient> {
    const client = test.visitor();
    await client.get('/api/v1/session');
    await client.post('/api/v1/session', { login: 'audit-admin', password: testPassword });
    return client;
  }

  it('are enrolled by an administrator at first sign-in, and complete every later one', async () => {
    const first = await half();
    expect(first.session.secondFactor?.enrol).toBe(true);
    const wish = await first.post('/api/v1/me/passkeys/options', {});
    expect(wish.body.rp.id).toBe('localhost');
    const made = await first.post('/api/v1/me/passkeys', {
      response: key.create(wish.body),
      label: '测试密钥',
    });
    expect(made.body.state).toBe('signed-in');

    const again = await half();
    expect(again.session).toMatchObject({
      state: 'second-factor',
      secondFactor: { methods: ['passkey'], enrol: false },
    });
    const asked = await again.post('/api/v1/session/passkey/options');
    expect(asked.body.allowCredentials).toHaveLength(1);
    expect((await again.post('/api/v1/session/passkey', { response: key.get(asked.body) })).body.state).toBe(
      'signed-in',
    );
  });

  it('are refused with an old challenge, from another site, without a challenge, or as a clone', async () => {
    const client = await half();
    const asked = await client.post('/api/v1/session/passkey/options');
    const foreign = key.get(asked.body, { origin: 'https://evil.example' });
    expect((await client.post('/api/v1/session/passkey', { response: foreign })).status).toBe(401);
    const reused = await client.post('/api/v1/session/passkey', { response: key.get(asked.body) });
    expect(reused.body.error.code).toBe('directory.passkey-refused');
    const fresh = await client.post('/api/v1/session/passkey/options');
    expect((await client.post('/api/v1/session/passkey', { response: key.get(asked.body) })).status).toBe(
      401,
    );
    const cloned = await client.post('/api/v1/session/passkey/options');
    expect(cloned.body.challenge).not.toBe(fresh.body.challenge);
    expect(
      (await client.post('/api/v1/session/passkey', { response: key.get(cloned.body, { counter: 1 }) }))
        .status,
    ).toBe(401);
  });

  it('cannot be added by somebody who has only the password', async () => {
    const client = await half();
    expect((await client.post('/api/v1/me/passkeys/options', {})).body.error.code).toBe(
      'http.second-factor-needed',
    );
  });

  it('cannot be added in a session found open, without the password', async () => {
    const clerk = await test.client('clerk');
    for (const body of [{}, { password: 'not the password' }]) {
      for (const url of ['/api/v1/me/passkeys/options', '/api/v1/me/totp']) {
        expect((await clerk.post(url, body)).body.error.code).toBe('directory.wrong-password');
      }
    }
    const { body } = await clerk.post('/api/v1/me/totp', { password: testPassword });
    expect(body.uri).toContain('otpauth://totp/');
  });

  it('of one person do not open the session of another', async () => {
    const clerk = await test.client('clerk');
    const own = softAuthenticator(test.url);
    const wish = await clerk.post('/api/v1/me/passkeys/options', { password: testPassword });
    expect((await clerk.post('/api/v1/me/passkeys', { response: own.create(wish.body) })).status).toBe(200);
    test.clock.advance(16 * 60_000);
    const admin = await half();
    const asked = await admin.post('/api/v1/session/passkey/options');
    expect((await admin.post('/api/v1/session/passkey', { response: own.get(asked.body) })).status).toBe(401);
  });
});
