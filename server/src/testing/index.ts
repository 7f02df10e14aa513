export { fillRoute } from './fill-route.ts';
export { noticeDraft } from './notice-draft.ts';
export { sealInUse } from './seal-in-use.ts';
export { codeAt, type TestClient, testClient } from './test-client.ts';
export { testCluster } from './test-cluster.ts';
export { makeEmptyDatabase, makeTestDatabase, type TestDatabase, testServer } from './test-database.ts';
export { startTestNode, type TestNode, type TestNodeOptions } from './test-node.ts';
export { makeTestOrgan, type TestOrgan, testPassword } from './test-world.ts';
