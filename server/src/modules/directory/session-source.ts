import { dateIn } from '../../platform/clock/index.ts';
import type { SessionSource, SessionState } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { endSession, rotateSession, type SessionRow, sessionByToken, touchSession } from './session-store.ts';
import type { DirectorySettings } from './settings.ts';

/** How long an exchanged cookie is still taken, for requests that were under way. */
const graceMs = 60_000;

/** How often the time of last use is written down. */
const touchEveryMs = 60_000;

/** What a cookie stands for, for the platform's guard. */
export function sessionSource(node: Node, settings: DirectorySettings): SessionSource {
  return {
    async resolve(token) {
      const now = node.clock.now();
      const row = await node.db.asPublic((tx) =>
        sessionByToken(tx, token, dateIn(now, node.settings.timeZone)),
      );
      if (!row) {
        return { state: { kind: 'anonymous' } };
      }
      if (hasEnded(row, now, settings)) {
        await node.db.asOrgan({ organId: row.homeOrganId }, (tx) => endSession(tx, row.id));
        return { state: { kind: 'anonymous' } };
      }
      const newToken = await keepAlive(node, row, now, settings);
      return { state: stateOf(row), ...(newToken ? { newToken } : {}) };
    },
  };
}

/** An exchanged cookie used after its moment is somebody else's copy: the session ends for both. */
function hasEnded(row: SessionRow, now: Date, settings: DirectorySettings): boolean {
  return (
    now >= row.expiresAt ||
    now.getTime() - row.seenAt.getTime() > settings.idleMinutes * 60_000 ||
    (!row.current && now.getTime() - row.rotatedAt.getTime() > graceMs) ||
    row.suspendedAt !== null ||
    !row.held
  );
}

async function keepAlive(
  node: Node,
  row: SessionRow,
  now: Date,
  settings: DirectorySettings,
): Promise<string | undefined> {
  const scope = { organId: row.homeOrganId };
  if (
    row.current &&
    row.stage === 'signed-in' &&
    now.getTime() - row.rotatedAt.getTime() > settings.rotateMinutes * 60_000
  ) {
    return await node.db.asOrgan(scope, (tx) => rotateSession(tx, row.id, now));
  }
  if (now.getTime() - row.seenAt.getTime() > touchEveryMs) {
    await node.db.asOrgan(scope, (tx) => touchSession(tx, row.id, now));
  }
  return undefined;
}

function stateOf(row: SessionRow): SessionState {
  const base = { sessionId: row.id, csrf: row.csrf, personId: row.personId, homeOrganId: row.homeOrganId };
  if (row.stage === 'second-factor') {
    return { kind: 'second-factor', ...base };
  }
  return {
    kind: 'signed-in',
    ...base,
    organId: row.postOrganId!,
    postId: row.postId!,
    actor: {
      personId: row.personId,
      name: row.personName,
      postId: row.postId!,
      post: row.postTitle!,
    },
    roles: [row.postRole!],
    language: row.language,
    mustChangePassword: row.mustChange,
  };
}
