import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestNode, type TestClient, type TestNode, testPassword } from '../../testing/index.ts';

describe('the three administrators', () => {
  let test: TestNode;
  let system: TestClient;
  let security: TestClient;
  let audit: TestClient;
  beforeAll(async () => {
    test = await startTestNode({ modules: [] });
    system = await test.client('system-admin');
    security = await test.client('security-admin');
    audit = await test.client('audit-admin');
  });
  afterAll(() => test?.stop());

  it('add an account, give it a post, and only then it can sign in', async () => {
    const added = await system.post('/api/v1/admin/people', {
      name: '郑甲',
      login: 'mz',
      password: 'first password',
    });
    expect(added.status).toBe(200);
    expect((await test.visitor().signIn('mz', 'first password')).body.error.code).toBe('directory.no-post');
    const post = await system.post('/api/v1/admin/posts', { title: '公共服务办', role: 'section-head' });
    const grant = { postId: post.body.id, from: '2026-11-01', to: '2026-11-30' };
    expect((await system.post(`/api/v1/admin/people/${added.body.id}/posts`, grant)).status).toBe(403);
    expect((await security.post(`/api/v1/admin/people/${added.body.id}/posts`, grant)).status).toBe(200);
    const client = test.visitor();
    expect((await client.signIn('mz', 'first password')).body).toMatchObject({
      state: 'signed-in',
      mustChangePassword: true,
      post: { title: '公共服务办' },
    });
    const people = await system.get('/api/v1/admin/people');
    expect(people.body.find((one: { login: string }) => one.login === 'mz')).toMatchObject({
      suspended: false,
      posts: [{ role: 'section-head', from: '2026-11-01', to: '2026-11-30' }],
    });
  });

  it('set up a subordinate organ, keep it from its own posts, and see nothing of it from the upper one', async () => {
    const village = { name: '测试镇前溪村村民委员会', shortName: '前溪村', kind: 'village' };
    expect((await security.post('/api/v1/admin/organs', village)).status).toBe(403);
    const made = await system.post('/api/v1/admin/organs', village);
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    expect((await system.post('/api/v1/admin/organs', village)).body.error.code).toBe(
      'directory.organ-exists',
    );
    const organs = (await system.get('/api/v1/organs')).body as {
      id: string;
      parentId: string;
      name: string;
    }[];
    expect(organs.find(({ id }) => id === made.body.id)).toMatchObject({
      name: village.name,
      parentId: test.organ.id,
    });
    const { posts } = (await system.get('/api/v1/session')).body as {
      posts: { id: string; role: string; organ: { id: string } }[];
    };
    const post = posts.find(({ organ }) => organ.id === made.body.id)!;
    expect(post.role).toBe('system-admin');
    expect((await system.post('/api/v1/session/post', { postId: post.id })).status).toBe(200);
    expect((await system.get('/api/v1/admin/people')).body).toEqual([]);
    const added = await system.post('/api/v1/admin/people', {
      name: '村文书',
      login: 'qianxi',
      password: 'first password',
    });
    expect(added.status).toBe(200);
    const below = { ...village, name: '测试镇前溪村经济合作社', shortName: '前溪村合作社' };
    expect((await system.post('/api/v1/admin/organs', below)).status).toBe(200);
    const home = posts.find(({ organ }) => organ.id === test.organ.id)!;
    expect((await system.post('/api/v1/session/post', { postId: home.id })).status).toBe(200);
    const upper = (await system.get('/api/v1/admin/people')).body as { login: string }[];
    expect(upper.some(({ login }) => login === 'qianxi')).toBe(false);
  });

  it('refuse a login that exists and a weak password', async () => {
    const taken = await system.post('/api/v1/admin/people', {
      name: '某',
      login: 'clerk',
      password: 'long enough now',
    });
    expect(taken.body.error.code).toBe('directory.login-taken');
    const weak = await system.post('/api/v1/admin/people', { name: '某', login: 'weak', password: 'short' });
    expect(weak.body.error.code).toBe('directory.weak-password');
  });

  it('cannot do each other’s work, and officers none of it', async () => {
    const clerk = await test.client('clerk');
    const somebody = test.organ.posts['section-staff'].personId;
    const tries: [TestClient, string][] = [
      [system, `/api/v1/admin/people/${somebody}/reset`],
      [security, '/api/v1/admin/people'],
      [audit, `/api/v1/admin/people/${somebody}/suspend`],
      [audit, `/api/v1/admin/people/${somebody}/reset`],
      [clerk, `/api/v1/admin/people/${somebody}/suspend`],
    ];
    for (const [client, path] of tries) {
      expect((await client.post(path)).body.error.code, path).toBe('permissions.denied');
    }
    expect((await system.get('/api/v1/admin/audit')).status).toBe(403);
    expect((await audit.get('/api/v1/admin/people')).status).toBe(403);
  });

  it('never hold an office post, nor grant themselves anything', async () => {
    const office = test.organ.posts.clerk.postId;
    const administration = test.organ.posts['system-admin'].postId;
    const from = '2026-11-01';
    const refused = async (person: string, postId: string): Promise<string> =>
      (await security.post(`/api/v1/admin/people/${person}/posts`, { postId, from })).body.error?.code;
    expect(await refused(test.organ.posts['audit-admin'].personId, office)).toBe(
      'directory.role-not-grantable',
    );
    expect(await refused(test.organ.posts.clerk.personId, administration)).toBe(
      'directory.role-not-grantable',
    );
    expect(await refused(test.organ.posts['security-admin'].personId, office)).toBe(
      'directory.role-not-grantable',
    );
    const person = test.organ.posts.clerk.personId;
    const before = { postId: administration, from: '2000-01-01' };
    for (const grant of [before, { ...before, to: '2099-12-31' }]) {
      const { body } = await security.post(`/api/v1/admin/people/${person}/posts`, grant);
      expect(body.error?.code, JSON.stringify(grant)).toBe('directory.role-not-grantable');
    }
    const made = await system.post('/api/v1/admin/posts', { title: '另一位', role: 'audit-admin' });
    expect(made.body.error.code).toBe('directory.role-not-grantable');
  });

  it('suspend officers by the system and administrators by the security administrator, never themselves', async () => {
    const officer = test.organ.posts['resident-cadre'].personId;
    const working = await test.client('resident-cadre');
    expect((await system.post(`/api/v1/admin/people/${officer}/suspend`)).status).toBe(200);
    expect((await working.get('/api/v1/organs')).status).toBe(401);
    expect((await test.visitor().signIn('resident-cadre', testPassword)).body.error.code).toBe(
      'directory.suspended',
    );
    expect((await system.post(`/api/v1/admin/people/${officer}/resume`)).status).toBe(200);
    expect((await test.visitor().signIn('resident-cadre', testPassword)).status).toBe(200);
    const auditor = test.organ.posts['audit-admin'].personId;
    expect((await system.post(`/api/v1/admin/people/${auditor}/suspend`)).status).toBe(403);
    const self = test.organ.posts['security-admin'].personId;
    expect((await security.post(`/api/v1/admin/people/${self}/suspend`)).status).toBe(403);
  });

  it('reset somebody’s credentials: new password, no second factor, no session', async () => {
    const person = test.organ.posts.archivist;
    const working = await test.client('archivist');
    const reset = await security.post(`/api/v1/admin/people/${person.personId}/reset`);
    expect(reset.body.password).toMatch(/^[\w-]{12}$/);
    expect((await working.get('/api/v1/organs')).status).toBe(401);
    expect((await test.visitor().signIn(person.login, testPassword)).status).toBe(401);
    expect((await test.visitor().signIn(person.login, reset.body.password)).body.mustChangePassword).toBe(
      true,
    );
  });

  it('record delegations; officers only their own post', async () => {
    const leader = await test.client('principal-leader');
    const deputy = test.organ.posts['deputy-leader'].personId;
    const wish = {
      fromPostId: test.organ.posts['principal-leader'].postId,
      toPersonId: deputy,
      from: '2026-11-24',
      to: '2026-11-26',
    };
    expect((await leader.post('/api/v1/admin/delegations', wish)).status).toBe(200);
    const reversed = await leader.post('/api/v1/admin/delegations', { ...wish, to: '2026-11-20' });
    expect(reversed.body.error.code).toBe('directory.dates-reversed');
    const head = await test.client('section-head');
    expect((await head.post('/api/v1/admin/delegations', wish)).body.error.code).toBe(
      'directory.delegate-own-post',
    );
    const director = await test.client('office-director');
    const taking = { ...wish, toPersonId: test.organ.posts['office-director'].personId };
    expect((await director.post('/api/v1/admin/delegations', taking)).body.error?.code).toBe(
      'directory.delegate-own-post',
    );
    // Handing a post to somebody is granting: that is the security administrator's, not the system administrator's.
    expect((await system.post('/api/v1/admin/delegations', wish)).status).toBe(403);
    const list = await system.get('/api/v1/admin/delegations');
    expect(list.body).toMatchObject([
      { toPersonId: deputy, scope: 'all', from: '2026-11-24', to: '2026-11-26' },
    ]);
  });

  it('audit reads who did what and when, page by page, and no content', async () => {
    const first = await audit.get('/api/v1/admin/audit?limit=5');
    expect(first.body.items).toHaveLength(5);
    const seen = new Set<string>();
    const kinds = new Set<string>();
    for (let next: string | null = ''; next !== null; ) {
      const page = await audit.get(
        `/api/v1/admin/audit?limit=7${next ? `&cursor=${encodeURIComponent(next)}` : ''}`,
      );
      for (const item of page.body.items) {
        expect(seen.has(item.id)).toBe(false);
        seen.add(item.id);
        kinds.add(item.kind);
        expect(Object.keys(item).sort()).toEqual(['actor', 'at', 'id', 'kind', 'label', 'logIndex']);
      }
      next = page.body.next;
    }
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'directory.signed-in',
        'directory.person-added',
        'directory.role-granted',
        'directory.delegated',
      ]),
    );
    expect((await audit.get('/api/v1/admin/audit?cursor=nonsense')).status).toBe(400);
  });
});
