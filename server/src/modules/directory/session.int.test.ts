import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateIn } from '../../platform/clock/index.ts';
import { codeAt, startTestNode, type TestNode, testClient, testPassword } from '../../testing/index.ts';
import { createPost } from './organs.ts';
import { setPassword } from './passwords.ts';
import { appoint, createPerson } from './people.ts';
import { sweepSessions } from './session-store.ts';
import { directorySettings } from './settings.ts';

describe('sign-in and sessions', () => {
  let test: TestNode;
  beforeAll(async () => {
    test = await startTestNode({ modules: [] });
  });
  afterAll(() => test?.stop());

  it('signs in, shows post and menu, and signs out', async () => {
    const client = await test.client('clerk');
    const { body } = await client.get('/api/v1/session');
    expect(body).toMatchObject({
      state: 'signed-in',
      person: { login: 'clerk' },
      post: { role: 'clerk', organ: { id: test.organ.id } },
      roles: ['clerk'],
      preferences: { largePrint: false, language: 'zh' },
      node: { demo: false, setupNeeded: false },
    });
    expect(body.menu).toContain('todo');
    expect((await client.delete('/api/v1/session')).body.state).toBe('anonymous');
    expect((await client.get('/api/v1/organs')).status).toBe(401);
  });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const client = test.visitor();
    const { headers } = await client.get('/api/v1/session');
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/^yiwen_session=[\w-]{43}; /);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
  });

  it('never takes over a cookie chosen before sign-in (fixation)', async () => {
    const client = test.visitor();
    await client.get('/api/v1/session');
    const before = client.cookie;
    await client.signIn('clerk', testPassword);
    expect(client.cookie).not.toBe(before);
    const attacker = test.visitor();
    attacker.cookie = before;
    expect((await attacker.get('/api/v1/session')).body.state).toBe('anonymous');
  });

  it('says the same about a wrong password and an unknown login', async () => {
    const client = test.visitor();
    const wrong = await client.signIn('clerk', 'not the password');
    const unknown = await client.signIn('nobody-here', 'not the password');
    expect(wrong.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
    await client.signIn('clerk', testPassword);
  });

  it('locks an account after five wrong passwords, and opens it again later', async () => {
    const client = test.visitor();
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await client.signIn('section-staff', 'not the password')).status).toBe(401);
    }
    const locked = await client.signIn('section-staff', testPassword);
    expect(locked.status).toBe(423);
    expect(locked.body.error.code).toBe('directory.locked-out');
    test.clock.advance(16 * 60_000);
    expect((await client.signIn('section-staff', testPassword)).status).toBe(200);
  });

  it('refuses a change without the CSRF token, with another one, or from another site', async () => {
    const client = await test.client('clerk');
    const send = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${test.url}/api/v1/me/preferences`, {
        method: 'PUT',
        headers: { cookie: client.cookie!, 'content-type': 'application/json', ...headers },
        body: '{"largePrint":true}',
      });
    expect((await send({})).status).toBe(403);
    expect((await send({ 'x-csrf-token': 'wrong' })).status).toBe(403);
    const token = { 'x-csrf-token': client.session.csrf };
    const foreign = await send({ ...token, origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect(((await foreign.json()) as { error: { code: string } }).error.code).toBe('http.origin-refused');
    expect((await send({ ...token, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send({ ...token, origin: test.url })).status).toBe(200);
    expect((await client.get('/api/v1/session')).body.preferences.largePrint).toBe(true);
  });

  it('asks for the CSRF token at sign-in too', async () => {
    const response = await fetch(`${test.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'clerk', password: testPassword }),
    });
    expect(response.status).toBe(403);
  });

  it('ends a session nobody used for half an hour', async () => {
    const client = await test.client('clerk');
    test.clock.advance(29 * 60_000);
    expect((await client.get('/api/v1/organs')).status).toBe(200);
    test.clock.advance(31 * 60_000);
    expect((await client.get('/api/v1/organs')).status).toBe(401);
  });

  it('exchanges the cookie now and then, and ends the session when an old one comes back', async () => {
    const client = await test.client('deputy-leader');
    const old = client.cookie!;
    test.clock.advance(16 * 60_000);
    expect((await client.get('/api/v1/organs')).status).toBe(200);
    expect(client.cookie).not.toBe(old);
    const late = testClient(test.url, test.clock);
    late.cookie = old;
    expect((await late.get('/api/v1/organs')).status).toBe(200);
    test.clock.advance(2 * 60_000);
    expect((await late.get('/api/v1/organs')).status).toBe(401);
    expect((await client.get('/api/v1/organs')).status).toBe(401);
  });

  it('makes the three administrators set up a second factor before anything else', async () => {
    const client = test.visitor();
    await client.get('/api/v1/session');
    const half = await client.post('/api/v1/session', { login: 'security-admin', password: testPassword });
    expect(half.body).toMatchObject({ state: 'second-factor', secondFactor: { methods: [], enrol: true } });
    expect((await client.get('/api/v1/organs')).body.error.code).toBe('http.second-factor-needed');
    const { body } = await client.post('/api/v1/me/totp', {});
    expect(body.uri).toContain('otpauth://totp/');
    expect((await client.post('/api/v1/me/totp/confirm', { code: '000000' })).status).toBe(401);
    const code = await codeAt(body.secret, test.clock);
    const done = await client.post('/api/v1/me/totp/confirm', { code });
    expect(done.body.state).toBe('signed-in');

    const again = test.visitor();
    await again.get('/api/v1/session');
    const asked = await again.post('/api/v1/session', { login: 'security-admin', password: testPassword });
    expect(asked.body).toMatchObject({
      state: 'second-factor',
      secondFactor: { methods: ['totp'], enrol: false },
    });
    // Whoever has only the password cannot add a factor of their own.
    expect((await again.post('/api/v1/me/totp', {})).status).toBe(401);
    // The code that was used once is used up.
    expect((await again.post('/api/v1/session/second-factor', { code })).status).toBe(401);
    test.clock.advance(60_000);
    const fresh = await codeAt(body.secret, test.clock);
    expect((await again.post('/api/v1/session/second-factor', { code: fresh })).body.state).toBe('signed-in');
  });

  it('switches between the posts of a person, and asks for the second factor where the other post needs it', async () => {
    const strict = await test.addOrgan('严镇', 's', []);
    const postId = randomUUID();
    const { personId } = test.organ.posts['village-clerk'];
    await test.node.db.asOrgan({ organId: strict.id }, async (tx) => {
      await createPost(tx, { id: postId, organId: strict.id, title: '联络员', role: 'section-staff' });
      await appoint(tx, { organId: strict.id, personId, postId, from: '2026-01-01', position: 5 });
    });
    const client = await test.client('village-clerk');
    expect((await client.get('/api/v1/session')).body.posts).toHaveLength(2);
    const before = client.cookie;
    const moved = await client.post('/api/v1/session/post', { postId });
    expect(moved.body).toMatchObject({
      state: 'signed-in',
      post: { title: '联络员', organ: { id: strict.id } },
    });
    expect(client.cookie).not.toBe(before);
    const stranger = test.organ.posts.clerk.postId;
    expect((await client.post('/api/v1/session/post', { postId: stranger })).body.error.code).toBe(
      'directory.not-your-post',
    );
    const own = test.organ.posts['village-clerk'].postId;
    await client.post('/api/v1/session/post', { postId: own });
    await test.node.db.asOrgan({ organId: strict.id }, (tx) =>
      sql`update directory.organ set second_factor_required = true`.execute(tx),
    );
    const asked = await client.post('/api/v1/session/post', { postId });
    expect(asked.body).toMatchObject({ state: 'second-factor', secondFactor: { enrol: true } });
    expect((await client.get('/api/v1/organs')).status).toBe(401);
  });

  it('ends a session on the day its post is no longer held', async () => {
    const postId = randomUUID();
    const personId = randomUUID();
    const today = dateIn(test.clock.now());
    test.clock.advance(Date.parse(`${today}T23:50:00+08:00`) - test.clock.now().getTime());
    const at = test.clock.now();
    await test.node.db.asOrgan({ organId: test.organ.id }, async (tx) => {
      await createPost(tx, { id: postId, organId: test.organ.id, title: '检查组', role: 'inspector' });
      await createPerson(tx, { id: personId, organId: test.organ.id, name: '何午', login: 'guest', at });
      await appoint(tx, { organId: test.organ.id, personId, postId, from: today, to: today });
      await setPassword(tx, {
        id: personId,
        organId: test.organ.id,
        login: 'guest',
        password: testPassword,
        at,
      });
    });
    const client = test.visitor();
    expect((await client.signIn('guest', testPassword)).body.state).toBe('signed-in');
    test.clock.advance(9 * 60_000);
    expect((await client.get('/api/v1/organs')).status).toBe(200);
    test.clock.advance(2 * 60_000);
    expect((await client.get('/api/v1/organs')).status).toBe(401);
    expect((await test.visitor().signIn('guest', testPassword)).body.error.code).toBe('directory.no-post');
  });

  it('ends other sessions when the password is changed', async () => {
    const here = await test.client('archivist');
    const there = await test.client('archivist');
    expect((await here.post('/api/v1/me/password', { old: 'wrong', new: 'another long one' })).status).toBe(
      401,
    );
    expect((await here.post('/api/v1/me/password', { old: testPassword, new: 'short' })).status).toBe(422);
    expect(
      (await here.post('/api/v1/me/password', { old: testPassword, new: 'another long one' })).status,
    ).toBe(200);
    expect((await here.get('/api/v1/organs')).status).toBe(200);
    expect((await there.get('/api/v1/organs')).status).toBe(401);
  });

  it('sweeps sessions that have ended, and keeps the others', async () => {
    test.clock.advance(60 * 60_000);
    const working = await test.client('clerk');
    const sweep = (): Promise<number> =>
      test.node.db.asPublic((tx) => sweepSessions(tx, directorySettings.parse({}), test.clock.now()));
    expect(await sweep()).toBeGreaterThan(0);
    expect(await sweep()).toBe(0);
    expect((await working.get('/api/v1/organs')).status).toBe(200);
  });

  it('lists the address book and only the own organ posts', async () => {
    const other = await test.addOrgan('外镇', 'x', ['clerk']);
    const client = await test.client('clerk');
    const organs = await client.get('/api/v1/organs');
    expect(organs.body.map((one: { id: string }) => one.id)).toEqual(
      expect.arrayContaining([test.organ.id, other.id]),
    );
    const posts = await client.get(`/api/v1/organs/${test.organ.id}/posts`);
    expect(posts.body.length).toBeGreaterThanOrEqual(15);
    expect(posts.body[0]).toMatchObject({
      role: 'clerk',
      holders: [{ id: test.organ.posts.clerk.personId }],
    });
    expect((await client.get(`/api/v1/organs/${other.id}/posts`)).status).toBe(404);
  });
});
